import type { Json } from '../../../nodes/shared/events';
import { faultsOf, fixture, fixtureNames, read, readRecord, RECEIVED, withField } from './fixtures';
import { parseJson, normalizeDelivery, webhookIdOf } from '../../../nodes/shared/events';

const RECEIVED_AT = '2026-11-01T12:00:00.000Z';

describe('one delivery of each kind, in full', () => {
	it('v4 lead', () => {
		expect(read(fixture('v4-lead'))).toEqual({
			event: 'lead',
			eventType: 'NegotiationCreatedV4',
			api: 'v4',
			eventKey: 'lead:587000111222333500:Open:Created:$25.00',
			occurredAt: '2026-08-16T17:13:00.000Z',
			receivedAt: RECEIVED_AT,
			isTest: false,
			businessId: '501100200300400500',
			businessName: 'Rivera Handyman',
			leadId: '587000111222333500',
			customerId: '587000111222333501',
			customerName: 'Maria Torres',
			customerFirstName: 'Maria',
			customerLastName: 'Torres',
			customerPhone: '8395550142',
			category: 'Full Service Lawn Care',
			categoryId: '240123621172183344',
			title: null,
			description: 'Need Full Service Lawn Care',
			address: '9 Elm St, Apt 4B',
			address1: '9 Elm St',
			address2: 'Apt 4B',
			answers: { 'Frequency of services': 'One time only', Budget: "$600- $750, I'm not sure" },
			travelPreferences: ['ProviderTravelToCustomer'],
			bookingStart: null,
			bookingEnd: null,
			scheduleParts: null,
			leadPriceSubtotal: 23.15,
			leadPriceTax: 1.85,
			estimateType: 'Fixed',
			estimateUnit: 'service',
			estimateQuantity: 1,
			businessPhone: null,
			city: 'San Francisco',
			state: 'CA',
			zipCode: '94103',
			schedule: '2026-09-16 10:00–11:00 UTC\n2026-09-16 22:00 – 2026-09-17 01:30 UTC',
			proposedTimes: [
				{ start: '2026-09-16T10:00:00.000Z', end: '2026-09-16T11:00:00.000Z' },
				{ start: '2026-09-16T22:00:00.000Z', end: '2026-09-17T01:30:00.000Z' },
			],
			details: [
				{ question: 'Frequency of services', answer: 'One time only' },
				{ question: 'Budget', answer: "$600- $750, I'm not sure" },
			],
			attachments: [
				{
					fileName: 'pile.jpg',
					fileSize: 20,
					mimeType: 'image/jpeg',
					url: 'https://files.example/pile.jpg',
					description: 'the pile',
				},
			],
			leadPrice: 25,
			leadPriceText: '$25.00',
			chargeState: 'Created',
			estimate: 150,
			estimateText: '$150.00',
			leadType: null,
			status: 'Open',
			requestId: '587000111222333502',
			reviewLink: 'https://links.example/review/1',
			refundLink: 'https://links.example/refund/1',
		});
	});

	it('legacy lead', () => {
		expect(read(fixture('legacy-lead'))).toEqual({
			event: 'lead',
			eventType: null,
			api: 'legacy',
			eventKey: 'lead:402233445566770001:null:Charged:$26.00',
			occurredAt: '2026-06-01T08:00:00.000Z',
			receivedAt: RECEIVED_AT,
			isTest: false,
			businessId: '402233445566778899',
			businessName: 'Clear View LLC',
			leadId: '402233445566770001',
			customerId: '402233445566770003',
			customerName: 'Pat Lee Moran',
			customerFirstName: 'Pat',
			customerLastName: 'Lee Moran',
			customerPhone: '3035550123',
			category: 'Window Cleaning',
			categoryId: '122000111222333444',
			title: 'Window Cleaning',
			description: '12 windows, two floors & a skylight',
			address: '20 Oak Ave, Unit 7',
			address1: '20 Oak Ave',
			address2: 'Unit 7',
			answers: { Stories: '2 stories', Screens: "I'm not sure" },
			travelPreferences: ['Professional must travel to my address.'],
			bookingStart: null,
			bookingEnd: null,
			scheduleParts: {
				dates: [{ text: 'Mon, Jun 15 2026', date: '2026-06-15', isYearGuessed: false }],
				times: [{ text: '9:00 AM', label: null, from: '09:00', to: null }],
				lengthMinutes: 120,
			},
			leadPriceSubtotal: null,
			leadPriceTax: null,
			estimateType: null,
			estimateUnit: null,
			estimateQuantity: null,
			businessPhone: null,
			city: 'Denver',
			state: 'CO',
			zipCode: '80202',
			schedule: 'Date: Mon, Jun 15 2026\nTime: 9:00 AM\nLength: 2 hours',
			proposedTimes: null,
			details: [
				{ question: 'Stories', answer: '2 stories' },
				{ question: 'Screens', answer: "I'm not sure" },
			],
			attachments: [
				{
					fileName: 'front.jpg',
					fileSize: 20480,
					mimeType: 'image/jpeg',
					url: 'https://files.example/a/front.jpg',
					description: 'front side',
				},
			],
			leadPrice: 26,
			leadPriceText: '$26.00',
			chargeState: 'Charged',
			estimate: 1260.5,
			estimateText: '$1,260.50',
			leadType: 'INSTANT_BOOK',
			status: null,
			requestId: '402233445566770002',
			reviewLink: null,
			refundLink: null,
		});
	});

	it('v4 message from the business, with both blocks present', () => {
		expect(read(fixture('v4-message-business'))).toEqual({
			event: 'message',
			eventType: 'MessageCreatedV4',
			api: 'v4',
			eventKey: 'message:590000111222333002',
			occurredAt: '2026-08-16T17:25:00.000Z',
			receivedAt: RECEIVED_AT,
			isTest: false,
			businessId: '501100200300400500',
			businessName: 'Rivera Handyman',
			leadId: '587000111222333500',
			customerId: '587000111222333501',
			customerName: 'Maria T.',
			messageId: '590000111222333002',
			text: 'Hello Maria,\r\nFriday works.\r\nSam',
			from: 'business',
			messageKind: 'message',
			attachments: [],
		});
	});

	it('legacy message', () => {
		expect(read(fixture('legacy-message'))).toEqual({
			event: 'message',
			eventType: null,
			api: 'legacy',
			eventKey: 'message:402233445566770100',
			occurredAt: '2026-06-01T08:01:00.000Z',
			receivedAt: RECEIVED_AT,
			isTest: false,
			businessId: '402233445566778899',
			businessName: null,
			leadId: '402233445566770001',
			customerId: '402233445566770003',
			customerName: null,
			messageId: '402233445566770100',
			text: "Do screens cost more?\r\nThey're small.",
			from: 'customer',
			messageKind: 'message',
			attachments: [
				{
					fileName: 'screen.jpg',
					fileSize: 5120,
					mimeType: 'image/jpeg',
					url: 'https://files.example/a/screen.jpg',
					description: 'screen',
				},
			],
		});
	});

	it('legacy lead update', () => {
		expect(read(fixture('legacy-lead-update'))).toEqual({
			event: 'leadUpdate',
			eventType: null,
			api: 'legacy',
			eventKey: 'leadUpdate:402233445566770001:$18.50:Charged',
			occurredAt: null,
			receivedAt: RECEIVED_AT,
			isTest: false,
			businessId: null,
			businessName: null,
			leadId: '402233445566770001',
			customerId: null,
			customerName: null,
			leadPrice: 18.5,
			leadPriceText: '$18.50',
			chargeState: 'Charged',
		});
	});

	it('legacy review', () => {
		expect(read(fixture('legacy-review'))).toEqual({
			event: 'review',
			eventType: 'REVIEW_ADDED',
			api: 'legacy',
			eventKey: expect.stringMatching(/^review:402233445566770200:[0-9a-f]{64}$/),
			occurredAt: '2026-06-16T08:53:20.123Z',
			receivedAt: RECEIVED_AT,
			isTest: false,
			businessId: '402233445566778899',
			businessName: null,
			leadId: '402233445566770001',
			customerId: null,
			customerName: null,
			reviewId: '402233445566770200',
			rating: 4,
			text: 'Spotless & quick',
			reviewerName: 'Pat L.',
			verified: true,
			attachments: [
				{
					fileName: 'after.jpg',
					fileSize: 2048,
					mimeType: 'image/jpeg',
					url: 'https://files.example/r/after.jpg',
					description: 'after',
				},
			],
			categoryId: '122000111222333444',
			modifiedAt: '2026-06-16T09:01:40.456Z',
			responseText: null,
			respondedAt: null,
		});
	});

	it('v4 review', () => {
		expect(read(fixture('v4-review'))).toMatchObject({
			event: 'review',
			api: 'v4',
			eventKey: expect.stringMatching(/^review:530000111222333001:[0-9a-f]{64}$/),
			occurredAt: '2026-09-20T01:43:49.000Z',
			businessId: '501100200300400500',
			leadId: '587000111222333500',
			reviewId: '530000111222333001',
			rating: 5,
			text: 'Great work & fair',
			reviewerName: 'MT',
			verified: true,
			attachments: [
				{ fileName: null, fileSize: null, mimeType: null, url: 'https://images.example/i.jpg', description: 'Done' },
			],
			categoryId: '240123621172183344',
			modifiedAt: null,
		});
	});

	it('job', () => {
		const body = fixture('v4-job-matched');
		expect(read(body)).toEqual({
			event: 'job',
			eventType: 'PresetJobMatchedV4',
			api: 'v4',
			eventKey: expect.stringMatching(/^job:PresetJobMatchedV4:[0-9a-f]{64}$/),
			occurredAt: '2026-09-25T09:00:00.000Z',
			receivedAt: RECEIVED_AT,
			isTest: false,
			businessId: '501100200300400500',
			businessName: null,
			leadId: '587000111222334000',
			customerId: null,
			customerName: null,
			payload: body.data,
			jobStatus: 'won',
			jobId: null,
			link: 'https://links.example/job/1',
		});
	});

	it.each(fixtureNames)('%s has every promised key, of its type, and no other', (name) => {
		expect(faultsOf(read(fixture(name)))).toEqual([]);
	});

	it('does not change the body it reads', () => {
		for (const name of fixtureNames) {
			const body = fixture(name);
			const before = JSON.stringify(body);
			read(body);
			expect(JSON.stringify(body)).toBe(before);
		}
	});
});

