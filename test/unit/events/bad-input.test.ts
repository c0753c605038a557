import type { Json, MessageEvent } from '../../../nodes/shared/events';
import { looksLikeLeadDescription, parseJson, normalizeDelivery } from '../../../nodes/shared/events';
import { faultsOf, fixture, read, RECEIVED } from './fixtures';

// What n8n hands a trigger as the body, by content type: JSON is parsed, text stays text, a form becomes an object of
// strings, XML is left unparsed, and a multipart form becomes {data, files}.
const HANDED: Array<[string, (sent: string) => Json | undefined]> = [
	[
		'application/json',
		(sent) => {
			try {
				return parseJson(sent);
			} catch {
				return undefined;
			}
		},
	],
	['text/plain', (sent) => sent],
	['application/x-www-form-urlencoded', (sent) => Object.fromEntries([...new URLSearchParams(sent).entries()]) as Json],
	['application/xml', () => undefined],
	['multipart/form-data', (sent) => ({ data: { payload: sent }, files: {} })],
];

const LEAD = JSON.stringify(fixture('v4-lead'));
const LEAD_CUT = LEAD.replace('Need Full', 'a=b Need Full').split('=');

const SENT: Array<[string, string, string[]]> = [
	['nothing', '', []],
	['null', 'null', []],
	['true', 'true', []],
	['zero', '0', []],
	['an empty string', '""', []],
	['an empty array', '[]', []],
	['nested arrays', '[[],[[1,[{"negotiationID":"1"}]]]]', []],
	['a string', '"hello"', []],
	// The lead must be found wherever the text survives: as text, in a string, in a multipart field.
	['a lead within a string', JSON.stringify(LEAD), ['application/json', 'text/plain', 'multipart/form-data']],
	['a form', 'leadID=12&leadPrice=%2418.50&chargeState=Charged', ['application/x-www-form-urlencoded']],
];

describe('bodies that are no delivery, in five content types', () => {
	const cases = SENT.flatMap(([name, sent, recognised]) =>
		HANDED.map(([type, hand]) => ({ name, type, body: hand(sent), isRecognised: recognised.includes(type) })),
	);

	it('covers 50 combinations', () => expect(cases).toHaveLength(50));

	it.each(cases)('$name as $type', ({ body, isRecognised }) => {
		const event = read(body);
		expect(faultsOf(event)).toEqual([]);
		expect(['lead', 'leadUpdate'].includes(event.event)).toBe(isRecognised);
		if (event.event === 'other') expect(event.payload).toEqual(body ?? null);
	});
});

describe('forms and doubly encoded bodies', () => {
	const lead = fixture('v4-lead');

	it.each<[string, Json]>([
		['JSON text', LEAD],
		['JSON in JSON', JSON.stringify(LEAD)],
		['JSON in JSON in JSON', JSON.stringify(JSON.stringify(LEAD))],
		['the field payload', { payload: LEAD }],
		['the field payload as an object', { payload: lead }],
		['the fields event and data', { event: JSON.stringify(lead.event), data: JSON.stringify(lead.data) }],
		['JSON posted as a form', { [LEAD]: '' }],
		// A form parser cuts at the first "=".
		['JSON with "=" posted as a form', { [LEAD_CUT[0]]: LEAD_CUT[1] }],
	])('finds the lead in %s', (_, body) => {
		expect(read(body)).toMatchObject({
			event: 'lead',
			leadId: '587000111222333500',
			eventKey: 'lead:587000111222333500:Open:Created:$25.00',
		});
	});

	it('reads a lead update from the fields of a form', () => {
		expect(read({ leadID: '12', leadPrice: '$18.50', chargeState: 'Charged' })).toMatchObject({
			event: 'leadUpdate',
			leadId: '12',
			leadPrice: 18.5,
		});
	});

	it('reads a review from a form whose block is JSON text', () => {
		const review = JSON.stringify({ reviewID: '5', rating: '4', verified: 'true' });
		expect(read({ review, reviewEventType: 'REVIEW_ADDED' })).toMatchObject({
			event: 'review',
			reviewId: '5',
			rating: 4,
			verified: true,
		});
	});

	it.each<[string, Json]>([
		['text that only begins like JSON', '{"event":'],
		['a payload that is no JSON', { payload: 'hello' }],
		['a single field of text', { 'some text': '' }],
		['data around data, without end', { data: { data: { data: { data: { data: { data: { data: lead } } } } } } }],
	])('hands on %s as it is', (_, body) => {
		const event = read(body);
		expect(event).toMatchObject({ event: 'other', eventType: null });
		expect(event).toHaveProperty('payload', body);
	});
});

