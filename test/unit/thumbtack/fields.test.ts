import { createParameterReader, ParameterError } from '../../../nodes/shared/parameters';
import { eventTypes, messageText, phoneNumber, webhookUrl } from '../../../nodes/Thumbtack/resources/values';

const LABELS: Record<string, string> = {
	leadId: 'Lead',
	text: 'Text',
	phoneNumber: 'Phone Number',
	additionalBody: 'Body Fields (JSON)',
};
const fields = (values: Record<string, unknown>) =>
	createParameterReader(
		(name) => values[name],
		(name) => LABELS[name] ?? name,
	);

const thrown = (act: () => unknown): ParameterError => {
	try {
		act();
	} catch (error) {
		return error as ParameterError;
	}
	throw new Error('nothing was thrown');
};

describe('an id', () => {
	it.each([
		['519000111222333444', '519000111222333444'],
		[' 519000111222333444\n', '519000111222333444'],
		['9223372036854775807', '9223372036854775807'],
		['1337', '1337'],
		[1337, '1337'],
		[9007199254740991, '9007199254740991'],
		[519000111222333444n, '519000111222333444'],
		[{ __rl: true, mode: 'id', value: '519000111222333444' }, '519000111222333444'],
		[{ __rl: true, mode: 'list', value: '519000111222333444', cachedResultName: 'Maria' }, '519000111222333444'],
		[
			{ __rl: true, mode: 'url', value: 'https://www.thumbtack.com/pro-inbox/messages/519000111222333444?x=1' },
			'519000111222333444',
		],
		['https://www.thumbtack.com/pro-inbox/messages/519000111222333444', '519000111222333444'],
	])('%p is %s', (given, id) => {
		expect(fields({ leadId: given }).id('leadId')).toBe(id);
	});

	it.each([
		['https://www.thumbtack.com/ca/san-francisco/handyman/rivera/service/501100200300400500', '501100200300400500'],
		['https://thumbtack.com/embed/request-flow?category_pk=201&service_pk=501100200300400500', '501100200300400500'],
	])('of a business in %p is %s', (given, id) => {
		expect(fields({ businessId: given }).id('businessId')).toBe(id);
	});

	it.each([Number('519000111222333444'), 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, -5, 0, 1.5])(
		'the number %p is refused, never rounded',
		(given) => {
			const error = thrown(() => fields({ leadId: given }).id('leadId'));
			expect(error).toBeInstanceOf(ParameterError);
			expect(error.message).toMatch(/"Lead" is a number/);
			expect(error.description).toMatch(/Pass the ID as text/);
		},
	);

	it.each([
		'abc',
		'12 34',
		'12.5',
		'../self',
		'519000111222333444/messages',
		'1'.repeat(20),
		'٣٤٥',
		'https://example.com/',
		'https://www.thumbtack.com/',
	])('%j is no id', (given) => {
		const error = thrown(() => fields({ leadId: given }).id('leadId'));
		expect(error).toBeInstanceOf(ParameterError);
		expect(error.message).toMatch(/^"Lead"/);
		expect(error.description).toMatch(/519000111222333444/);
	});

	it.each([true, ['519000111222333444'], { id: '519000111222333444' }])('%j is no id', (given) => {
		expect(thrown(() => fields({ leadId: given }).id('leadId')).message).toMatch(/^"Lead"/);
	});

	it.each(['', '   ', null, undefined, { __rl: true, mode: 'id', value: '' }])('%j is empty', (given) => {
		expect(fields({ leadId: given }).optionalId('leadId')).toBeUndefined();
		expect(thrown(() => fields({ leadId: given }).id('leadId')).message).toBe('"Lead" is empty');
	});
});

describe('a message', () => {
	it.each(['Hello', ' Hello\r\n', '👋'.repeat(16_384), 'a'.repeat(16_384), '\u0000', '🏳️‍🌈 שלום'])(
		'goes out as it is (%#)',
		(text) => {
			expect(messageText(fields({ text }))).toBe(text);
		},
	);

	it.each(['', ' ', '\n\t', null, undefined])('%j is empty', (text) => {
		expect(thrown(() => messageText(fields({ text }))).message).toBe('"Text" is empty');
	});

	it('is counted in characters, not in UTF-16 units, and refused above 16384', () => {
		const error = thrown(() => messageText(fields({ text: '👋'.repeat(16_385) })));
		expect(error.message).toBe('"Text" has 16385 characters, but Thumbtack accepts at most 16384');
		expect(error.description).toMatch(/Shorten it/);
	});

	it.each([{ a: 1 }, ['a']])('%j is no text', (text) => {
		expect(thrown(() => messageText(fields({ text }))).message).toBe('"Text" is not text');
	});
});

describe('a phone number', () => {
	it.each([
		['+13125550100', '+13125550100'],
		['(312) 555-0100', '+13125550100'],
		['312.555.0100', '+13125550100'],
		['1 312 555 0100', '+13125550100'],
		[' +1 312 555 0100 ', '+13125550100'],
	])('%j is %s', (given, number) => {
		expect(phoneNumber(fields({ phoneNumber: given }))).toBe(number);
	});

	it.each(['+4930123456', '555-0100', 'call me', '+1', '+1312555010012345678'])('%j is refused', (given) => {
		expect(thrown(() => phoneNumber(fields({ phoneNumber: given }))).message).toMatch(
			/^"Phone Number" is not a phone number that Thumbtack accepts/,
		);
	});
});

describe('a webhook', () => {
	it.each(['n8n.example.com/hook', 'https://', 'javascript:alert(1)', 'https:// x'])('URL %j is refused', (given) => {
		expect(thrown(() => webhookUrl(fields({ webhookUrl: given }))).message).toMatch(/not a URL/);
	});

	it.each([
		[
			['MessageCreatedV4', ' ReviewCreatedV4 '],
			['MessageCreatedV4', 'ReviewCreatedV4'],
		],
		['MessageCreatedV4, NewTypeV4', ['MessageCreatedV4', 'NewTypeV4']],
	])('events %j are %j', (given, names) => {
		expect(eventTypes(fields({ eventTypes: given }))).toEqual(names);
	});

	it.each([[[]], [''], [undefined], [' , ']])('events %j are none', (given) => {
		expect(thrown(() => eventTypes(fields({ eventTypes: given }))).message).toMatch(/is empty/);
	});
});

describe('JSON, moments, numbers', () => {
	it.each([
		['{"a":1}', { a: 1 }],
		[{ a: 1 }, { a: 1 }],
		['', {}],
		[undefined, {}],
	])('%j is %j', (given, value) => {
		expect(fields({ additionalBody: given }).json('additionalBody')).toEqual(value);
	});

	it.each(['{a:1}', '[1]', '1', 'null', [1]])('%j is no JSON object', (given) => {
		expect(thrown(() => fields({ additionalBody: given }).json('additionalBody')).message).toMatch(
			/^"Body Fields \(JSON\)" is not/,
		);
	});

	it('a moment comes out in UTC, and what is none is refused', () => {
		expect(fields({ at: '2026-03-01T13:00:00+01:00' }).dateTime('at')).toBe('2026-03-01T12:00:00.000Z');
		expect(fields({ at: '' }).dateTime('at')).toBeUndefined();
		expect(thrown(() => fields({ at: 'tomorrow' }).dateTime('at')).message).toMatch(/not a date: "tomorrow"/);
	});

	it.each(['', null, 'twelve', undefined])('%j is no number', (given) => {
		expect(thrown(() => fields({ limit: given }).wholeNumber('limit')).message).toMatch(
			/"limit" is (empty|not a whole number)/,
		);
	});
});
