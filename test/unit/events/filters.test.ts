import type { EventFilter, Json, MessageEvent } from '../../../nodes/shared/events';
import { filterReason, LEAD_TYPES, looksLikeLeadDescription } from '../../../nodes/shared/events';
import { fixture, read, withField } from './fixtures';

const EVERYTHING: EventFilter = {
	events: ['lead', 'message', 'leadUpdate', 'review', 'job', 'other'],
	messagesFrom: 'anyone',
	skipTestDeliveries: false,
	skipLeadDescriptionMessages: false,
	businessIds: [],
};

const KINDS: Array<[string, Json]> = [
	['lead', fixture('v4-lead')],
	['message', fixture('v4-message-customer')],
	['leadUpdate', fixture('legacy-lead-update')],
	['review', fixture('v4-review')],
	['job', fixture('v4-job-matched')],
	['other', fixture('v4-incentive-used')],
];

describe('filterReason', () => {
	it.each(KINDS)('%s passes when chosen, and only then', (event, body) => {
		const rest = EVERYTHING.events.filter((name) => name !== event);
		expect(filterReason(read(body), EVERYTHING)).toBeUndefined();
		expect(filterReason(read(body), { ...EVERYTHING, events: [event] })).toBeUndefined();
		expect(filterReason(read(body), { ...EVERYTHING, events: rest })).toBe(
			`event "${event}" is not chosen in Trigger On`,
		);
	});

	it.each<[EventFilter['messagesFrom'], string, string | undefined]>([
		['anyone', 'Customer', undefined],
		['anyone', 'Business', undefined],
		['anyone', '?', undefined],
		['customer', 'Customer', undefined],
		['customer', 'Business', 'the message is from the business, and Messages From is set to customer'],
		['customer', '?', undefined],
		['business', 'Customer', 'the message is from the customer, and Messages From is set to business'],
		['business', 'Business', undefined],
		['business', '?', undefined],
	])('messages from %s, sent by %s', (messagesFrom, from, expected) => {
		const event = read(withField(fixture('v4-message-customer'), 'data.from', from));
		expect(filterReason(event, { ...EVERYTHING, messagesFrom })).toBe(expected);
		expect(filterReason(read(fixture('v4-lead')), { ...EVERYTHING, messagesFrom })).toBeUndefined();
	});

	it('test deliveries', () => {
		const filter = { ...EVERYTHING, skipTestDeliveries: true };
		expect(filterReason(read(fixture('v4-lead-test-button')), filter)).toContain('test delivery');
		expect(filterReason(read(fixture('v4-lead')), filter)).toBeUndefined();
		expect(filterReason(read(fixture('v4-lead-test-button')), EVERYTHING)).toBeUndefined();
	});

	it.each<[string[], string | undefined]>([
		[[], undefined],
		[['501100200300400500'], undefined],
		[['1', ' 501100200300400500 '], undefined],
		[['1', '2'], 'business 501100200300400500 is not among the chosen businesses'],
		[[''], 'business 501100200300400500 is not among the chosen businesses'],
	])('businesses %j', (businessIds, expected) => {
		expect(filterReason(read(fixture('v4-lead')), { ...EVERYTHING, businessIds })).toBe(expected);
	});

	it('an event that names no business passes the choice of businesses', () => {
		const event = read(fixture('v4-message-customer'));
		expect(event.businessId).toBeNull();
		expect(filterReason(event, { ...EVERYTHING, businessIds: ['1'] })).toBeUndefined();
	});

	it('messages that repeat the description', () => {
		const message = read(fixture('v4-message-customer')) as MessageEvent;
		const repeated: MessageEvent = { ...message, messageKind: 'leadDescription' };
		const filter = { ...EVERYTHING, skipLeadDescriptionMessages: true };
		expect(filterReason(repeated, filter)).toContain('repeats the description');
		expect(filterReason(repeated, EVERYTHING)).toBeUndefined();
		expect(filterReason(message, filter)).toBeUndefined();
	});

	it('every reason is one line for a log, without anything of the customer in it', () => {
		const reasons = [
			filterReason(read(fixture('v4-lead')), { ...EVERYTHING, events: [] }),
			filterReason(read(fixture('v4-lead')), { ...EVERYTHING, businessIds: ['1'] }),
			filterReason(read(fixture('v4-lead-test-button')), { ...EVERYTHING, skipTestDeliveries: true }),
			filterReason(read(fixture('v4-message-business')), { ...EVERYTHING, messagesFrom: 'customer' }),
		];
		for (const reason of reasons) {
			expect(reason).toMatch(/^[^\n]{10,120}$/);
			expect(reason).not.toMatch(/Maria|Torres|8395550142/);
		}
	});
});

describe('lead types', () => {
	it.each([...LEAD_TYPES])('%s passes when chosen, in any spelling, and only then', (leadType) => {
		const event = read(withField(fixture('legacy-lead'), 'leadType', leadType));
		const rest = LEAD_TYPES.filter((type) => type !== leadType);
		expect(filterReason(event, { ...EVERYTHING, leadTypes: [leadType] })).toBeUndefined();
		expect(filterReason(event, { ...EVERYTHING, leadTypes: [] })).toBeUndefined();
		expect(filterReason(event, { ...EVERYTHING, leadTypes: [...rest] })).toBe(
			'the type of the lead is not among the chosen Lead Types',
		);
		const spelled = read(
			withField(fixture('legacy-lead'), 'leadType', ` ${leadType.toLowerCase().replace(/_/g, ' ')} `),
		);
		expect(filterReason(spelled, { ...EVERYTHING, leadTypes: [leadType] })).toBeUndefined();
	});

	it('there are the 13 of the Pro API', () => expect(new Set(LEAD_TYPES).size).toBe(13));

	it('a lead without a type and other events pass', () => {
		const filter = { ...EVERYTHING, leadTypes: ['INSTANT_BOOK'] };
		for (const name of ['v4-lead', 'legacy-lead-update', 'v4-message-customer', 'v4-review']) {
			expect(filterReason(read(fixture(name)), filter)).toBeUndefined();
		}
	});
});

describe('looksLikeLeadDescription', () => {
	it.each<[string | null, MessageEvent['from'], string | null, boolean]>([
		['Need lawn care', 'customer', 'Need lawn care', true],
		[' Need\r\nlawn  care ', 'customer', 'Need lawn\ncare', true],
		['Need lawn care', 'unknown', 'Need lawn care', true],
		['Need lawn care', 'business', 'Need lawn care', false],
		['Need lawn care!', 'customer', 'Need lawn care', false],
		['need lawn care', 'customer', 'Need lawn care', false],
		['', 'customer', '', false],
		[' ', 'customer', '\n', false],
		[null, 'customer', 'Need lawn care', false],
		['Need lawn care', 'customer', null, false],
	])('%j from %s against %j: %s', (text, from, description, expected) => {
		expect(looksLikeLeadDescription({ text, from }, description)).toBe(expected);
	});

	it('compares what both sides decoded', () => {
		const lead = read(withField(fixture('v4-lead'), 'data.request.description', 'Yard &amp; hedge'));
		const message = read(withField(fixture('v4-message-customer'), 'data.text', 'Yard &amp; hedge')) as MessageEvent;
		expect(looksLikeLeadDescription(message, (lead as { description: string }).description)).toBe(true);
	});
});
