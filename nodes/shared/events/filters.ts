import type { ThumbtackEvent } from './types';

/** The values of `leadType` that the Pro API documents (lead payload: lead types). v4 names no type. */
export const LEAD_TYPES = [
	'AVAILABILITY',
	'CONTACT',
	'ESTIMATION',
	'CALL',
	'BOOKING',
	'PHONE_CONSULTATION',
	'INSTANT_BOOK',
	'SPONSORED',
	'INSTANT_CONSULT',
	'SERVICE_CALL',
	'FULFILLMENT',
	'REQUEST_A_QUOTE',
	'MISMATCH_REQUEST_A_QUOTE',
] as const;

/** What the user of the trigger wants to see. */
export type EventFilter = {
	/** Names of `ThumbtackEvent['event']`. */
	events: string[];
	messagesFrom: 'customer' | 'business' | 'anyone';
	skipTestDeliveries: boolean;
	skipLeadDescriptionMessages: boolean;
	/** Empty means all. */
	businessIds: string[];
	/** Some of `LEAD_TYPES`; empty or absent means all. */
	leadTypes?: string[];
};

/** Upper case with underscores, so that "Instant Book" and "instant-book" are INSTANT_BOOK. */
function wordKey(word: string): string {
	return word
		.trim()
		.toUpperCase()
		.replace(/[\s-]+/g, '_');
}

/**
 * Why the user's options leave the event out, in the words of the form; undefined when they let it through.
 *
 * An option drops only what is known to be unwanted. A message whose author Thumbtack did not name, an event that names
 * no business (v4's messages from customers name none) and a lead without a type (v4 has none) pass: losing a lead is
 * worse than showing one too many.
 */
export function filterReason(event: ThumbtackEvent, filter: EventFilter): string | undefined {
	if (!filter.events.includes(event.event)) return `event "${event.event}" is not chosen in Trigger On`;
	if (filter.skipTestDeliveries && event.isTest) return 'it is a test delivery, and Skip Test Deliveries is on';
	const { businessId } = event;
	if (filter.businessIds.length > 0 && businessId !== null) {
		const isChosen = filter.businessIds.some((chosen) => chosen.trim() === businessId);
		if (!isChosen) return `business ${businessId} is not among the chosen businesses`;
	}
	const leadTypes = filter.leadTypes ?? [];
	const leadType = 'leadType' in event ? (event.leadType ?? null) : null;
	if (leadTypes.length > 0 && leadType !== null && leadType.length <= 64) {
		const isChosen = leadTypes.some((chosen) => wordKey(chosen) === wordKey(leadType));
		if (!isChosen) return 'the type of the lead is not among the chosen Lead Types';
	}
	if (event.event !== 'message') return undefined;
	if (filter.skipLeadDescriptionMessages && event.messageKind === 'leadDescription') {
		return 'the message repeats the description of its lead, and Skip Lead Description Messages is on';
	}
	if (filter.messagesFrom !== 'anyone' && event.from !== 'unknown' && event.from !== filter.messagesFrom) {
		return `the message is from the ${event.from}, and Messages From is set to ${filter.messagesFrom}`;
	}
	return undefined;
}
