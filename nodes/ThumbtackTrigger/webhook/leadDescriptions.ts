import { looksLikeLeadDescription, type ThumbtackEvent } from '../../shared/events';
import { BoundedMap } from '../../shared/boundedMap';

/** Thumbtack writes the message when it makes the lead. The same words later are the customer's own. */
const LONGEST_APART_MS = 10 * 60_000;
/** Of all leads of the process; several hundred, of which 10 minutes are of use. */
const MEMORY_BYTES = 256 * 1024;
const MAX_CHARACTERS = 4096;

interface Description {
	text: string;
	/** When the lead was made and when it came; milliseconds. */
	occurredAt: number;
	receivedAt: number;
	/** The message that was found to repeat it. A copy of that message is the same message. */
	repeatedBy?: string;
}

const descriptions = new BoundedMap<Description>(MEMORY_BYTES, (key, { text }) => 300 + 2 * (key.length + text.length));

const time = (iso: string | null): number => (iso === null ? NaN : Date.parse(iso));

/** NaN, a time that is not known, is not far from any other. */
const isFar = (one: number, other: number): boolean => Math.abs(one - other) > LONGEST_APART_MS;

/**
 * Thumbtack repeats the description of a new lead as a message in its chat. Which message that is shows only beside the
 * lead, so the leads that came in are remembered for a while: it is the first one with the same words, within 10 minutes of
 * the lead. A message that comes before its lead, or to another process, stays an ordinary one.
 */
export function markLeadDescriptions(event: ThumbtackEvent): void {
	if (event.leadId === null) return;
	const [occurredAt, receivedAt] = [time(event.occurredAt), time(event.receivedAt)];
	if (event.event === 'lead' && event.description !== null && event.description.length <= MAX_CHARACTERS) {
		// A copy or a change of the lead does not start the time again.
		if (descriptions.get(event.leadId)?.text === event.description) return;
		descriptions.set(event.leadId, { text: event.description, occurredAt, receivedAt });
	}
	if (event.event !== 'message') return;
	const description = descriptions.get(event.leadId);
	if (!description || !looksLikeLeadDescription(event, description.text)) return;
	if (description.repeatedBy === undefined) {
		if (isFar(occurredAt, description.occurredAt) || isFar(receivedAt, description.receivedAt)) return;
		description.repeatedBy = event.eventKey;
	}
	if (description.repeatedBy === event.eventKey) event.messageKind = 'leadDescription';
}