describe('keys that could reach a prototype', () => {
	const families: Array<[string, string]> = [
		['v4-lead', 'lead'],
		['v4-message-customer', 'message'],
		['v4-review', 'review'],
		['v4-job-matched', 'job'],
	];
	const poison = '{"polluted":true,"eventType":"X","negotiationID":"666","text":"evil","name":"evil","toString":1}';
	const cases = families.flatMap(([name, event]) =>
		['__proto__', 'constructor', 'prototype'].flatMap((key) => [1, 2, 3].map((depth) => ({ name, event, key, depth }))),
	);

	it('covers 36 combinations', () => expect(cases).toHaveLength(36));

	it.each(cases)('$key at depth $depth of $name', ({ name, event, key, depth }) => {
		const clean = read(fixture(name));
		const inner = `"${key}":${poison}`;
		const text = JSON.stringify(fixture(name));
		// JSON.parse makes an own property of "__proto__", as n8n's body parser does.
		const poisoned =
			depth === 1
				? text.replace(/^\{/, `{${inner},`)
				: depth === 2
					? text.replace('"data":{', `"data":{${inner},`)
					: text.replace('"data":{', `"data":{"extra":{${inner}},`);
		expect(poisoned).not.toBe(text);
		const result = read(parseJson(poisoned));
		expect(result).toMatchObject({ event, leadId: clean.leadId, eventType: clean.eventType });
		if (result.event !== 'job') expect(result).toEqual(clean);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
	});

	it('does not take an inherited property for a sent one', () => {
		const inherited = Object.create({ negotiationID: '666', request: {} }) as Json;
		expect(read(inherited)).toMatchObject({ event: 'other', leadId: null });
		expect(read({ event: { eventType: 'toString' }, data: { customer: 'constructor' } })).toMatchObject({
			event: 'other',
			customerName: null,
		});
	});
});

describe('depth, number and size', () => {
	const deepText = (depth: number) => `${'{"a":['.repeat(depth / 2)}1${']}'.repeat(depth / 2)}`;

	it.each([10, 100, 1_000, 10_000, 100_000])('an unknown event %i levels deep', (depth) => {
		const body = parseJson(`{"event":{"eventType":"DeepV4"},"data":${deepText(depth)}}`) as { data: Json };
		const event = normalizeDelivery(body, RECEIVED);
		expect(event).toMatchObject({ event: 'other', eventKey: expect.stringMatching(/^other:DeepV4:[0-9a-f]{64}$/) });
		// Compared by identity: a deep comparison would itself run out of stack.
		expect((event as { payload: Json }).payload === body.data).toBe(true);
		const other = parseJson(`{"event":{"eventType":"DeepV4"},"data":${deepText(depth).replace('1', '2')}}`);
		expect(normalizeDelivery(other, RECEIVED).eventKey === event.eventKey).toBe(false);
	});

	it.each([1_000, 10_000, 100_000, 1_000_000])('a lead with %i details', (count) => {
		const body = fixture('v4-lead') as { data: { request: { details: Json } } };
		body.data.request.details = Array.from({ length: count }, () => ({ question: 'Q', answer: 'A' }));
		const event = read(body) as { details: unknown[]; leadId: string };
		expect(event.details).toHaveLength(count);
		expect(event.details[count - 1]).toEqual({ question: 'Q', answer: 'A' });
		expect(event.leadId).toBe('587000111222333500');
	});

	it.each([1_024, 1_048_576, 16_777_216, 20_000_000])('a message of %i characters', (size) => {
		// Quotes, backslashes and a bare long number: the path that looks at every token.
		const text = `\\"& 12345678901234567890, `.repeat(Math.ceil(size / 26)).slice(0, size);
		const sent = `{"messageID":590000111222333001,"negotiationID":"1","from":"Customer","text":${JSON.stringify(text)}}`;
		const event = normalizeDelivery(parseJson(sent), RECEIVED) as { text: string; messageId: string };
		expect(event.messageId).toBe('590000111222333001');
		expect(event.text === text).toBe(true);
	});

	// Regular expressions with a loop run out of stack on runs of some millions of characters.
	it.each([' ', '\n', 'a', '1', '$', '&', '"', '['])('eight million times %j in the place of every text', (unit) => {
		const long = unit.repeat(8_000_000 / unit.length);
		const fill = (value: Json): Json => {
			if (Array.isArray(value)) return value.map(fill);
			if (typeof value !== 'object' || value === null) return long;
			return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
		};
		for (const name of ['legacy-lead', 'v4-lead-booking', 'v4-message-customer']) {
			const body = fixture(name);
			const { event } = read(body);
			const type = body.event as { eventType: string } | undefined;
			const filled = fill(body) as { [key: string]: Json };
			if (type !== undefined) filled.event = { ...(filled.event as object), eventType: type.eventType };
			expect(read(filled).event).toBe(event);
		}
		expect(read(long).event).toBe('other');
		expect(read({ event: { eventType: long }, data: {} }).event).toBe('other');
		const message = read({ data: { from: 'Customer', text: long } }) as MessageEvent;
		expect(looksLikeLeadDescription(message, `${long}.`)).toBe(false);
	});

	it('finds the event in a deeply nested lead', () => {
		const text = JSON.stringify(fixture('v4-lead')).replace('"status":"Open"', `"status":${deepText(10_000)}`);
		expect(read(parseJson(text))).toMatchObject({ event: 'lead', status: null, leadId: '587000111222333500' });
	});

	it('gives up on a value that is no JSON at all, instead of running for ever', () => {
		const cycle: { [key: string]: Json } = { text: 'x'.repeat(10_000_000) };
		cycle.again = cycle;
		expect(read(cycle).event).toBe('other');
	});
});
