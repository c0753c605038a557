import type { Operation } from '../../../operation';
import { leadId, messageText } from '../../descriptions';
import { messageText as textOf } from '../../values';

/** POST /negotiations/{negotiationID}/messages (v4 Messages page): 1 to 16384 characters of plain text, no attachments; gives MessageV4. */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description: 'Send a message to the customer of a lead. It is delivered at once and cannot be unsent.',
	sides: ['pro', 'marketplace'],
	properties: [leadId, messageText],
	method: 'POST',
	path: '/api/v4/negotiations/{leadId}/messages',
	request: (parameters) => ({ body: { text: textOf(parameters) } }),
	duplicateEffect: 'the customer would get the message twice',
};
