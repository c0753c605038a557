import type { Owner } from '../staticData';

/** Thumbtack's words (v4) for what the user chose. An update of a lead comes as the lead again. */
const EVENT_TYPES: Record<string, string[]> = {
	lead: ['NegotiationCreatedV4'],
	leadUpdate: ['NegotiationCreatedV4'],
	message: ['MessageCreatedV4'],
	review: ['ReviewCreatedV4'],
	job: [
		'PresetJobMatchedV4',
		'PresetJobStatusChangedV4',
		'PresetJobCancelledV4',
		'PresetJobUpdatedV4',
		'PresetJobCompletedV4',
	],
};

/** Thumbtack lists this one for users, not for businesses. */
const USER_EVENT_TYPES: Record<string, string[]> = { ...EVENT_TYPES, other: ['IncentiveUsedV4'] };

/** What to subscribe to for the chosen events. */
export function eventTypesOf(events: string[], owner: Owner['kind']): string[] {
	const known = owner === 'user' ? USER_EVENT_TYPES : EVENT_TYPES;
	return [...new Set(events.flatMap((event) => (Object.hasOwn(known, event) ? known[event] : [])))];
}
