import type { Json, JsonObject } from '../../../nodes/shared/events';
import { parseJson } from '../../../nodes/shared/events';
import { contentHash } from '../../../nodes/shared/events/contentHash';
import { fixture, fixtureNames, read, withField } from './fixtures';

const keyOf = (body: Json) => read(body).eventKey;

/** The same JSON with every object's keys in the opposite order. */
function reversed(value: Json): Json {
	if (Array.isArray(value)) return value.map(reversed);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, inner]) => [key, reversed(inner)]),
	);
}

function permutations<T>(list: T[]): T[][] {
	if (list.length < 2) return [list];
	return list.flatMap((one, at) =>
		permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [one, ...rest]),
	);
}

describe('the same event has the same key', () => {
	it.each(fixtureNames)('%s, sent again with its keys in another order', (name) => {
		const body = fixture(name);
		expect(keyOf(parseJson(JSON.stringify(body)))).toBe(keyOf(body));
		expect(keyOf(reversed(body))).toBe(keyOf(body));
	});

	const enveloped = fixtureNames.filter((name) => name.startsWith('v4-'));

	it.each(enveloped)('%s, through another webhook', (name) => {
		const body = fixture(name);
		const again = withField(withField(body, 'event.webhookID', '999'), 'event.description', 'another');
		expect(keyOf(again)).toBe(keyOf(body));
	});

	it.each(enveloped.filter((name) => /^v4-(lead|message|review)/.test(name) && !/test-button|update/.test(name)))(
		'%s, which has an id, sent again at another time',
		(name) => {
			const body = fixture(name);
			expect(keyOf(withField(body, 'event.triggeredAt', '2026-12-24T00:00:00Z'))).toBe(keyOf(body));
		},
	);

	it.each(enveloped.filter((name) => !/^v4-(lead|message|review)/.test(name) || name === 'v4-lead-update'))(
		'%s, which has none, is another event at another time',
		(name) => {
			const body = fixture(name);
			expect(keyOf(withField(body, 'event.triggeredAt', '2026-12-24T00:00:00Z'))).not.toBe(keyOf(body));
		},
	);

	it('the form of the key', () => {
		expect(keyOf(fixture('v4-lead'))).toBe('lead:587000111222333500:Open:Created:$25.00');
		expect(keyOf(fixture('legacy-lead'))).toBe('lead:402233445566770001:null:Charged:$26.00');
		expect(keyOf(fixture('v4-message-customer'))).toBe('message:590000111222333001');
		expect(keyOf(fixture('v4-review'))).toMatch(/^review:530000111222333001:[0-9a-f]{64}$/);
		expect(keyOf(fixture('legacy-review'))).toMatch(/^review:402233445566770200:[0-9a-f]{64}$/);
		expect(keyOf(fixture('legacy-lead-update'))).toBe('leadUpdate:402233445566770001:$18.50:Charged');
		expect(keyOf(fixture('legacy-lead-update-without-price'))).toBe('leadUpdate:402233445566770001:null:null');
		const { data } = fixture('v4-job-matched');
		expect(keyOf(fixture('v4-job-matched'))).toBe(
			`job:PresetJobMatchedV4:${contentHash([data, '2026-09-25T09:00:00.000Z'])}`,
		);
		expect(keyOf({ hello: 'world' })).toBe(`other::${contentHash([{ hello: 'world' }, null])}`);
	});
});