describe('variations of the shapes', () => {
	it.each<[string, Record<string, unknown>]>([
		['legacy-lead-without-price', { leadPrice: null, leadPriceText: null, estimate: null, estimateText: 'N/A' }],
		['legacy-lead-without-price', { customerFirstName: 'Cher', customerLastName: null, address: null }],
		['legacy-lead-without-price', { city: "Coeur d'Alene", details: null, attachments: null, schedule: null }],
		['legacy-lead-oldest-shape', { categoryId: null, estimate: 260, estimateText: '$260/hour', chargeState: null }],
		['legacy-lead-oldest-shape', { proposedTimes: null, details: [], businessName: 'Day & Night Painting' }],
		['legacy-lead-update-without-price', { leadPrice: null, leadPriceText: null, chargeState: null }],
		['legacy-review-unverified', { rating: 5, verified: false, reviewerName: 'Sam', leadId: null, text: null }],
		['v4-lead-booking', { schedule: 'Booked: 2026-10-09 21:00–22:30 UTC', proposedTimes: null }],
		['v4-lead-booking', { estimate: 60, estimateText: '$60.00/hour', occurredAt: '2026-10-02T06:30:00.123Z' }],
		['v4-lead-docs-page-shape', { category: 'Deck Repair', city: 'Boise', customerName: 'Maria T.' }],
		['v4-lead-docs-page-shape', { customerFirstName: null, details: [{ question: 'Deck material', answer: 'Cedar' }] }],
		['v4-lead-docs-page-shape', { occurredAt: '2025-03-01T12:00:00.000Z', status: 'active' }],
		['v4-lead-required-fields-only', { customerName: 'Lee', customerLastName: null, estimateText: 'Hourly' }],
		['v4-lead-required-fields-only', { details: [], attachments: [], proposedTimes: null, description: '' }],
		['v4-message-customer', { from: 'customer', businessId: null, customerName: 'Maria T.' }],
		['v4-message-older-type', { attachments: null, text: 'Thanks' }],
		['v4-review-nested', { reviewId: '530000111222333002', leadId: '587000111222333500', rating: 3 }],
		['v4-review-nested', { businessId: '501100200300400500', occurredAt: '2026-09-21T01:43:49.000Z' }],
		['v4-review-without-lead', { leadId: null, businessId: null, rating: 1 }],
		['v4-job-status', { leadId: null, businessName: 'Rivera Handyman' }],
	])('%s: %j', (name, expected) => {
		expect(read(fixture(name))).toMatchObject(expected);
	});

	it('the envelope adds nothing but its own two facts', () => {
		for (const name of ['v4-lead', 'v4-message-customer', 'v4-message-business', 'v4-review']) {
			const body = fixture(name);
			const whole = readRecord(body);
			const eventKey = whole.event === 'review' ? expect.stringMatching(/^review:/) : whole.eventKey;
			expect(readRecord(body.data)).toEqual({ ...whole, eventKey, eventType: null });
		}
	});
});

