import type { Delivery } from './envelope';
import type { Json } from '../json';
import { first, id, own } from '../jsonAccess';
import { attachmentsOf } from './identity';
import { text } from './text';
import type { Author, MessageEvent, MessageFields } from './types';

/**
 * Who wrote the message, by `from` alone: which of the blocks `customer` and `business` is present says nothing, since
 * deliveries with both occur. Anything but the two documented words is `unknown`.
 */
function authorOf(from: Json | undefined): Author {
	if (typeof from !== 'string' || from.length > 32) return 'unknown';
	const side = from.trim().toLowerCase();
	return side === 'customer' || side === 'business' ? side : 'unknown';
}

/**
 * The fields of a chat message. The Pro API delivers messages of customers only and names no author.
 *
 * `messageKind` is always `message` here: one delivery cannot tell. See `looksLikeLeadDescription`.
 */
export function messageFields({ api, subject }: Delivery): MessageFields {
	return {
		messageId: id(own(subject, 'messageID')),
		text: text(first(subject, 'text')),
		from: api === 'legacy' ? 'customer' : authorOf(own(subject, 'from')),
		messageKind: 'message',
		attachments: attachmentsOf(subject, 'attachments'),
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
