import { looksLikeLeadDescription, type ThumbtackEvent } from '../../shared/events';
import { BoundedMap } from '../../shared/boundedMap';

/** Leads whose description is remembered in this process, at least; at most 16 MB. */
const MAX_LEADS = 1000;
const MAX_CHARACTERS = 4096;

const descriptions = new BoundedMap<string>(MAX_LEADS);

/**
 * Thumbtack repeats the description of a new lead as a message in its chat. Which message that is shows only beside the lead, so the leads
 * that came in are remembered; a message that comes before its lead, or to another process, stays an ordinary one.
 */
export function markLeadDescriptions(event: ThumbtackEvent): void {
	if (event.leadId === null) return;
	if (event.event === 'lead' && event.description !== null && event.description.length <= MAX_CHARACTERS) {
		descriptions.set(event.leadId, event.description);
	}
	if (event.event === 'message' && looksLikeLeadDescription(event, descriptions.get(event.leadId) ?? null)) {
		event.messageKind = 'leadDescription';
	}
}
