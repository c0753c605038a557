import type { Json, JsonObject } from '../../../nodes/shared/events';
import { normalizeDeliveries, readDeliveries, readLead, readMessage, readReview } from '../../../nodes/shared/events';
import { faultsOf, fixture, read, readRecord, RECEIVED, withField } from './fixtures';

const v4 = fixture('v4-lead') as { event: JsonObject; data: JsonObject };
const legacy = fixture('legacy-lead');
const message = fixture('v4-message-business') as { event: JsonObject; data: JsonObject };
const review = fixture('v4-review') as { event: JsonObject; data: JsonObject };

function all(body: Json) {
	const events = normalizeDeliveries(body, RECEIVED);
	for (const event of events) expect(faultsOf(event)).toEqual([]);
	return events;
}

/** The event without what its envelope alone can say. */
function content(body: Json): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(readRecord(body)).filter(([key]) => key !== 'eventType' && key !== 'eventKey'),
	);
}

describe('a type beside or instead of the envelope', () => {
	const { triggeredAt } = v4.event;

	it.each<[string, Json]>([
		['eventType beside data', { eventType: 'NegotiationCreatedV4', triggeredAt, data: v4.data }],
		['eventType beside the negotiation', { eventType: 'NegotiationCreatedV4', negotiation: v4.data }],
		['the negotiation alone', { negotiation: v4.data }],
		['the lead alone', { lead: v4.data }],
		['event as a word, and the lead', { event: 'NegotiationCreatedV4', lead: v4.data }],
		['event as a word, and data', { event: 'NegotiationCreatedV4', data: v4.data }],
		['type and data', { type: 'NegotiationCreatedV4', data: v4.data }],
		['type among the fields', { type: 'NegotiationCreatedV4', ...v4.data }],
		['payload in the place of data', { eventType: 'NegotiationCreatedV4', payload: v4.data }],
		['the negotiation within data', { event: v4.event, data: { negotiation: v4.data } }],
		['the negotiation beside the envelope', { event: v4.event, negotiation: v4.data }],
		['type within event', { event: { type: 'NegotiationCreatedV4' }, data: v4.data }],
		[
			'the whole request, as an n8n webhook hands it on',
			{ headers: {}, query: {}, body: { event: v4.event, data: v4.data } },
		],
	])('%s: the lead with all of its fields', (_, body) => {
		expect(all(body)).toHaveLength(1);
		expect(content(body)).toEqual(content(v4));
		expect(read(body).eventKey).toBe(read(v4).eventKey);
	});

	it.each<[string, Json]>([
		['data around the message', { type: 'MessageCreatedV4', data: { message: message.data } }],
		['no data', { type: 'MessageCreatedV4', message: message.data }],
		['the message alone', { message: message.data }],
	])('a message with its type beside it, %s', (_, body) => {
		expect(content(body)).toEqual(content(message));
		expect(read(body)).toMatchObject({ api: 'v4', from: 'business', leadId: message.data.negotiationID });
	});

	it('the example of a partner', () => {
		const inner = { message: { messageID: '7', negotiationID: '8', from: 'Business' } };
		const expected = { event: 'message', api: 'v4', messageId: '7', leadId: '8', from: 'business' };
		expect(read({ type: 'MessageCreatedV4', data: inner })).toMatchObject(expected);
		expect(read({ type: 'MessageCreatedV4', ...inner })).toMatchObject(expected);
	});

	it('a type of somebody else is no type', () => {
		expect(read({ type: 'charge.succeeded', data: { amount: 5 } })).toMatchObject({ event: 'other', eventType: null });
	});

	it.each<[Json]>([[{ negotiation: { negotiationID: '1' } }], [{ lead: { leadID: '1' } }], [{ leadID: '1' }]])(
		'%j is no lead with nothing but its id',
		(body) => {
			expect(read(body)).toMatchObject({ event: 'other', payload: body });
		},
	);
});

