import { DateTime } from 'luxon';

import { createParameterReader, ParameterError, type ParameterReader } from '../../../nodes/shared/parameters';

/** What expressions make of a parameter, read as a person would or refused by the name on the form. */

const fields = (value: unknown, options = {}) =>
	createParameterReader(
		() => value,
		() => 'Field',
		options,
	);

const REFUSED = Symbol('refused');
function outcome(read: (reader: ParameterReader) => unknown, value: unknown, options = {}): unknown {
	try {
		return read(fields(value, options));
	} catch (error) {
		expect(error).toBeInstanceOf(ParameterError);
		expect((error as ParameterError).message).toMatch(/^"Field" /);
		expect((error as ParameterError).description).not.toBe('');
		return REFUSED;
	}
}

const DATE = new Date('2026-03-01T12:00:00Z');
const ISO = '2026-03-01T12:00:00.000Z';
const VALUES: unknown[] = [
	true,
	false,
	'TRUE',
	' yes ',
	'No',
	'on',
	'OFF',
	'1',
	'0',
	1,
	0,
	'',
	'  ',
	null,
	undefined,
	'maybe',
	2,
	-1,
	2.5,
	NaN,
	Infinity,
	[],
	['a'],
	[['501100200300400500', ''], null],
	{},
	{ a: 1 },
	DATE,
	DateTime.fromJSDate(DATE),
	'501100200300400500',
	Number('501100200300400500'),
	501100200300400500n,
	'ID 501100200300400500',
];

/** What each reader understands; all that is not listed is refused. */
const FAMILY: Array<[string, (reader: ParameterReader) => unknown, Map<unknown, unknown>]> = [
	[
		'a boolean',
		(reader) => reader.boolean('x'),
		new Map<unknown, unknown>([
			...[true, 'TRUE', ' yes ', 'on', '1', 1].map((value) => [value, true] as const),
			...[false, 'No', 'OFF', '0', 0].map((value) => [value, false] as const),
		]),
	],
	[
		'a whole number',
		(reader) => reader.wholeNumber('x'),
		new Map<unknown, unknown>([
			['1', 1],
			[1, 1],
			[2, 2],
		]),
	],
	[
		'an amount in cents',
		(reader) => reader.wholeNumber('x', { min: 0 }),
		new Map<unknown, unknown>([
			['1', 1],
			[1, 1],
			['0', 0],
			[0, 0],
			[2, 2],
		]),
	],
	[
		'an option',
		(reader) => reader.option('x', ['yes', 'no', 'Maybe']),
		new Map<unknown, unknown>([
			[' yes ', 'yes'],
			['No', 'no'],
			['maybe', 'Maybe'],
		]),
	],
	[
		'an id',
		(reader) => reader.id('businessId'),
		new Map<unknown, unknown>([
			['501100200300400500', '501100200300400500'],
			[501100200300400500n, '501100200300400500'],
			['1', '1'],
			[1, '1'],
			[2, '2'],
		]),
	],
	[
		'a date',
		(reader) => reader.dateTime('x'),
		new Map<unknown, unknown>([
			['', undefined],
			['  ', undefined],
			[null, undefined],
			[undefined, undefined],
			[DATE, ISO],
			[VALUES[27], ISO],
		]),
	],
	[
		'a list of ids',
		(reader) => reader.ids('businessIds'),
		new Map<unknown, unknown>([
			['', []],
			['  ', []],
			[VALUES[21], []],
			[VALUES[23], ['501100200300400500']],
			['501100200300400500', ['501100200300400500']],
			[501100200300400500n, ['501100200300400500']],
			['1', ['1']],
			[1, ['1']],
			[2, ['2']],
		]),
	],
];

describe.each(FAMILY)('%s', (_, read, understood) => {
	it.each(VALUES.map((value) => [value]))('from %p', (value) => {
		const expected = understood.has(value) ? understood.get(value) : REFUSED;
		expect(outcome(read, value)).toEqual(expected);
	});
});

