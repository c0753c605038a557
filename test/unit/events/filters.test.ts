import type { EventFilter, Json, MessageEvent } from '../../../nodes/shared/events';
import { looksLikeLeadDescription, wanted } from '../../../nodes/shared/events';
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
	['other', fixture('v4-unknown-type')],
];

describe('wanted', () => {
	it.each(KINDS)('%s passes when chosen, and only then', (event, body) => {
		const rest = EVERYTHING.events.filter((name) => name !== event);
		expect(wanted(read(body), EVERYTHING)).toBe(true);
		expect(wanted(read(body), { ...EVERYTHING, events: [event] })).toBe(true);
		expect(wanted(read(body), { ...EVERYTHING, events: rest })).toBe(`event "${event}" is not chosen in Trigger On`);
	});

	it.each<[EventFilter['messagesFrom'], string, true | string]>([
		['anyone', 'Customer', true],
		['anyone', 'Business', true],
		['anyone', '?', true],
		['customer', 'Customer', true],
		['customer', 'Business', 'the message is from the business, and Messages From is set to customer'],
		['customer', '?', true],
		['business', 'Customer', 'the message is from the customer, and Messages From is set to business'],
		['business', 'Business', true],
		['business', '?', true],
	])('messages from %s, sent by %s', (messagesFrom, from, expected) => {
		const event = read(withField(fixture('v4-message-customer'), 'data.from', from));
		expect(wanted(event, { ...EVERYTHING, messagesFrom })).toBe(expected);
		expect(wanted(read(fixture('v4-lead')), { ...EVERYTHING, messagesFrom })).toBe(true);
	});

	it('test deliveries', () => {
		const filter = { ...EVERYTHING, skipTestDeliveries: true };
		expect(wanted(read(fixture('v4-lead-test-button')), filter)).toContain('test delivery');
		expect(wanted(read(fixture('v4-lead')), filter)).toBe(true);
		expect(wanted(read(fixture('v4-lead-test-button')), EVERYTHING)).toBe(true);
	});

	it.each<[string[], true | string]>([
		[[], true],
		[['501100200300400500'], true],
		[['1', ' 501100200300400500 '], true],
		[['1', '2'], 'business 501100200300400500 is not among the chosen businesses'],
		[[''], 'business 501100200300400500 is not among the chosen businesses'],
	])('businesses %j', (businessIds, expected) => {
		expect(wanted(read(fixture('v4-lead')), { ...EVERYTHING, businessIds })).toBe(expected);
	});

	it('an event that names no business passes the choice of businesses', () => {
		const event = read(fixture('v4-message-customer'));
		expect(event.businessId).toBeNull();
		expect(wanted(event, { ...EVERYTHING, businessIds: ['1'] })).toBe(true);
	});

	it('messages that repeat the description', () => {
		const message = read(fixture('v4-message-customer')) as MessageEvent;
		const repeated: MessageEvent = { ...message, messageKind: 'leadDescription' };
		const filter = { ...EVERYTHING, skipLeadDescriptionMessages: true };
		expect(wanted(repeated, filter)).toContain('repeats the description');
		expect(wanted(repeated, EVERYTHING)).toBe(true);
		expect(wanted(message, filter)).toBe(true);
	});

	it('every reason is one line for a log, without anything of the customer in it', () => {
		const reasons = [
			wanted(read(fixture('v4-lead')), { ...EVERYTHING, events: [] }),
			wanted(read(fixture('v4-lead')), { ...EVERYTHING, businessIds: ['1'] }),
			wanted(read(fixture('v4-lead-test-button')), { ...EVERYTHING, skipTestDeliveries: true }),
			wanted(read(fixture('v4-message-business')), { ...EVERYTHING, messagesFrom: 'customer' }),
		];
		for (const reason of reasons) {
			expect(reason).toMatch(/^[^\n]{10,120}$/);
			expect(reason).not.toMatch(/Maria|Torres|8395550142/);
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
