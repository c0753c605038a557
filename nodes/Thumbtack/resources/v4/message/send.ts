import type { Operation } from '../../../operation';
import { leadId, messageText } from '../../descriptions';
import { messageText as textOf } from '../../values';

/** POST /negotiations/{negotiationID}/messages (v4 Messages page): 1 to 16384 characters of plain text, no attachments; gives MessageV4. */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description: 'Send a message to the customer of a lead. It reaches a real person at once and cannot be taken back.',
	properties: [leadId, messageText],
	request(parameters) {
		const id = parameters.id('leadId');
		return {
			method: 'POST',
			path: `/api/v4/negotiations/${id}/messages`,
			body: { text: textOf(parameters) },
			subjects: [{ what: 'lead', id, field: parameters.label('leadId') }],
			duplicateEffect: 'the customer would get the message twice',
		};
	},
};