describe('ids', () => {
	const link = 'https://www.thumbtack.com/ca/x/handyman/y/service/501100200300400500';
	it.each([
		['501, 502 503\n504;'.replace(';', ''), ['501', '502', '503', '504']],
		[
			['501,502', ['503'], '', null],
			['501', '502', '503'],
		],
		[`${link} 502`, ['501100200300400500', '502']],
		[['501', 501, ' 501 '], ['501']],
	])('%j are %j', (value, ids) => expect(outcome((reader) => reader.ids('businessFilter'), value)).toEqual(ids));

	it.each([
		[['501', 'x']],
		[{ a: '501' }],
		[['501', { a: 1 }]],
		['501;502'],
		['https://www.thumbtack.com/'],
		[[Number('501100200300400500')]],
		[true],
		['0'],
	])('%j are refused', (value) => expect(outcome((reader) => reader.ids('businessFilter'), value)).toBe(REFUSED));
});

describe('links', () => {
	const both = 'https://thumbtack.com/x?service_pk=501100200300400500&negotiation_pk=519000111222333444';
	it.each([
		['leadId', both, '519000111222333444'],
		['businessId', both, '501100200300400500'],
		['serviceId', both, '501100200300400500'],
		['leadId', 'https://www.thumbtack.com/pro-inbox/messages/519000111222333444', '519000111222333444'],
		['leadId', 'https://staging-partner.thumbtack.com/pro-inbox/messages/519000111222333444?a=1', '519000111222333444'],
		['webhookId', 'https://thumbtack.com/pro/webhooks/587000111222333444', '587000111222333444'],
	])('%s in %s is %s', (name, given, id) => expect(outcome((reader) => reader.id(name), given)).toBe(id));

	it.each([
		['leadId', 'https://example.com/pro-inbox/messages/519000111222333444'],
		['leadId', 'https://evilthumbtack.com/pro-inbox/messages/519000111222333444'],
		['leadId', 'https://thumbtack.com.evil.example/pro-inbox/messages/519000111222333444'],
		['leadId', 'https://thumbtack.com@evil.example/pro-inbox/messages/519000111222333444'],
		['leadId', 'http://localhost:8484/pro-inbox/messages/519000111222333444'],
		['leadId', 'https://thumbtack.com/x?service_pk=501100200300400500'],
		['businessId', 'https://www.thumbtack.com/pro-inbox/messages/519000111222333444'],
		['reviewId', both],
		['leadId', `https://www.thumbtack.com/pro-inbox/messages/${'1'.repeat(20)}`],
	])('%s in %s is refused', (name, given) => expect(outcome((reader) => reader.id(name), given)).toBe(REFUSED));

	it("of a custom environment's own host are understood there", () => {
		const given = 'http://localhost:8484/pro-inbox/messages/519000111222333444';
		expect(outcome((reader) => reader.id('leadId'), given, { hosts: ['localhost:8484'] })).toBe('519000111222333444');
	});
});