describe('distinct events have distinct keys', () => {
	it('1,000 messages of one lead, equal but for their ids', () => {
		const keys = Array.from({ length: 1_000 }, (_, index) =>
			keyOf(withField(fixture('v4-message-customer'), 'data.messageID', String(590_000_000_000 + index))),
		);
		expect(new Set(keys).size).toBe(1_000);
	});

	it('1,000 messages of one lead without ids, equal but for their times', () => {
		const body = withField(fixture('v4-message-customer'), 'data.messageID', undefined);
		const keys = Array.from({ length: 1_000 }, (_, index) =>
			keyOf(withField(body, 'data.sentAt', new Date(1_780_000_000_000 + index).toISOString())),
		);
		expect(new Set(keys).size).toBe(1_000);
	});

	const lead = fixture('v4-lead');
	const description = withField(fixture('v4-message-customer'), 'data.text', 'Need Full Service Lawn Care');
	const reply = fixture('v4-message-business');

	it.each(permutations([lead, description, reply]))('lead, its first message and a reply, in order %#', (...order) => {
		const seen = new Set<string>();
		const shown = order.filter((body) => {
			const key = keyOf(body);
			return !seen.has(key) && seen.add(key);
		});
		expect(shown).toHaveLength(3);
	});

	it('no two fixtures share a key', () => {
		const keys = fixtureNames.map((name) => keyOf(fixture(name)));
		expect(new Set(keys).size).toBe(fixtureNames.length);
	});

	it.each<[string, Json, Json]>([
		[
			'jobs of other types',
			{ event: { eventType: 'PresetJobMatchedV4' }, data: { a: 1 } },
			{ event: { eventType: 'PresetJobUpdatedV4' }, data: { a: 1 } },
		],
		[
			'jobs with other data',
			{ event: { eventType: 'PresetJobMatchedV4' }, data: { a: 1 } },
			{ event: { eventType: 'PresetJobMatchedV4' }, data: { a: '1' } },
		],
		[
			'unknown types that look alike',
			{ event: { eventType: 'a:b' }, data: 1 },
			{ event: { eventType: 'a;b' }, data: 1 },
		],
		[
			'empty deliveries at other times',
			{ event: { eventType: 'PingV4', triggeredAt: '2026-01-01T00:00:00Z' }, data: {} },
			{ event: { eventType: 'PingV4', triggeredAt: '2026-01-01T00:00:01Z' }, data: {} },
		],
		[
			'a review before and after an edit',
			fixture('legacy-review'),
			withField(fixture('legacy-review'), 'review.modifyTime', '1781600500457'),
		],
		[
			'leads whose id was lost',
			withField(fixture('v4-lead'), 'data.negotiationID', {}),
			withField(withField(fixture('v4-lead'), 'data.negotiationID', {}), 'data.status', 'Picked'),
		],
		['a text and what it holds', 'a', ['a']],
		['lists nested differently', [[1], 2], [[1, 2]]],
		['a list and an object', ['a', 'b'], { a: 'b' }],
		['an empty list and an empty object', [], {}],
		['lone surrogates', ['\ud800'], ['\ud801']],
		['null and "null"', [null], ['null']],
		['key and value that share a quote', { 'a":"b': 'c' }, { a: 'b":"c' }],
	])('%s', (_, one, other) => {
		expect(keyOf(one)).not.toBe(keyOf(other));
	});
});