describe('several deliveries in one body', () => {
	const two = withField(v4, 'data.negotiationID', '2');

	it.each<[string, Json, Array<[string, string | null]>]>([
		['a list of one', [v4], [['lead', '587000111222333500']]],
		['a list within a list', [[v4]], [['lead', '587000111222333500']]],
		[
			'a list as text',
			JSON.stringify([v4, two]),
			[
				['lead', '587000111222333500'],
				['lead', '2'],
			],
		],
		[
			'two',
			[v4, two],
			[
				['lead', '587000111222333500'],
				['lead', '2'],
			],
		],
		[
			'of different kinds',
			[message, review, legacy],
			[
				['message', '587000111222333500'],
				['review', '587000111222333500'],
				['lead', '402233445566770001'],
			],
		],
		['data as a list of one', { event: v4.event, data: [v4.data] }, [['lead', '587000111222333500']]],
		[
			'data as a list of two',
			{ event: v4.event, data: [v4.data, two.data as Json] },
			[
				['lead', '587000111222333500'],
				['lead', '2'],
			],
		],
		[
			'data as a list without an envelope',
			{ data: [v4.data, message.data] },
			[
				['lead', '587000111222333500'],
				['message', '587000111222333500'],
			],
		],
		[
			'envelopes in data',
			{ data: [v4, two] },
			[
				['lead', '587000111222333500'],
				['lead', '2'],
			],
		],
		[
			'envelopes in events',
			{ events: [v4, two] },
			[
				['lead', '587000111222333500'],
				['lead', '2'],
			],
		],
		[
			'one that is none among them',
			[v4, 'hello', two],
			[
				['lead', '587000111222333500'],
				['other', null],
				['lead', '2'],
			],
		],
	])('%s', (_, body, expected) => {
		expect(all(body).map(({ event, leadId }) => [event, leadId])).toEqual(expected);
	});

	it('each has the key that it has alone, and the webhook of its own envelope', () => {
		const other = withField(two, 'event.webhookID', '999');
		const events = readDeliveries([v4, other], RECEIVED);
		expect(events.map(({ event }) => event.eventKey)).toEqual([read(v4).eventKey, read(two).eventKey]);
		expect(events.map(({ webhookId }) => webhookId)).toEqual(['611000111222333001', '999']);
		expect(events.map(({ triggeredAt }) => triggeredAt)).toEqual(Array(2).fill('2026-08-16T17:13:05.000Z'));
	});

	it.each<[string, Json]>([
		['nothing', []],
		['no delivery', [1, 'a', null]],
		['an unknown event with a list', { event: { eventType: 'NewThingV4' }, data: [{ a: 1 }, { a: 2 }] }],
		['more than anybody sends', Array(1_001).fill({ a: 1 })],
	])('a list of %s is one event', (_, body) => {
		expect(all(body)).toMatchObject([{ event: 'other', payload: (body as JsonObject).data ?? body }]);
	});

	it('1,000 deliveries are 1,000 events', () => {
		const body = Array.from({ length: 1_000 }, (_, index) => withField(v4, 'data.negotiationID', String(index + 1)));
		expect(new Set(all(body).map(({ eventKey }) => eventKey)).size).toBe(1_000);
	});
});

/** The fields of a form as somebody would name those of the object. */
function fields(value: Json, name: (path: string[]) => string, path: string[] = []): Array<[string, Json]> {
	if (typeof value !== 'object' || value === null) return [[name(path), value === null ? '' : String(value)]];
	return Object.entries(value).flatMap(([key, inner]) => fields(inner, name, [...path, key]));
}

const BRACKETS = ([first, ...rest]: string[]) => `${first}${rest.map((key) => `[${key}]`).join('')}`;
const DOTS = (path: string[]) => path.join('.');

