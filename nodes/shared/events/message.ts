import type { Delivery } from './envelope';
import { first, id, own } from '../jsonAccess';
import { attachmentsOf } from './identity';
import { text } from './text';
import type { Author, MessageEvent, MessageFields } from './types';

const AUTHORS = new Map<string, Author>([
	['customer', 'customer'],
	['consumer', 'customer'],
	['homeowner', 'customer'],
	['client', 'customer'],
	['business', 'business'],
	['service', 'business'],
	['pro', 'business'],
	['professional', 'business'],
	['provider', 'business'],
	['servicepro', 'business'],
	['serviceprofessional', 'business'],
	['serviceprovider', 'business'],
]);

/**
 * Who wrote the message, by `from` alone: which of the blocks `customer` and `business` is present says nothing, since
 * deliveries with both occur. Case, spaces, underscores and dashes do not count; other words are `unknown`. The Pro API
 * delivers messages of customers only and names no author.
 */
function authorOf({ api, subject, data, body }: Delivery): Author {
	const from = first(subject, 'from') ?? first(data, 'from') ?? first(body, 'from');
	if (from === undefined || from === '') return api === 'legacy' ? 'customer' : 'unknown';
	if (typeof from !== 'string' || from.length > 64) return 'unknown';
	return AUTHORS.get(from.toLowerCase().replace(/[\s_-]+/g, '')) ?? 'unknown';
}

/**
 * The fields of a chat message. `messageKind` is always `message` here: one delivery cannot tell. See
 * `looksLikeLeadDescription`.
 */
export function messageFields(delivery: Delivery): MessageFields {
	const { subject } = delivery;
	return {
		// A block that is mere text is the message itself.
		text: text(first(subject, 'text') ?? own(subject, 'message')),
		from: authorOf(delivery),
		attachments: attachmentsOf(subject, 'attachments'),
		messageKind: 'message',
		messageId: id(own(subject, 'messageID')),
	};
}

// Four times what Thumbtack lets anyone write. Beyond it `\s+` may meet a run of spaces that is too long for it.
const LONGEST = 65_536;

function comparable(value: string): string {
	if (value.length > LONGEST) return value.trim();
	return value.replace(/\s+/g, ' ').trim();
}

/**
 * Whether a message only repeats the description of its lead. Thumbtack writes one such message into the chat of every
 * lead, and it can arrive before the lead itself (Partner Platform, pro integrations: messages). Spaces and line ends do
 * not count; an empty description matches nothing.
 *
 * @param descriptionOfLead `description` of the lead with the same `leadId`
 */
export function looksLikeLeadDescription(
	message: Pick<MessageEvent, 'text' | 'from'>,
	descriptionOfLead: string | null,
): boolean {
	if (message.from === 'business' || message.text === null || descriptionOfLead === null) return false;
	const description = comparable(descriptionOfLead);
	return description !== '' && comparable(message.text) === description;
}
