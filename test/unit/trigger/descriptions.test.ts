import { normalizeDelivery, type Json } from '../../../nodes/shared/events';
import { markLeadDescriptions } from '../../../nodes/ThumbtackTrigger/webhook/leadDescriptions';

const lead = (negotiationID: string, description: string) =>
	normalizeDelivery(
		{ event: { eventType: 'NegotiationCreatedV4' }, data: { negotiationID, request: { description } } },
		new Date(),
	);
const message = (negotiationID: string, text: string, more: { [key: string]: Json } = {}) =>
	normalizeDelivery(
		{
			event: { eventType: 'MessageCreatedV4' },
			data: { messageID: '1', negotiationID, from: 'Customer', text, ...more },
		},
		new Date(),
	);

function kindOf(...events: Array<ReturnType<typeof normalizeDelivery>>): string | undefined {
	events.forEach(markLeadDescriptions);
	const last = events.at(-1)!;
	return last.event === 'message' ? last.messageKind : undefined;
}

describe('the message that repeats the description of its lead', () => {
	it('is the first one only, and a copy of it', () => {
		const text = 'Mow the lawn';
		expect(kindOf(lead('108', text), message('108', text))).toBe('leadDescription');
		expect(kindOf(message('108', text))).toBe('leadDescription');
		expect(kindOf(message('108', text, { messageID: '2' }))).toBe('message');
		// A copy of the lead starts nothing anew.
		expect(kindOf(lead('108', text), message('108', text, { messageID: '3' }))).toBe('message');
	});

	it.each([
		['9 minutes', 'leadDescription'],
		['11 minutes', 'message'],
	])('%s after the lead: %s', (minutes, kind) => {
		const id = `109${parseInt(minutes)}`;
		const at = Date.now() - parseInt(minutes) * 60_000;
		const early = normalizeDelivery(
			{ event: { eventType: 'NegotiationCreatedV4' }, data: { negotiationID: id, request: { description: 'Mow' } } },
			new Date(at),
		);
		expect(kindOf(early, message(id, 'Mow'))).toBe(kind);
	});

	it('is told beside its lead, whatever the spaces', () => {
		expect(kindOf(lead('101', 'Mow the lawn,\r\n twice'), message('101', 'Mow the lawn, twice '))).toBe(
			'leadDescription',
		);
	});

	it.each([
		['another text', [lead('102', 'Mow the lawn'), message('102', 'Mow the lawn tomorrow')]],
		['another lead', [lead('103', 'Mow the lawn'), message('104', 'Mow the lawn')]],
		['the pro', [lead('105', 'Mow the lawn'), message('105', 'Mow the lawn', { from: 'Business' })]],
		['a lead that is not known yet', [message('106', 'Mow the lawn')]],
		['a lead without description', [lead('107', ''), message('107', '')]],
	])('is not mistaken: %s', (_, events) => {
		expect(kindOf(...events)).toBe('message');
	});
});
