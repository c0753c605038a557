import { proxyPhone } from './v4.mts';
import type { SampleLead } from '../samples.mts';
import type { Business, JsonObject, Lead, Message, Review } from '../types.mts';

/** How the Pro API writes what the sandbox knows: bare bodies for the partner's endpoints. */

export function newLegacyLead(
	ids: { leadId: string; customerId: string; requestId: string },
	business: Business,
	sample: SampleLead,
	createdAt: Date,
): JsonObject {
	return {
		leadID: ids.leadId,
		createTimestamp: seconds(createdAt),
		request: {
			requestID: ids.requestId,
			category: sample.category.name,
			categoryID: sample.category.categoryId,
			title: sample.category.name,
			description: sample.description,
			schedule: 'Date: Fri, Jun 12 2026\nTime: 9:00 AM\nLength: 2 hours',
			location: { ...sample.location },
			travelPreferences: 'Professional must travel to my address.',
			details: sample.details.map((detail) => ({ ...detail })),
			attachments: [],
		},
		customer: {
			customerID: ids.customerId,
			name: `${sample.firstName} ${sample.lastName}`,
			phone: proxyPhone(ids.leadId),
		},
		business: { businessID: business.businessId, name: business.name },
		price: `$${sample.estimate}`,
		leadType: 'INSTANT_BOOK',
		leadPrice: null,
		chargeState: null,
	};
}

export function legacyMessage(lead: Lead, message: Message): JsonObject {
	return {
		leadID: lead.leadId,
		customerID: lead.customerId,
		businessID: lead.businessId,
		message: {
			messageID: message.messageId,
			createTimestamp: seconds(new Date(message.sentAt)),
			text: message.text,
			attachments: message.attachments,
		},
	};
}

export function legacyReview(review: Review): JsonObject {
	const time = String(Date.parse(review.createdAt));
	const verified = review.leadId !== null;
	return {
		review: {
			reviewID: review.reviewId,
			businessID: review.businessId,
			createTime: time,
			modifyTime: time,
			rating: String(review.rating),
			verified,
			...(verified
				? {
						leadID: review.leadId,
						categoryID: review.categoryId,
						reviewerNickname: review.reviewerName,
						text: review.text,
						photos: [],
					}
				: {}),
		},
		reviewEventType: 'REVIEW_ADDED',
	};
}

/** The reply of create-lead: a lead without the keys that only the partner endpoints get. */
export function createdTestLead(lead: Lead): JsonObject {
	const { request, customer, business, leadID, createTimestamp } = lead.legacy as Record<string, JsonObject>;
	const { requestID, category, title, description, schedule, location } = request as Record<string, JsonObject>;
	const { city, state, zipCode } = location as Record<string, JsonObject>;
	return {
		leadID: leadID!,
		createTimestamp: createTimestamp!,
		price: 'More information needed to give an estimate',
		request: {
			requestID: requestID!,
			category: category!,
			title: title!,
			description: description!,
			schedule: schedule!,
			location: { city: city!, state: state!, zipCode: zipCode! },
			travelPreferences: 'Professional must travel to my address',
		},
		customer: { customerID: customer!.customerID!, name: customer!.name! },
		business: { businessID: business!.businessID!, name: business!.name! },
	};
}

function seconds(time: Date): string {
	return String(Math.floor(time.getTime() / 1000));
}