describe('which event it is', () => {
	const lead = fixture('v4-lead').data;
	const message = fixture('v4-message-customer').data;
	const review = fixture('v4-review').data;

	it.each<[string, string, Json]>([
		['NegotiationCreatedV4', 'lead', lead],
		['NegotationCreatedV4', 'lead', lead],
		['NegotiationCreated', 'lead', lead],
		['negotiationcreatedv4', 'lead', lead],
		[' NegotiationCreatedV4 ', 'lead', lead],
		['NegotiationCreatedV4', 'lead', {}],
		['NegotiationCreatedV4', 'lead', null],
		['NegotiationCreatedV5', 'lead', lead],
		['NegotiationCreatedV5', 'other', { somethingElse: 1 }],
		['MessageCreatedV4', 'message', message],
		['MessageCreated', 'message', message],
		['MessageSentV4', 'message', message],
		['MessageCreatedV4', 'message', {}],
		['MessageCreatedV5', 'other', lead],
		['ReviewCreatedV4', 'review', review],
		['ReviewCreatedV1', 'review', review],
		['ReviewCreatedV1', 'other', {}],
		['PresetJobMatchedV4', 'job', {}],
		['PresetJobStatusChangedV4', 'job', {}],
		['PresetJobCancelledV4', 'job', {}],
		['PresetJobUpdatedV4', 'job', {}],
		['PresetJobCompletedV4', 'job', {}],
		['PresetJobInventedV9', 'job', {}],
		['IncentiveUsedV4', 'other', {}],
		['NewLeadV4', 'other', lead],
		['NegotiationUpdatedV4', 'leadUpdate', lead],
		['NegotiationStatusChangedV4', 'leadUpdate', { negotiationID: '1', status: 'Canceled' }],
		['NegotiationCanceledV4', 'leadUpdate', { negotiation: lead }],
		['negotiationupdated', 'leadUpdate', {}],
		['NegotiationUpdatedV5', 'leadUpdate', lead],
		['NegotiationUpdatedV5', 'other', { somethingElse: 1 }],
		['NegotiationMessageCreatedV4', 'other', {}],
		['NegotiationV4', 'other', {}],
		['NegotiationCreatedV4Extra', 'other', lead],
		['constructor', 'other', {}],
	])('%s is %s', (eventType, event, data) => {
		expect(read({ event: { eventType }, data })).toMatchObject({ event, eventType, api: 'v4' });
	});

	it('an event of the negotiation family that is not "created" is an update with all keys of a lead', () => {
		const update = read(fixture('v4-lead-update'));
		expect(update).toMatchObject({
			event: 'leadUpdate',
			eventType: 'NegotiationUpdatedV4',
			leadId: '587000111222333500',
			businessId: '501100200300400500',
			status: 'Canceled',
			occurredAt: '2026-09-27T10:00:00.000Z',
			category: null,
			details: null,
		});
		const whole = readRecord({
			event: { eventType: 'NegotiationUpdatedV4', triggeredAt: '2026-08-17T00:00:00Z' },
			data: lead,
		});
		expect(whole).toEqual({
			...readRecord(fixture('v4-lead')),
			event: 'leadUpdate',
			eventType: 'NegotiationUpdatedV4',
			eventKey: whole.eventKey,
			// When it changed, not when the lead was made.
			occurredAt: '2026-08-17T00:00:00.000Z',
		});
	});

	it('an unknown type keeps its data', () => {
		const body = fixture('v4-unknown-type');
		expect(read(body)).toMatchObject({
			event: 'other',
			eventType: 'QuoteViewedV4',
			leadId: '587000111222333500',
			businessId: '501100200300400500',
			payload: body.data,
		});
	});

	it.each<[string, string, Json]>([
		['no type', 'lead', { event: { description: '' }, data: lead }],
		['a blank type', 'message', { event: { eventType: ' ' }, data: message }],
		['a type that is no text', 'review', { event: { eventType: 7 }, data: review }],
		['a type where the event should be', 'lead', { event: 'NegotiationCreatedV4', data: lead }],
		['garbage where the event should be', 'lead', { event: 'x', data: lead }],
		['the type beside the data', 'lead', { eventType: 'NegotiationCreatedV4', data: lead }],
		['no envelope but a data key', 'lead', { data: lead }],
		['the data as text', 'lead', { event: { eventType: 'NegotiationCreatedV4' }, data: JSON.stringify(lead) }],
		['a lead one level deeper', 'lead', { event: { eventType: 'NegotiationCreatedV4' }, data: { negotiation: lead } }],
	])('an envelope with %s', (_, event, body) => {
		const result = read(body);
		expect(result).toMatchObject({ event, api: 'v4' });
		expect(result.leadId).toBe('587000111222333500');
	});

	it.each<[string, string | null, Json]>([
		['lead', 'legacy', { leadID: '1', request: {} }],
		['lead', 'legacy', { leadID: '1', request: 'garbled' }],
		['lead', 'legacy', { leadID: '1', createTimestamp: '1780300800', customer: {} }],
		['lead', 'legacy', { request: { category: 'Painting', location: {} }, customer: {} }],
		['lead', 'v4', { request: { category: { name: 'Painting' }, location: {} } }],
		['message', 'legacy', { leadID: '1', message: { text: 'Hi' } }],
		['message', 'legacy', { leadID: '1', message: null }],
		['message', 'legacy', { leadID: '1', customerID: '2', businessID: '3' }],
		['message', 'v4', { messageID: '1', negotiationID: '2' }],
		['message', 'v4', { from: 'Customer', text: 'Hi' }],
		['leadUpdate', 'legacy', { leadID: '1', leadPrice: null }],
		['leadUpdate', 'legacy', { leadID: '1', chargeState: 'Charged' }],
		['leadUpdate', 'legacy', { leadPrice: '$5', chargeState: 'Charged' }],
		['review', 'legacy', { review: { reviewID: '1', rating: '4' }, reviewEventType: 'REVIEW_ADDED' }],
		['review', 'legacy', { review: { reviewID: '1', rating: '4' } }],
		['review', 'legacy', { reviewEventType: 'REVIEW_ADDED' }],
		['review', 'v4', { review: { reviewID: '1', reviewText: 'ok', negotiationID: '2' } }],
		['review', 'v4', { reviewID: '1', rating: 5 }],
		['review', 'v4', { review: { reviewID: '1', text: 'ok' }, negotiationID: '2' }],
		['other', null, { message: 'Workflow was started' }],
		['other', null, { review: 'please' }],
		['other', null, { leadPrice: '$5' }],
		['other', null, { event: { some: 'thing' }, other: 1 }],
		['other', 'legacy', { leadID: '1' }],
		['other', 'v4', { negotiationID: '1', business: {}, deepLink: 'https://links.example' }],
		['other', 'v4', { negotiationID: '1', customer: {}, jobID: '3' }],
	])('bare: %s, %s: %j', (event, api, body) => {
		expect(read(body)).toMatchObject({ event, api });
	});

	it('keeps a type that stands beside the data', () => {
		expect(read({ eventType: 'NewThingV4', data: lead })).toMatchObject({ event: 'other', eventType: 'NewThingV4' });
	});

	it('reads a lead whose request is spread over it', () => {
		const { request, ...rest } = lead as { request: Record<string, Json>; [key: string]: Json };
		const { location, customerID, ...spread } = request;
		const customer = { ...(rest.customer as object), location, customerID };
		const body = {
			event: { eventType: 'NegotiationCreatedV4' },
			data: { ...rest, ...spread, customer, title: 'Lawn' },
		};
		const { occurredAt, ...whole } = readRecord({ event: { eventType: 'NegotiationCreatedV4' }, data: lead });
		expect(readRecord(body)).toEqual({ ...whole, occurredAt, title: 'Lawn' });
	});

	it('names the ids of what it does not recognise', () => {
		const data = { lead: { leadID: '11' }, business: { businessID: '12' }, customerID: '13' };
		expect(read({ event: { eventType: 'NewThingV4' }, data })).toMatchObject({
			event: 'other',
			leadId: '11',
			businessId: '12',
			customerId: '13',
		});
	});
});

