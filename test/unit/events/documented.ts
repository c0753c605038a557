import type { Json } from '../../../nodes/shared/events';

/** The bodies of Thumbtack's documentation with every field that it names, values as its samples have them. */
export type Documented = { title: string; body: Json };

const FILE = { fileSize: 1139, mimeType: 'image/jpeg', url: 'https://files.example/door.jpg', description: 'my stain' };

export const DOCUMENTED: Documented[] = [
	{
		title: 'Pro API, lead (POST)',
		body: {
			leadID: '299614694480093245',
			createTimestamp: '1498760294',
			request: {
				requestID: '2999842694480093245',
				category: 'Interior Painting',
				categoryID: '122681972262289742',
				title: 'Interior Painting',
				description: 'There is a stain on the door that needs to be touched up.',
				schedule: 'Date: Tue, May 05 2020\nTime: 6:00 PM\nLength: 3.5 hours',
				location: {
					address1: '101 Alma Street',
					address2: 'Apt 2',
					city: 'Palo Alto',
					state: 'CA',
					zipCode: '94301',
				},
				travelPreferences: 'Professional must travel to my address.',
				details: [
					{ question: 'Type of property', answer: 'Home' },
					{ question: 'Number of rooms', answer: '4 rooms' },
				],
				attachments: [{ fileName: 'door.jpg', ...FILE }],
			},
			customer: { customerID: '331138063184986319', name: 'John Davis', phone: '1234567890' },
			business: { businessID: '286845156044809661', name: "Tim's Painting Business" },
			price: '$260/hour',
			leadType: 'INSTANT_BOOK',
			leadPrice: '$26.00',
			chargeState: 'Charged',
		},
	},
	{
		title: 'Pro API, message (POST)',
		body: {
			leadID: '299614694480093245',
			customerID: '331138063184986319',
			businessID: '286845156044809661',
			message: {
				messageID: '8699842694484326245',
				createTimestamp: '1498760294',
				text: 'Do you offer fridge cleaning or is that extra?',
				attachments: [{ fileName: 'fridge.jpg', ...FILE }],
			},
		},
	},
	{
		title: 'Pro API, update lead (PUT)',
		body: { leadID: '465324000282984455', leadPrice: '$26.00', chargeState: 'Charged' },
	},
	{
		title: 'Pro API, review (POST)',
		body: {
			review: {
				businessID: '286845156044809661',
				categoryID: '299614694480093245',
				createTime: '1517986598726',
				leadID: '299614694480093245',
				modifyTime: '1517986598726',
				photos: [{ fileName: 'test_review_photo.jpg', ...FILE }],
				rating: '4',
				reviewID: '318840849076158553',
				reviewerNickname: 'Nick Name',
				text: 'best service ever',
				verified: true,
			},
			reviewEventType: 'REVIEW_ADDED',
		},
	},
	{
		title: 'v4, NegotiationCreatedV4',
		body: {
			event: {
				eventType: 'NegotiationCreatedV4',
				description: 'a lead',
				webhookID: '587000111222333444',
				triggeredAt: '2026-08-16T17:13:05Z',
			},
			data: {
				negotiationID: '587000111222333500',
				createdAt: '2026-08-16T17:13:00Z',
				status: 'Open',
				chargeState: 'Created',
				leadPrice: '$25.00',
				leadPriceBreakdown: { subtotal: '$23.15', salesTax: '$1.85' },
				refundDetails: { reason: 'unknown' },
				customer: { customerID: '587000111222333501', firstName: 'Maria', lastName: 'Torres', phone: '8395550142' },
				business: {
					businessID: '501100200300400500',
					name: 'Rivera Handyman',
					imageURL: 'https://images.example/b.jpg',
					phoneNumber: '+14155550100',
					accessCode: '1234567',
				},
				estimate: { type: 'PerUnit', pricePerUnit: '150.00', unitQuantity: 2, unitName: 'hour', total: '$300.00' },
				requestReviewLink: 'https://links.example/review',
				refundRequestLink: 'https://links.example/refund',
				request: {
					requestID: '587000111222333502',
					customerID: '587000111222333501',
					description: 'Need Full Service Lawn Care',
					category: { categoryID: '240123621172183344', name: 'Full Service Lawn Care' },
					location: { address1: '123 Main St', address2: 'Apt 4B', city: 'Boise', state: 'ID', zipCode: '83702' },
					details: [{ question: 'Frequency of services', answer: 'One time only' }],
					attachments: [{ fileName: 'pile.jpg', ...FILE }],
					proposedTimes: [{ start: '2026-09-16T10:00:00Z', end: '2026-09-16T11:00:00Z' }],
					booking: { start: '2026-09-16T10:00:00Z', duration: 90 },
					travelPreferences: ['ProviderTravelToCustomer'],
					contactedBusinesses: [{ businessID: '7', name: 'Other', negotiationID: '8' }],
				},
			},
		},
	},
	{
		title: 'v4, MessageCreatedV4',
		body: {
			event: { eventType: 'MessageCreatedV4', triggeredAt: '2026-09-30T15:01:02Z', webhookID: '587000111222333444' },
			data: {
				messageID: '590000111222333001',
				negotiationID: '587000111222333500',
				from: 'Customer',
				customer: { customerID: '587000111222333501', displayName: 'Maria T.' },
				business: { businessID: '501100200300400500', displayName: 'Rivera Handyman' },
				text: 'Can you come Friday?',
				attachments: [{ fileName: 'gate.jpg', ...FILE }],
				sentAt: '2026-09-30T15:01:00Z',
			},
		},
	},
	{
		title: 'v4, ReviewCreatedV4',
		body: {
			event: { eventType: 'ReviewCreatedV4', triggeredAt: '2026-09-20T01:43:52Z', webhookID: '587000111222333444' },
			data: {
				reviewID: '530000111222333444',
				reviewText: 'Great work',
				rating: 5,
				createTime: '2026-09-20T01:43:49Z',
				reviewerName: 'MT',
				responseText: 'Thank you',
				responseTime: '2026-09-21T10:00:00Z',
				negotiationID: '587000111222333500',
				categoryID: '240123621172183344',
				images: [{ imageID: '778899', imageURL: 'https://images.example/i.jpg', caption: 'Done' }],
			},
		},
	},
	{
		title: 'v4, PresetJob…',
		body: {
			event: { eventType: 'PresetJobMatchedV4', triggeredAt: '2026-09-25T09:00:00Z', webhookID: '587000111222333444' },
			data: {
				jobID: '700000111222333001',
				businessID: '501100200300400500',
				negotiationID: '587000111222334000',
				status: 'won',
				deepLink: 'https://links.example/job/1',
			},
		},
	},
];

/** Documented fields that have no key, and why. Raw Output and Include Raw hand them on. */
export const WITHOUT_KEY: Record<string, string> = {
	'event.description': 'empty in every delivery seen',
	'event.triggeredAt': 'stands in for the time of the event where that is missing',
	'event.webhookID': 'the way that the event came, not a part of it',
	'data.refundDetails.reason': 'of unknown shape; `chargeState` says that there is a refund',
	'data.business.imageURL': 'the picture of your own business',
	'data.business.accessCode': 'for phones that are not registered',
	'data.estimate.pricePerUnit': 'stands in for `total` where that is missing',
	'data.request.contactedBusinesses.0.businessID': 'other businesses',
	'data.request.contactedBusinesses.0.name': 'other businesses',
	'data.request.contactedBusinesses.0.negotiationID': 'other businesses',
	'data.request.customerID': 'the same as the id of `customer`',
	'data.images.0.imageID': 'no call takes it',
};
