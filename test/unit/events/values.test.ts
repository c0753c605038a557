import { faultsOf, fixture, read, readRecord, withField } from './fixtures';

const legacyLead = fixture('legacy-lead');
const v4Lead = fixture('v4-lead');
const v4Review = fixture('v4-review');
const v4Message = fixture('v4-message-customer');

function sound(event: ReturnType<typeof read>): Record<string, unknown> {
	expect(faultsOf(event)).toEqual([]);
	return event as Record<string, unknown>;
}

describe('money', () => {
	it.each<[unknown, number | null, string | null]>([
		['$25.00', 25, '$25.00'],
		['$1,260.50/hour', 1260.5, '$1,260.50/hour'],
		['$1,260.50', 1260.5, '$1,260.50'],
		['$12,345,678.90', 12345678.9, '$12,345,678.90'],
		['$260/hour', 260, '$260/hour'],
		['$100/guest', 100, '$100/guest'],
		['$100 per guest', 100, '$100 per guest'],
		['$40 / sq. ft', 40, '$40 / sq. ft'],
		['150.00', 150, '150.00'],
		['26', 26, '26'],
		[' $5 ', 5, ' $5 '],
		['$.50', 0.5, '$.50'],
		['$0.00', 0, '$0.00'],
		['-$5.00', -5, '-$5.00'],
		['25.00 USD', 25, '25.00 USD'],
		['US$25', 25, 'US$25'],
		[25, 25, '25'],
		[26.5, 26.5, '26.5'],
		[0, 0, '0'],
		[-0, 0, '0'],
		['$5-$10', null, '$5-$10'],
		['$600- $750', null, '$600- $750'],
		['5/10', null, '5/10'],
		['N/A', null, 'N/A'],
		['', null, ''],
		['free', null, 'free'],
		['More information needed to give an estimate', null, 'More information needed to give an estimate'],
		['$1,26', null, '$1,26'],
		['1.260,50', null, '1.260,50'],
		['$1e5', null, '$1e5'],
		['0x10', null, '0x10'],
		['NaN', null, 'NaN'],
		['Infinity', null, 'Infinity'],
		['€25', null, '€25'],
		['10%', null, '10%'],
		['9'.repeat(20), null, '9'.repeat(20)],
		['9'.repeat(400), null, '9'.repeat(400)],
		[Infinity, null, null],
		[null, null, null],
		[true, null, null],
		[{ amount: 25 }, null, null],
		[['$25.00'], null, null],
	])('%j is %j', (sent, amount, text) => {
		expect(sound(read(withField(legacyLead, 'leadPrice', sent)))).toMatchObject({
			leadPrice: amount,
			leadPriceText: text,
		});
		expect(sound(read(withField(legacyLead, 'price', sent)))).toMatchObject({ estimate: amount, estimateText: text });
		const update = { leadID: '1', leadPrice: sent, chargeState: 'Charged' };
		expect(sound(read(update))).toMatchObject({ event: 'leadUpdate', leadPrice: amount, leadPriceText: text });
	});

	it.each<[string, unknown, number | null, string | null]>([
		['total first', { total: '$150.00', pricePerUnit: '75.00', unitQuantity: 2 }, 150, '$150.00'],
		['a range in total', { total: '$100-$200', pricePerUnit: '100.00' }, null, '$100-$200'],
		['a blank total', { total: '', pricePerUnit: '75.00', unitName: 'hour' }, 75, '$75.00/hour'],
		['a unit price without unit', { pricePerUnit: '75.00' }, 75, '$75.00'],
		['a unit price with its own sign', { pricePerUnit: '$75.00', unitName: ' ' }, 75, '$75.00'],
		['a unit price that is no amount', { pricePerUnit: 'varies', unitName: 'hour' }, null, 'varies'],
		['numbers', { total: 150 }, 150, '150'],
		['only a type', { type: 'Hourly' }, null, 'Hourly'],
		['only a type in two words', { type: 'OnSite' }, null, 'On site'],
		['no price yet', { type: 'MoreInfo' }, null, 'More information needed'],
		['an unknown type', { type: 'Barter' }, null, 'Barter'],
		['a type named like a property', { type: 'constructor' }, null, 'constructor'],
		['nothing', {}, null, null],
		['a text', '$150.00', 150, '$150.00'],
		['a number', 250, 250, '250'],
	])('estimate with %s', (_, estimate, amount, text) => {
		expect(sound(read(withField(v4Lead, 'data.estimate', estimate)))).toMatchObject({
			estimate: amount,
			estimateText: text,
		});
	});
});