describe('the test delivery', () => {
	const testLead = fixture('v4-lead-test-button');
	const real = fixture('v4-lead');

	it('is known by the fixed business name alone', () => {
		expect(read(testLead).isTest).toBe(true);
		expect(read(withField(real, 'data.business.name', 'Test Business for Webhooks')).isTest).toBe(true);
		expect(
			read({ data: { from: 'Customer', text: 'x', business: { displayName: 'Test Business for Webhooks' } } }).isTest,
		).toBe(true);
	});

	it('is known by customer and phone together', () => {
		const renamed = withField(testLead, 'data.business.name', 'Rivera Handyman');
		expect(read(renamed).isTest).toBe(true);
		expect(read(withField(renamed, 'data.customer.phone', '123-456-7890')).isTest).toBe(true);
	});

	it.each<[string, unknown]>([
		['data.customer.phone', '1234567890'],
		['data.customer.firstName', 'Test'],
		['data.business.name', 'Test Business'],
		['data.customer.phone', 1234567890],
	])('is not known by %s = %j alone', (path, value) => {
		expect(read(withField(real, path, value)).isTest).toBe(false);
	});
});

describe('receivedAt and webhookIdOf', () => {
	it('an invalid Date is null, not an exception', () => {
		expect(normalizeDelivery({}, new Date(NaN)).receivedAt).toBeNull();
		expect(normalizeDelivery({}, RECEIVED).receivedAt).toBe(RECEIVED_AT);
	});

	it.each<[Json | undefined, string | null]>([
		[fixture('v4-lead'), '611000111222333001'],
		[JSON.stringify(fixture('v4-lead')), '611000111222333001'],
		[parseJson('{"event":{"webhookID":587000111222333444}}'), '587000111222333444'],
		[fixture('legacy-lead'), null],
		[{ event: { webhookID: {} } }, null],
		[[], null],
		[undefined, null],
	])('webhook of %#', (body, expected) => {
		expect(webhookIdOf(body)).toBe(expected);
	});
});
