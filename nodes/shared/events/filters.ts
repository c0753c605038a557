import type { ThumbtackEvent } from './types';

/** What the user of the trigger wants to see. */
export type EventFilter = {
	/** Names of `ThumbtackEvent['event']`. */
	events: string[];
	messagesFrom: 'customer' | 'business' | 'anyone';
	skipTestDeliveries: boolean;
	skipLeadDescriptionMessages: boolean;
	/** Empty means all. */
	businessIds: string[];
};

/**
 * Whether the user's options let the event through: true, or the reason why not, in the words of the form.
 *
 * An option drops only what is known to be unwanted. A message whose author Thumbtack did not name and an event that names
 * no business pass (v4's messages from customers name none): losing a lead is worse than showing one too many.
 */
export function wanted(event: ThumbtackEvent, filter: EventFilter): true | string {
	if (!filter.events.includes(event.event)) return `event "${event.event}" is not chosen in Trigger On`;
	if (filter.skipTestDeliveries && event.isTest) return 'it is a test delivery, and Skip Test Deliveries is on';
	const { businessId } = event;
	if (filter.businessIds.length > 0 && businessId !== null) {
		const isChosen = filter.businessIds.some((chosen) => chosen.trim() === businessId);
		if (!isChosen) return `business ${businessId} is not among the chosen businesses`;
	}
	if (event.event !== 'message') return true;
	if (filter.skipLeadDescriptionMessages && event.messageKind === 'leadDescription') {
		return 'the message repeats the description of its lead, and Skip Lead Description Messages is on';
	}
	if (filter.messagesFrom !== 'anyone' && event.from !== 'unknown' && event.from !== filter.messagesFrom) {
		return `the message is from the ${event.from}, and Messages From is set to ${filter.messagesFrom}`;
	}
	return true;
}
