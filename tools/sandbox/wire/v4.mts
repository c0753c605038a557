import { utcSeconds } from '../json.mts';
import type { SampleLead } from '../samples.mts';
import type { Business, JsonObject, Lead, Message, PhoneNumber, Review, Webhook } from '../types.mts';

/** How the v4 API writes what the sandbox knows: used by its replies and by its webhook deliveries. */

const hourMs = 3_600_000;

export function newNegotiation(
	ids: { leadId: string; customerId: string; requestId: string },
	business: Business,
	sample: SampleLead,
	createdAt: Date,
): JsonObject {
	const { subtotal, salesTax } = splitPrice(sample.leadPrice);
	const start = new Date(Math.ceil((createdAt.getTime() + 48 * hourMs) / hourMs) * hourMs);
	return {
		negotiationID: ids.leadId,
		createdAt: utcSeconds(createdAt),
		status: 'Open',
		chargeState: 'Created',
		leadPrice: sample.leadPrice,
		leadPriceBreakdown: { subtotal, salesTax },
		requestReviewLink: `https://www.thumbtack.com/reviews/new/${ids.leadId}`,
		refundRequestLink: `https://www.thumbtack.com/refunds/new/${ids.leadId}`,
		customer: {
			customerID: ids.customerId,
			firstName: sample.firstName,
			lastName: sample.lastName,
			phone: proxyPhone(ids.leadId),
		},
		business: businessBlock(business),
		estimate: {
			type: 'Fixed',
			pricePerUnit: sample.estimate,
			unitQuantity: 1,
			unitName: 'service',
			total: `$${sample.estimate}`,
		},
		request: {
			requestID: ids.requestId,
			customerID: ids.customerId,
			description: sample.description,
			category: { categoryID: sample.category.categoryId, name: sample.category.name },
			location: { ...sample.location },
			details: sample.details.map((detail) => ({ ...detail })),
			proposedTimes: [{ start: utcSeconds(start), end: utcSeconds(new Date(start.getTime() + hourMs)) }],
			travelPreferences: ['ProviderTravelToCustomer'],
			attachments: [],
		},
	};
}

export function businessBlock(business: Business): JsonObject {
	return { businessID: business.businessId, name: business.name, imageURL: business.imageUrl };
}

/** Since June 2026 the customer's number is a proxy of Thumbtack's, one for each lead. */
export function proxyPhone(leadId: string): string {
	return `839555${leadId.slice(-4).padStart(4, '0')}`;
}

function splitPrice(price: string): { subtotal: string; salesTax: string } {
	const cents = Math.round(Number(price.slice(1)) * 100);
	const subtotal = Math.round(cents / 1.08);
	const text = (amount: number) => `$${(amount / 100).toFixed(2)}`;
	return { subtotal: text(subtotal), salesTax: text(cents - subtotal) };
}

export function messageV4(lead: Lead, business: Business, message: Message, bothBlocks = false): JsonObject {
	const fromCustomer = message.from === 'Customer';
	return {
		messageID: message.messageId,
		negotiationID: lead.leadId,
		from: message.from,
		...(fromCustomer || bothBlocks
			? { customer: { customerID: lead.customerId, displayName: customerDisplayName(lead) } }
			: {}),
		...(!fromCustomer || bothBlocks
			? { business: { businessID: business.businessId, displayName: business.name } }
			: {}),
		text: message.text,
		attachments: message.attachments,
		sentAt: message.sentAt,
	};
}

export function customerDisplayName(lead: Lead): string {
	const customer = lead.v4.customer as JsonObject | undefined;
	const last = String(customer?.lastName ?? '');
	return `${customer?.firstName ?? 'Customer'}${last ? ` ${last[0]}.` : ''}`;
}

export function reviewV4(review: Review): JsonObject {
	return {
		reviewID: review.reviewId,
		reviewText: review.text,
		rating: review.rating,
		createTime: utcSeconds(new Date(review.createdAt)),
		reviewerName: review.reviewerName,
		...(review.responseText === null
			? {}
			: { responseText: review.responseText, responseTime: utcSeconds(new Date(review.respondedAt!)) }),
		...(review.leadId === null ? {} : { negotiationID: review.leadId }),
		...(review.categoryId === null ? {} : { categoryID: review.categoryId }),
		images: [],
	};
}

export function webhookV4(hook: Webhook): JsonObject {
	return {
		webhookID: hook.webhookId,
		webhookURL: hook.url,
		enabled: hook.enabled,
		authType: hook.auth.type,
		[hook.owner.kind === 'business' ? 'businessID' : 'userID']: hook.owner.id,
		eventTypes: hook.eventTypes,
	};
}

export function phoneNumberV4(number: PhoneNumber): JsonObject {
	return {
		phoneNumberID: number.phoneNumberId,
		businessID: number.businessId,
		phoneNumber: number.phoneNumber,
		name: number.name,
		createdTime: number.createdAt,
		updatedTime: number.updatedAt,
		lastActivityTime: number.updatedAt,
		isDeleted: false,
	};
}

export function envelope(eventType: string, webhookId: string, data: JsonObject): JsonObject {
	return {
		event: { eventType, description: '', webhookID: webhookId, triggeredAt: utcSeconds(new Date()) },
		data,
	};
}

/** What Thumbtack's "Test this webhook" button sends: no flag, only these tell-tale values. */
export function testNegotiation(
	ids: { leadId: string; customerId: string; requestId: string },
	business: Business,
): JsonObject {
	const now = new Date();
	const tomorrow = new Date(now.getTime() + 24 * hourMs);
	return {
		negotiationID: ids.leadId,
		createdAt: utcSeconds(now),
		status: 'Open',
		chargeState: 'Created',
		leadPrice: '$25.00',
		leadPriceBreakdown: { subtotal: '$23.15', salesTax: '$1.85' },
		customer: { customerID: ids.customerId, firstName: 'Test', lastName: 'Customer', phone: '1234567890' },
		business: { ...businessBlock(business), name: 'Test Business for Webhooks' },
		estimate: {
			type: 'Fixed',
			pricePerUnit: '150.00',
			unitQuantity: 1,
			unitName: 'service',
			total: '$150.00',
		},
		request: {
			requestID: ids.requestId,
			customerID: ids.customerId,
			description: 'Need Full Service Lawn Care',
			category: { categoryID: '240123621172183344', name: 'Full Service Lawn Care' },
			location: {
				address1: '123 Main St',
				address2: 'Apt 4B',
				city: 'San Francisco',
				state: 'CA',
				zipCode: '94103',
			},
			details: [
				{ question: 'Frequency of services', answer: 'One time only' },
				{ question: 'Zip code', answer: '95010, 78901' },
				{ question: 'Travel Preferences', answer: 'The lawn professional travels to me' },
			],
			proposedTimes: [{ start: utcSeconds(tomorrow), end: utcSeconds(new Date(tomorrow.getTime() + hourMs)) }],
			travelPreferences: ['ProviderTravelToCustomer'],
			attachments: [
				{
					fileName: 'pile.jpg',
					fileSize: 20,
					mimeType: 'image/jpeg',
					url: 'https://images.thumbtack.example/attachment/pile.jpg',
				},
			],
		},
	};
}