describe('the fields of a form', () => {
	const names = [
		['brackets', BRACKETS],
		['dots', DOTS],
	] as const;

	it.each(
		names.flatMap(([style, name]) =>
			[
				'v4-lead',
				'legacy-lead',
				'v4-message-customer',
				'v4-review',
				'legacy-review',
				'v4-job-matched',
				'v4-lead-booking',
			].map((fixtureName) => ({ style, name, fixtureName })),
		),
	)('$fixtureName with $style comes out as it does from JSON', ({ name, fixtureName }) => {
		const sent = fixture(fixtureName);
		const form = Object.fromEntries(fields(sent, name)) as JsonObject;
		const expected = content(sent);
		if ('payload' in expected) expected.payload = expect.any(Object);
		expect(content(form)).toEqual(expected);
		expect(content({ data: form, files: {} })).toEqual(expected);
	});

	it('a list without numbers', () => {
		const form = { negotiationID: '1', 'request[details][][question]': 'A', 'request[travelPreferences][]': 'Remote' };
		expect(read(form)).toMatchObject({ event: 'lead', details: [{ question: 'A' }], travelPreferences: ['Remote'] });
	});

	it('what is not recognised is handed on with all of it', () => {
		const form = { 'data[a]': '1', 'data[b][c]': '2', d: '3' };
		expect(read(form)).toMatchObject({ event: 'other', payload: form });
	});

	it('names that could reach a prototype do not', () => {
		const form = {
			'data[__proto__][polluted]': '1',
			'constructor[prototype][polluted]': '1',
			'data[negotiationID]': '1',
		};
		expect(faultsOf(read(form))).toEqual([]);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

describe('texts of another type', () => {
	const PLACES: Array<[string, string]> = [
		['data.customer.phone', 'customerPhone'],
		['data.customer.firstName', 'customerFirstName'],
		['data.business.name', 'businessName'],
		['data.business.phoneNumber', 'businessPhone'],
		['data.request.description', 'description'],
		['data.request.title', 'title'],
		['data.request.category.name', 'category'],
		['data.request.location.city', 'city'],
		['data.request.location.state', 'state'],
		['data.request.location.address1', 'address1'],
		['data.request.location.address2', 'address2'],
		['data.status', 'status'],
		['data.chargeState', 'chargeState'],
		['data.leadType', 'leadType'],
	];
	const VALUES: Array<[Json, string | null]> = [
		[42, '42'],
		[8395550142, '8395550142'],
		[true, 'true'],
		[false, 'false'],
		[['a', 'b'], 'a, b'],
		[['a', 7, null, {}, ['x']], 'a, 7'],
		[[], null],
		[{ a: 1 }, null],
	];

	it.each(PLACES.flatMap(([path, key]) => VALUES.map(([value, text]) => ({ path, key, value, text }))))(
		'$path $value is $text',
		({ path, key, value, text }) => {
			const body = withField(v4, path, value);
			expect(readRecord(body)[key]).toBe(text);
			expect(faultsOf(read(body))).toEqual([]);
		},
	);

	it.each<[Json, string | null]>([...VALUES, [true, 'true']])('an answer %j is %j', (value, text) => {
		const lead = readRecord(withField(v4, 'data.request.details.0.answer', value));
		expect(lead.answers).toHaveProperty('Frequency of services', text);
		expect(lead.details).toMatchObject([{ answer: text }, {}]);
	});

	it.each<[Json, string | null]>([
		[94103, '94103'],
		[2134, '02134'],
		['02134', '02134'],
		[['94103'], '94103'],
		[{}, null],
	])('the zip code %j is %j', (value, zipCode) => {
		expect(read(withField(v4, 'data.request.location.zipCode', value))).toMatchObject({ zipCode });
	});
});

describe('values in other places and forms', () => {
	const location = { address1: '1 A St', city: 'Boise', state: 'ID', zipCode: '83702' };

	it.each([
		['the lead itself', withField(withField(v4, 'data.request.location', undefined), 'data.location', location)],
		['the customer', withField(withField(v4, 'data.request.location', undefined), 'data.customer.location', location)],
	])('a location on %s', (_, body) => {
		expect(read(body)).toMatchObject({ address: '1 A St', city: 'Boise', state: 'ID', zipCode: '83702' });
	});

	it.each<[Json, number, string]>([
		['$250.00', 250, '$250.00'],
		[250, 250, '250'],
		['$260/hour', 260, '$260/hour'],
	])('an estimate of %j', (sent, estimate, estimateText) => {
		expect(read(withField(v4, 'data.estimate', sent))).toMatchObject({ estimate, estimateText });
	});

	it.each([
		['$260/hour', 'hour'],
		['$100/guest', 'guest'],
		['$100 per guest', 'guest'],
		['$40 / sq. ft', 'sq. ft'],
		['$1,260.50', null],
		['N/A', null],
	])('the unit of %s', (price, estimateUnit) => {
		expect(read(withField(legacy, 'price', price))).toMatchObject({ estimateUnit });
	});

	it('attachments as plain texts: links, or names', () => {
		const body = withField(v4, 'data.request.attachments', ['https://files.example/a.jpg', 'b.pdf', '', 5]);
		const none = { fileSize: null, mimeType: null, description: null };
		expect(readRecord(body).attachments).toEqual([
			{ fileName: null, url: 'https://files.example/a.jpg', ...none },
			{ fileName: 'b.pdf', url: null, ...none },
		]);
	});

	it('proposed times as plain texts: times, or words for reading', () => {
		const body = withField(v4, 'data.request.proposedTimes', ['2026-09-16T10:00:00Z', 'Tuesday morning', {}, null]);
		expect(read(body)).toMatchObject({
			proposedTimes: [
				{ start: '2026-09-16T10:00:00.000Z', end: null },
				{ start: null, end: null },
			],
			schedule: '2026-09-16 10:00 UTC\nTuesday morning',
		});
	});

	it.each<[Json, string | null]>([
		[90, '2026-10-09T22:30:00.000Z'],
		['90', '2026-10-09T22:30:00.000Z'],
		['soon', null],
		[0, null],
	])('a booking of %j minutes', (duration, bookingEnd) => {
		const body = withField(fixture('v4-lead-booking'), 'data.request.booking.duration', duration);
		expect(read(body)).toMatchObject({ bookingStart: '2026-10-09T21:00:00.000Z', bookingEnd });
	});

	it.each<[Json, string[] | null]>([
		[
			['CustomerTravelToProvider', 'Remote'],
			['CustomerTravelToProvider', 'Remote'],
		],
		['Professional must travel to my address.', ['Professional must travel to my address.']],
		[[' ', null], null],
		[[], null],
		[null, null],
	])('travel preferences %j', (sent, travelPreferences) => {
		expect(read(withField(v4, 'data.request.travelPreferences', sent))).toMatchObject({ travelPreferences });
	});

	it('a message whose block is its text', () => {
		const body = { leadID: '1', customerID: '2', businessID: '3', message: 'Hello' };
		expect(read(body)).toMatchObject({ event: 'message', text: 'Hello', from: 'customer' });
	});
});

describe('answers', () => {
	const answersOf = (details: Json) => readRecord(withField(v4, 'data.request.details', details)).answers as object;

	it('the last of two equal questions counts', () => {
		const details = [
			{ question: 'A', answer: '1' },
			{ question: 'B', answer: '2' },
			{ question: 'A', answer: '3' },
		];
		expect(answersOf(details)).toEqual({ A: '3', B: '2' });
		expect(readRecord(withField(v4, 'data.request.details', details)).details).toHaveLength(3);
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
		'a question called %s',
		(question) => {
			const answers = answersOf([{ question, answer: 'polluted' }]);
			expect(Object.entries(answers)).toEqual([[question, 'polluted']]);
			expect(Object.getPrototypeOf(answers)).toBe(Object.prototype);
			expect(Object.getOwnPropertyNames(Object.prototype)).toContain('toString');
			expect(({} as Record<string, unknown>)[question]).not.toBe('polluted');
		},
	);

	it('a question without words has no answer, and no details no answers', () => {
		expect(answersOf([{ question: '', answer: '1' }, { answer: '2' }])).toEqual({});
		expect(answersOf(null)).toBeNull();
	});
});

describe('reviews and jobs', () => {
	it('the answer of the business', () => {
		const answered = withField(
			withField(review, 'data.responseText', 'Thank you &amp; bye'),
			'data.responseTime',
			'2026-09-21T10:00:00Z',
		);
		expect(read(answered)).toMatchObject({ responseText: 'Thank you & bye', respondedAt: '2026-09-21T10:00:00.000Z' });
	});

	it.each<[string, Json, boolean | null]>([
		['a v4 review that names its lead', review, true],
		['a v4 review that names none', fixture('v4-review-without-lead'), null],
		['a v4 review that says so itself', withField(review, 'data.verified', false), false],
		['a review of the Pro API', fixture('legacy-review'), true],
		['one that is not', fixture('legacy-review-unverified'), false],
	])('verified: %s', (_, body, verified) => {
		expect(read(body)).toMatchObject({ verified });
	});

	it.each<[Json, Record<string, unknown>]>([
		[
			{ jobID: '7', status: 'won', deepLink: 'https://links.example/7' },
			{ jobId: '7', jobStatus: 'won', link: 'https://links.example/7' },
		],
		[
			{ job: { presetJobID: '7', jobStatus: 'lost', link: 'https://links.example/7' } },
			{ jobId: '7', jobStatus: 'lost', link: 'https://links.example/7' },
		],
		[{}, { jobId: null, jobStatus: null, link: null }],
	])('job %j', (data, expected) => {
		expect(read({ event: { eventType: 'PresetJobUpdatedV4' }, data })).toMatchObject({
			event: 'job',
			payload: data,
			...expected,
		});
	});
});

describe('replies of the API', () => {
	const ofDelivery = ['receivedAt', 'isTest', 'eventKey'];
	const without = (event: Record<string, unknown>) =>
		Object.fromEntries(Object.entries(event).filter(([key]) => !ofDelivery.includes(key)));

	it('give the object of the trigger, in its order, without the keys of a delivery', () => {
		for (const [reply, event] of [
			[readLead(v4.data), readRecord(v4.data)],
			[readLead(legacy), readRecord(legacy)],
			[readMessage(message.data), readRecord(message.data)],
			[readReview(review.data), readRecord(review.data)],
		] as const) {
			expect(reply).toEqual(without(event));
			expect(Object.keys(reply)).toEqual(Object.keys(without(event)));
		}
	});

	it('tell their generation, or take it', () => {
		expect(readLead(v4.data).api).toBe('v4');
		expect(readLead(legacy).api).toBe('legacy');
		expect(readLead({}).api).toBe('v4');
		expect(readLead({}, 'legacy').api).toBe('legacy');
	});
});