describe('lead updates that differ only in price or state', () => {
	const updates: JsonObject[] = [
		{ leadID: '1', leadPrice: null, chargeState: null },
		{ leadID: '1', leadPrice: '', chargeState: null },
		{ leadID: '1', leadPrice: '$18.50', chargeState: null },
		{ leadID: '1', leadPrice: '$18.50', chargeState: 'Charged' },
		{ leadID: '1', leadPrice: '$18.50', chargeState: 'Refunded' },
		{ leadID: '1', leadPrice: '$18.5', chargeState: 'Charged' },
		{ leadID: '1', leadPrice: '$26.00', chargeState: 'Charged' },
		{ leadID: '1', leadPrice: 26, chargeState: 'Charged' },
		{ leadID: '2', leadPrice: '$26.00', chargeState: 'Charged' },
		{ leadID: '1', leadPrice: 'a:b', chargeState: 'c' },
		{ leadID: '1', leadPrice: 'a', chargeState: 'b:c' },
		{ leadID: '1', leadPrice: 'a%3Ab', chargeState: 'c' },
		{ leadID: '1', leadPrice: { amount: 1 }, chargeState: 'Charged' },
		{ leadID: '1', leadPrice: { amount: 2 }, chargeState: 'Charged' },
		{ leadID: '1', leadPrice: '$26.00', chargeState: [1] },
		{ leadPrice: '$26.00', chargeState: 'Charged' },
		{ leadID: '1', leadPrice: 'null', chargeState: null },
		{ leadID: '1', leadPrice: null, chargeState: 'null' },
		{ leadID: '1', leadPrice: '%6Eull', chargeState: null },
		{ leadID: '1', leadPrice: 'x'.repeat(1_000_000), chargeState: null },
		{ leadID: '1', leadPrice: 'x'.repeat(1_000_001), chargeState: null },
	];

	it(`${updates.length} updates, ${updates.length} keys`, () => {
		expect(updates.map((body) => read(body).event)).toEqual(updates.map(() => 'leadUpdate'));
		expect(new Set(updates.map(keyOf)).size).toBe(updates.length);
		expect(updates.map((body) => keyOf(body).length).filter((length) => length > 300)).toEqual([]);
	});
});

describe('test deliveries', () => {
	const body = fixture('v4-lead-test-button');

	it('show again when the button is pressed again, but not when the same one is sent twice', () => {
		const pressedAgain = withField(body, 'event.triggeredAt', '2026-09-15T08:01:00Z');
		expect(keyOf(pressedAgain)).not.toBe(keyOf(body));
		expect(keyOf(withField(body, 'event.webhookID', '999'))).toBe(keyOf(body));
		expect(keyOf(body)).toBe('lead:587000111222333600:Open:Created:$25.00:2026-09-15T08:00:05.000Z');
	});

	it('have the plain key where no time is known', () => {
		expect(keyOf(body.data)).toBe('lead:587000111222333600:Open:Created:$25.00');
	});
});

it('a key stays short, and its parts apart, whatever Thumbtack calls the event', () => {
	for (const eventType of ['x'.repeat(1_000_000), 'a:b', 'with space', 'a\nb']) {
		expect(keyOf({ event: { eventType }, data: { messageID: '9'.repeat(1_000) } })).toMatch(/^other::[0-9a-f]{64}$/);
	}
	expect(keyOf({ event: { eventType: 'MessageCreatedV4' }, data: { messageID: '9'.repeat(1_000) } })).toMatch(
		/^message:MessageCreatedV4:[0-9a-f]{64}$/,
	);
});

describe('contentHash', () => {
	it('is SHA-256 of the JSON with sorted keys', () => {
		// printf '%s' '{"a":[1,"é\"",null,true,{"x":-0.5}],"b":{}}' | sha256sum
		const value: Json = { b: {}, a: [1, 'é"', null, true, { x: -0.5 }] };
		expect(contentHash(value)).toBe('9da79a3e35b1297f974c7d2c073e0dec962d4242906ade20d68b88030eb1748a');
	});

	it('tells equal layouts with other values apart, and the same keys in another order not', () => {
		// As many keys, but others: the layout of the first object must not be used for the second.
		expect(contentHash([{ a: 1 }, { b: 2 }])).not.toBe(contentHash([{ a: 1 }, { b: 3 }]));
		expect(contentHash([{ a: 1 }, { b: null }])).not.toBe(contentHash([{ a: 1 }, { a: null }]));
		const list = (answer: string) => [
			{ question: 'q', answer: 'a' },
			{ question: 'q', answer },
		];
		expect(contentHash(list('a'))).not.toBe(contentHash(list('b')));
		expect(
			contentHash([
				{ a: 1, b: 2 },
				{ b: 2, a: 1 },
			]),
		).toBe(
			contentHash([
				{ b: 2, a: 1 },
				{ a: 1, b: 2 },
			]),
		);
	});
});
