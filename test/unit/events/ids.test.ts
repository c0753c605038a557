import type { Json } from '../../../nodes/shared/events';
import { parseJson } from '../../../nodes/shared/events';
import { id } from '../../../nodes/shared/jsonAccess';
import { fixtureText, read, readRecord } from './fixtures';

const LONG = '9007199254740993'; // 2^53 + 1, the first integer that a double cannot hold
const INT64 = '9223372036854775807';

describe('ids as text and as numbers beyond 2^53', () => {
	// The id stands where # is.
	const places: Array<[string, string, string]> = [
		['legacy lead update', '{"leadID":#,"leadPrice":"$5","chargeState":"Charged"}', 'leadId'],
		['legacy message', '{"leadID":"1","customerID":"2","businessID":#,"message":{"messageID":"3"}}', 'businessId'],
		['legacy message id', '{"leadID":"1","customerID":"2","message":{"messageID": # }}', 'messageId'],
		['v4 lead', '{"event":{"eventType":"NegotiationCreatedV4"},"data":{"negotiationID":#}}', 'leadId'],
		['v4 review', '{"event":{"eventType":"ReviewCreatedV4"},"data":{"rating":5,"reviewID":\n\t#\n}}', 'reviewId'],
		['v4 customer', '{"data":{"messageID":"1","customer":{"customerID":#},"sentAt":""}}', 'customerId'],
	];
	const cases = places.flatMap(([name, body, key]) =>
		[LONG, INT64, '501100200300400500'].flatMap((value) =>
			[value, `"${value}"`].map((sent) => ({ name, key, value, sent, body: body.replace('#', sent) })),
		),
	);

	it('covers at least 12', () => expect(cases.length).toBeGreaterThanOrEqual(12));

	it.each(cases)('$name: $sent', ({ body, key, value }) => {
		expect(readRecord(parseJson(body))[key]).toBe(value);
	});

	it('from a file as an older delivery has it', () => {
		expect(fixtureText('legacy-lead-update-number-id')).toContain('"leadID": 402233445566770001,');
		expect(read(parseJson(fixtureText('legacy-lead-update-number-id'))).leadId).toBe('402233445566770001');
	});

	it('one event has one key whether its id was text or number', () => {
		const text = (value: string) => `{"leadID":${value},"leadPrice":"$5","chargeState":"Charged"}`;
		expect(read(parseJson(text(INT64))).eventKey).toBe(read(parseJson(text(`"${INT64}"`))).eventKey);
	});

	it.each<[Json | undefined, string | null]>([
		['123', '123'],
		[' 123 ', '123'],
		['neg_1-A', 'neg_1-A'],
		[123, '123'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		// Rounded before it got here: it would be the id of another lead.
		[2 ** 53, null],
		[1.5, null],
		[-1, null],
		[0, null],
		['0', null],
		['', null],
		['a:b', null],
		['a/../b', null],
		['1'.repeat(65), null],
		['1'.repeat(1_000_000), null],
		[true, null],
		[null, null],
		[undefined, null],
		[['123'], null],
		[{}, null],
	])('%j as an id is %j', (sent, expected) => {
		expect(id(sent)).toBe(expected);
	});
});

describe('parseJson', () => {
	it.each<[string, unknown]>([
		['9007199254740993', LONG],
		['-9007199254740993', '-9007199254740993'],
		['  9007199254740993  ', LONG],
		['[9007199254740993,9007199254740993]', [LONG, LONG]],
		['{"a":9007199254740993}', { a: LONG }],
		['{"a" :\t9007199254740993\n}', { a: LONG }],
		['{"a":[1,[9007199254740993]]}', { a: [1, [LONG]] }],
		['123456789012345678901234567890', '123456789012345678901234567890'],
		// What a double holds exactly stays a number.
		['9007199254740991', 9007199254740991],
		['-9007199254740991', -9007199254740991],
		['[1234567890123456]', [1234567890123456]],
		['[0,-1,12.5,1e3]', [0, -1, 12.5, 1000]],
		// Fractions and exponents are left alone.
		['[12345678901234567890.5]', [Number('12345678901234567890.5')]],
		['[1234567890123456789e2]', [Number('1234567890123456789e2')]],
		['[0.12345678901234567890]', [Number('0.12345678901234567890')]],
		['[1E+16, 12345678901234567890E-5]', [1e16, Number('12345678901234567890E-5')]],
		// Digits within strings are left alone, however the strings end.
		['["9007199254740993"]', [LONG]],
		['["a, 9007199254740993 ",9007199254740993]', ['a, 9007199254740993 ', LONG]],
		['["\\", 9007199254740993",9007199254740993]', ['", 9007199254740993', LONG]],
		['["\\\\",9007199254740993]', ['\\', LONG]],
		['["\\\\\\"", 9007199254740993]', ['\\"', LONG]],
		['{": 9007199254740993":[ 9007199254740993]}', { ': 9007199254740993': [LONG] }],
		['{"":9007199254740993,"b":""}', { '': LONG, b: '' }],
		['true', true],
		['null', null],
		['""', ''],
		['{}', {}],
	])('%s', (text, expected) => {
		expect(parseJson(text)).toEqual(expected);
	});

	it.each([
		'',
		'{',
		'[9007199254740993',
		'[09007199254740993]',
		'[-09007199254740993]',
		'[9007199254740993abc]',
		'[9007199254740993 9007199254740993]',
		'{9007199254740993:1}',
		'{9007199254740993 : 1}',
		'{ 9007199254740993:1}',
		'{"a":1, 9007199254740993 : 1}',
		'[--9007199254740993]',
		'["9007199254740993, 9007199254740993]',
		'[ 9007199254740993,]',
		'\ufeff{}',
		'{"a":\'9007199254740993\'}',
	])('refuses what JSON.parse refuses: %s', (text) => {
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
		expect(() => parseJson(text)).toThrow(SyntaxError);
	});

	it('agrees with JSON.parse on everything without long integers', () => {
		for (const name of ['v4-lead', 'legacy-lead', 'legacy-review', 'v4-message-business']) {
			const text = fixtureText(name);
			expect(parseJson(text)).toEqual(JSON.parse(text));
			// A long number in front forces the slow path over the same text.
			expect(parseJson(`[ 9007199254740993,${text}]`)).toEqual([LONG, JSON.parse(text)]);
		}
	});

	it('makes an own property of __proto__, as JSON.parse does', () => {
		const parsed = parseJson('{"__proto__":{"polluted": 9007199254740993}}') as Record<string, unknown>;
		expect(Object.keys(parsed)).toEqual(['__proto__']);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	it.each([
		['backslashes', `[ 9007199254740993,"${'\\\\'.repeat(4_000_000)}"]`],
		['quotes', `[ 9007199254740993,"${'\\"'.repeat(4_000_000)}"]`],
		['an unclosed string of backslashes', `[ 9007199254740993,"${'\\'.repeat(4_000_000)}`],
		['digits', `[${'9'.repeat(8_000_000)}]`],
		['short digit groups', `["${' 123456789012345'.repeat(500_000)}"]`],
		['brackets', `[ 9007199254740993,${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]`],
	])('does not stall on megabytes of %s', (_, text) => {
		const isSame = (() => {
			try {
				return parseJson(text) !== undefined;
			} catch (error) {
				return error instanceof SyntaxError;
			}
		})();
		expect(isSame).toBe(true);
	});
});
