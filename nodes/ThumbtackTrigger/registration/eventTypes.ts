import { WEBHOOK_EVENTS } from '../../shared/api/webhooks';
import type { Owner } from '../staticData';

/** Thumbtack's words (v4) for what the user chose. An update of a lead comes as the lead again. */
const EVENT_TYPES: Record<string, string[]> = {
	lead: [WEBHOOK_EVENTS.negotiationCreated],
	leadUpdate: [WEBHOOK_EVENTS.negotiationCreated],
	message: [WEBHOOK_EVENTS.messageCreated],
	review: [WEBHOOK_EVENTS.reviewCreated],
	job: [
		WEBHOOK_EVENTS.jobMatched,
		WEBHOOK_EVENTS.jobStatusChanged,
		WEBHOOK_EVENTS.jobCancelled,
		WEBHOOK_EVENTS.jobUpdated,
		WEBHOOK_EVENTS.jobCompleted,
	],
};

/** Thumbtack lists this one for users, not for businesses. */
const USER_EVENT_TYPES: Record<string, string[]> = { ...EVENT_TYPES, other: [WEBHOOK_EVENTS.incentiveUsed] };

/** What to subscribe to for the chosen events. */
export function eventTypesOf(events: string[], owner: Owner['kind']): string[] {
	const known = owner === 'user' ? USER_EVENT_TYPES : EVENT_TYPES;
	return [...new Set(events.flatMap((event) => (Object.hasOwn(known, event) ? known[event] : [])))];
}