describe('times', () => {
	it.each<[unknown, string | null]>([
		['1580000000', '2020-01-26T00:53:20.000Z'],
		[1580000000, '2020-01-26T00:53:20.000Z'],
		['1580600000123', '2020-02-01T23:33:20.123Z'],
		[1580600000123, '2020-02-01T23:33:20.123Z'],
		[1580000000.5, '2020-01-26T00:53:20.500Z'],
		[' 1580000000 ', '2020-01-26T00:53:20.000Z'],
		['2026-08-16T17:13:05Z', '2026-08-16T17:13:05.000Z'],
		['2026-08-31T17:13:05Z', '2026-08-31T17:13:05.000Z'],
		['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
		['2026-08-16T17:13:05.1Z', '2026-08-16T17:13:05.100Z'],
		['2026-08-16T17:13:05.123456789Z', '2026-08-16T17:13:05.123Z'],
		['2026-08-16T17:13:05.999Z', '2026-08-16T17:13:05.999Z'],
		['2026-08-16T17:13:05-07:00', '2026-08-17T00:13:05.000Z'],
		['2026-08-16T17:13:05+05:30', '2026-08-16T11:43:05.000Z'],
		['2026-08-16T17:13:05+0530', '2026-08-16T11:43:05.000Z'],
		['2026-08-16 17:13:05z', '2026-08-16T17:13:05.000Z'],
		['2026-12-31T23:59:60Z', '2027-01-01T00:00:00.000Z'],
		['2026-08-16T17:13:05', null],
		['2026-08-16', null],
		['2026-02-29T00:00:00Z', null],
		['2026-13-01T00:00:00Z', null],
		['2026-00-10T00:00:00Z', null],
		['2026-08-00T00:00:00Z', null],
		['2026-08-99T00:00:00Z', null],
		['2026-08-16T24:00:00Z', null],
		['2026-08-16T17:60:00Z', null],
		['2026-08-16T17:13:05+99:00', null],
		['0001-01-01T00:00:00Z', null],
		['0099-06-15T00:00:00Z', null],
		['1970-01-01T00:00:00Z', null],
		['Fri, Jun 12 2020', null],
		['yesterday', null],
		['', null],
		['0', null],
		['2026', null],
		['-1580000000', null],
		['1e12', null],
		['9'.repeat(30), null],
		['1'.repeat(100_000), null],
		[0, null],
		[-1580000000, null],
		[8.64e15, null],
		[Infinity, null],
		[true, null],
		[{}, null],
		[[], null],
	])('%j is %j', (sent, expected) => {
		expect(sound(read(withField(legacyLead, 'createTimestamp', sent))).occurredAt).toBe(expected);
		const times = [{ start: sent, end: null }];
		const lead = sound(read(withField(v4Lead, 'data.request.proposedTimes', times)));
		expect(lead.proposedTimes).toEqual([{ start: expected, end: null }]);
		expect(lead.schedule === null).toBe(expected === null);
	});

	it('a v4 event without a time happened when it was triggered', () => {
		expect(read(withField(v4Lead, 'data.createdAt', 'soon')).occurredAt).toBe('2026-08-16T17:13:05.000Z');
	});
});

describe('rating, author, and other single values', () => {
	it.each<[unknown, number | null]>([
		['4', 4],
		[5, 5],
		['1', 1],
		[' 3 ', 3],
		['4.5', 4.5],
		[4.5, 4.5],
		['5.0', 5],
		[0, null],
		['0', null],
		[6, null],
		['5.1', null],
		[-1, null],
		['five', null],
		['5 stars', null],
		['', null],
		['1e0', null],
		[Infinity, null],
		[null, null],
		[true, null],
		[[5], null],
	])('rating %j is %j', (sent, expected) => {
		expect(sound(read(withField(v4Review, 'data.rating', sent))).rating).toBe(expected);
	});

	it.each<[unknown, string]>([
		['Customer', 'customer'],
		['customer', 'customer'],
		['CUSTOMER', 'customer'],
		[' Customer\n', 'customer'],
		['Business', 'business'],
		['business', 'business'],
		['BUSINESS', 'business'],
		['Pro', 'business'],
		['', 'unknown'],
		[null, 'unknown'],
		[undefined, 'unknown'],
		[1, 'unknown'],
		[['Customer'], 'unknown'],
	])('from %j is %s', (sent, expected) => {
		expect(sound(read(withField(v4Message, 'data.from', sent))).from).toBe(expected);
	});

	const spellings = (words: string[]) =>
		words.flatMap((word) => [word, word.toUpperCase(), word.replace(/ /g, '_'), word.replace(/ /g, '-'), ` ${word}\n`]);

	it.each([
		...spellings(['Pro', 'Professional', 'Service', 'Business', 'service pro', 'Service Provider']).map(
			(word) => [word, 'business'] as const,
		),
		...spellings(['Customer', 'Consumer', 'Homeowner', 'Home Owner']).map((word) => [word, 'customer'] as const),
		...['Robot', 'Customer Support', 'x'.repeat(1000), 'constructor'].map((word) => [word, 'unknown'] as const),
	])('who wrote a message: "%s" is the %s, wherever the word stands', (from, author) => {
		const legacy = fixture('legacy-message');
		const v4 = withField(v4Message, 'data.from', undefined);
		const { event, data } = v4Message;
		for (const body of [
			withField(legacy, 'message.from', from),
			withField(legacy, 'from', from),
			withField(v4, 'data.from', from),
			withField(v4, 'from', from),
			{ ...(v4.data as object), from },
			{ type: 'MessageCreatedV4', data: { message: { ...(v4.data as object), from } } },
			{ event, data: { message: { ...(data as object), from } } },
			{ message: { ...(data as object), from } },
		]) {
			expect(sound(read(body))).toMatchObject({ event: 'message', from: author });
		}
	});

	it('a message of the Pro API that names no author is from the customer', () => {
		expect(read(fixture('legacy-message'))).toMatchObject({ from: 'customer' });
	});

	it.each<[unknown, boolean | null]>([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
		['yes', null],
		[1, null],
		[null, null],
	])('verified %j is %j', (sent, expected) => {
		expect(sound(read(withField(fixture('legacy-review'), 'review.verified', sent))).verified).toBe(expected);
	});

	it.each<[unknown, number | null]>([
		[20480, 20480],
		[0, 0],
		['20480', 20480],
		['20 KB', null],
		[-1, null],
		[Infinity, null],
		[null, null],
	])('a file size of %j is %j', (sent, expected) => {
		const event = sound(read(withField(legacyLead, 'request.attachments.0.fileSize', sent)));
		expect(event.attachments).toEqual([expect.objectContaining({ fileSize: expected })]);
	});
});

describe('names, categories, addresses, lists', () => {
	it.each<[Record<string, unknown>, Record<string, unknown>]>([
		[{ name: 'Pat Lee' }, { customerName: 'Pat Lee', customerFirstName: 'Pat', customerLastName: 'Lee' }],
		[{ name: 'Mary Ann Smith' }, { customerFirstName: 'Mary', customerLastName: 'Ann Smith' }],
		[{ name: 'Cher' }, { customerName: 'Cher', customerFirstName: 'Cher', customerLastName: null }],
		[{ name: '  ' }, { customerName: null, customerFirstName: null }],
		[{ name: 'O&#39;Neil &amp; Sons' }, { customerFirstName: "O'Neil", customerLastName: '& Sons' }],
		[
			{ firstName: 'Maria', lastName: 'Torres' },
			{ customerName: 'Maria Torres', customerLastName: 'Torres' },
		],
		[
			{ firstName: 'Maria', lastName: '' },
			{ customerName: 'Maria', customerLastName: null },
		],
		[{ displayName: 'Maria T.' }, { customerName: 'Maria T.', customerFirstName: null, customerLastName: null }],
		[
			{ displayName: 'M', firstName: 'Maria' },
			{ customerName: 'Maria', customerFirstName: 'Maria' },
		],
		[
			{ name: 'M. Torres', firstName: 'Maria' },
			{ customerName: 'M. Torres', customerFirstName: 'Maria' },
		],
		[
			{ name: {}, firstName: [] },
			{ customerName: null, customerFirstName: null },
		],
	])('customer %j', (customer, expected) => {
		expect(sound(read(withField(v4Lead, 'data.customer', customer)))).toMatchObject(expected);
	});

	it.each<[unknown, string | null, string | null]>([
		[{ categoryID: '7', name: 'Lawn &amp; Garden' }, 'Lawn & Garden', '7'],
		['Window Cleaning', 'Window Cleaning', null],
		[{ name: 'Lawn' }, 'Lawn', null],
		[{}, null, null],
	])('category %j', (category, name, categoryId) => {
		const body = withField(v4Lead, 'data.request.category', category);
		expect(sound(read(body))).toMatchObject({ category: name, categoryId });
	});

	it.each<[Record<string, unknown>, string | null]>([
		[{ address1: '9 Elm St', address2: 'Apt 4B' }, '9 Elm St, Apt 4B'],
		[{ address1: '9 Elm St', address2: '' }, '9 Elm St'],
		[{ address1: ' ', address2: 'Apt 4B' }, 'Apt 4B'],
		[{ city: 'Boise' }, null],
	])('address %j', (location, expected) => {
		expect(sound(read(withField(v4Lead, 'data.request.location', location))).address).toBe(expected);
	});

	it('elements that are no objects are left out, the rest stays in order', () => {
		const details = [null, { question: 'A', answer: '1' }, 'text', [], {}, { question: 'B', answer: ['x', 2, {}] }];
		expect(sound(read(withField(v4Lead, 'data.request.details', details))).details).toEqual([
			{ question: 'A', answer: '1' },
			{ question: null, answer: null },
			{ question: 'B', answer: 'x, 2' },
		]);
	});

	it('review pictures come from whichever list has some', () => {
		const images = fixture('v4-review').data as { images: unknown };
		const empty = withField(fixture('v4-review'), 'data.photos', []);
		expect(readRecord(empty).attachments).toHaveLength(1);
		const both = withField(empty, 'data.attachments', [{ fileName: 'a.jpg' }]);
		expect(readRecord(both).attachments).toEqual(readRecord({ data: { ...images, reviewID: '1' } }).attachments);
	});

	it.each<[string, Record<string, unknown>, string | null]>([
		['text as sent', { schedule: 'Date: Jun 12\nTime: 9:00 AM', proposedTimes: [] }, 'Date: Jun 12\nTime: 9:00 AM'],
		[
			'a booking beside times',
			{ booking: { start: '2026-09-16T10:00:00Z', duration: 120 }, proposedTimes: [{ start: '2026-09-18T08:00:00Z' }] },
			'Booked: 2026-09-16 10:00–12:00 UTC\n2026-09-18 08:00 UTC',
		],
		['a booking without length', { booking: { start: '2026-09-16T10:00:00Z' } }, 'Booked: 2026-09-16 10:00 UTC'],
		[
			'a booking of absurd length',
			{ booking: { start: '2026-09-16T10:00:00Z', duration: 1e7 } },
			'Booked: 2026-09-16 10:00 UTC',
		],
		[
			'a booking of negative length',
			{ booking: { start: '2026-09-16T10:00:00Z', duration: -5 } },
			'Booked: 2026-09-16 10:00 UTC',
		],
		['a booking without start', { booking: { duration: 60 } }, null],
		['nothing', {}, null],
	])('schedule from %s', (_, request, expected) => {
		expect(sound(read(withField(v4Lead, 'data.request', request))).schedule).toBe(expected);
	});
});