/** In each zone a time in winter, one in summer, and the two changes of the clocks; zones without daylight saving time have none. */
const ZONES: Array<[zone: string, local: string, utc: string]> = [
	['America/New_York', '2026-01-15T09:30', '2026-01-15T14:30:00.000Z'],
	['America/New_York', '2026-07-15T09:30', '2026-07-15T13:30:00.000Z'],
	['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z'],
	['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
	['America/Los_Angeles', '2026-01-15 09:30:15', '2026-01-15T17:30:15.000Z'],
	['America/Los_Angeles', '2026-03-08T01:59', '2026-03-08T09:59:00.000Z'],
	['America/Los_Angeles', '2026-03-08T03:00', '2026-03-08T10:00:00.000Z'],
	['America/Los_Angeles', '2026-11-01T02:00', '2026-11-01T10:00:00.000Z'],
	['Europe/Berlin', '2026-01-15T09:30:00.250', '2026-01-15T08:30:00.250Z'],
	['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
	['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
	['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
	['Australia/Lord_Howe', '2026-01-15T09:30', '2026-01-14T22:30:00.000Z'],
	['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00.000Z'],
	['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45:00.000Z'],
	['Australia/Lord_Howe', '2026-07-15T09:30', '2026-07-14T23:00:00.000Z'],
	['Asia/Kolkata', '2026-03-01T12:00', '2026-03-01T06:30:00.000Z'],
	['Asia/Kolkata', '2026-03-01', '2026-02-28T18:30:00.000Z'],
	['Asia/Kolkata', '2028-02-29T00:00', '2028-02-28T18:30:00.000Z'],
	['Asia/Kolkata', '2026-12-31T23:59:59', '2026-12-31T18:29:59.000Z'],
	['Pacific/Chatham', '2026-01-15T09:30', '2026-01-14T19:45:00.000Z'],
	['Pacific/Chatham', '2026-04-05T03:00', '2026-04-04T13:15:00.000Z'],
	['Pacific/Chatham', '2026-09-27T03:00', '2026-09-26T14:15:00.000Z'],
	['Pacific/Chatham', '2026-07-15T09:30', '2026-07-14T20:45:00.000Z'],
];

describe('a date', () => {
	it.each(ZONES)('without a zone is in that of the workflow: %s %s is %s', (timeZone, local, utc) => {
		expect(outcome((reader) => reader.dateTime('x'), local, { timeZone })).toBe(utc);
	});

	it.each([
		['2026-03-01T12:00:00Z', ISO],
		['2026-03-01T13:00:00+01:00', ISO],
		['2026-03-01T13:00+0100', ISO],
		['2026-03-01 07:00:00-05', ISO],
		['2026-03-01T13:00:00.000+01:00[Europe/Berlin]', ISO],
		['Sun, 01 Mar 2026 12:00:00 GMT', ISO],
		[DATE.toString(), ISO],
		[DateTime.fromJSDate(DATE).setZone('Asia/Tokyo').toString(), ISO],
		[DATE.getTime(), ISO],
		[DATE.getTime() / 1000, ISO],
		[String(DATE.getTime()), ISO],
		[String(DATE.getTime() / 1000), ISO],
	])('with a zone, and epoch seconds or milliseconds: %j', (value, utc) => {
		expect(outcome((reader) => reader.dateTime('x'), value, { timeZone: 'America/New_York' })).toBe(utc);
	});

	it.each([
		'tomorrow',
		'3/1/2026',
		'2026-02-30',
		'2026-13-01',
		'2026-03-01T25:00',
		'12:00',
		'20260301',
		46082,
		'T',
		'2026-03-01T12:00+99:00',
	])('%j is refused', (value) => expect(outcome((reader) => reader.dateTime('x'), value)).toBe(REFUSED));
	it('that does not exist as a Date or DateTime is refused', () => {
		expect(outcome((reader) => reader.dateTime('x'), new Date(NaN))).toBe(REFUSED);
		expect(outcome((reader) => reader.dateTime('x'), DateTime.invalid('x'))).toBe(REFUSED);
	});
});

describe('options and texts', () => {
	it.each([
		['lead, MESSAGE\nreview', ['lead', 'message', 'review']],
		[['lead', ' lead', ''], ['lead']],
		[[], []],
		['', []],
	])('options from %j', (value, found) =>
		expect(outcome((reader) => reader.options('x', ['lead', 'message', 'review']), value)).toEqual(found),
	);
	it.each(['leads', ['lead', 'x'], undefined, null, { a: 1 }, true, [{}]])('%j are no options', (value) =>
		expect(outcome((reader) => reader.options('x', ['lead', 'message', 'review']), value)).toBe(REFUSED),
	);
	it('a number that lost digits is no text', () => {
		expect(outcome((reader) => reader.text('x'), Number('501100200300400500'))).toBe(REFUSED);
		expect(outcome((reader) => reader.texts('x'), ['a', Number('501100200300400500')])).toBe(REFUSED);
	});
	it('the refusal of an option names its values', () => {
		expect(() => fields('x').option('x', ['a', 'b'])).toThrow(
			expect.objectContaining({ message: '"Field" has no choice "x"', description: 'Use one of: a, b.' }),
		);
	});
});

describe('a member of a collection', () => {
	const group = (value: unknown) => fields(value).group('x');
	it('that an expression left without a value was added all the same, and is refused', () => {
		expect(group({ enabled: undefined }).has('enabled')).toBe(true);
		expect(() => group({ enabled: undefined }).boolean('enabled')).toThrow('"Field" is empty');
		expect(group({}).has('enabled')).toBe(false);
		expect(group({}).has('constructor')).toBe(false);
	});
	it.each([['text'], [[1]], [5]])('%j is no collection', (value) =>
		expect(outcome((reader) => reader.group('x'), value)).toBe(REFUSED),
	);
});
