import type { INodeProperties } from 'n8n-workflow';

import { collect } from '../../../../shared/api';
import { readMessage } from '../../../../shared/events';
import type { JsonObject } from '../../../../shared/json';
import type { Operation } from '../../../operation';
import { leadId, messageText, valuesOf } from '../../descriptions';
import { messageText as textOf } from '../../values';
import { messagePages } from './getAll';

const CONDITIONS = [
	{ name: 'Always', value: 'always', description: 'Send without looking at the conversation' },
	{
		name: 'Nobody Answered',
		value: 'nobodyAnswered',
		description: 'Send only if the business has not written in this conversation yet',
	},
	{
		name: 'Not Sent Before',
		value: 'notSentBefore',
		description: 'Send only if this exact text has not been sent in this conversation yet',
	},
] as const;

const sendOnlyIf: INodeProperties = {
	displayName: 'Send Only If',
	name: 'sendOnlyIf',
	type: 'options',
	options: [...CONDITIONS],
	default: 'always',
	description:
		'When to send the message. If the condition is not met, nothing is sent, and the item has sent: false and the reason.',
};

/** Line ends and the spaces around a text are not part of what was said. */
const comparable = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

/** Whether the message has the text, as sent or with its HTML entities decoded. */
function hasText(message: JsonObject, text: string): boolean {
	const wanted = comparable(text);
	return [message.text, readMessage(message, 'v4').text].some(
		(sent) => typeof sent === 'string' && comparable(sent) === wanted,
	);
}

/** POST /negotiations/{negotiationID}/messages (v4 Messages page): 1 to 16384 characters of plain text, no attachments; gives MessageV4. */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message',
	description: 'Send a message to the customer of a lead. It reaches a real person immediately and cannot be unsent.',
	sides: ['pro', 'marketplace'],
	properties: [leadId, messageText, sendOnlyIf],
	method: 'POST',
	replyKeys: ['messageID'],
	path: '/api/v4/negotiations/{leadId}/messages',
	request(parameters) {
		parameters.option('sendOnlyIf', valuesOf(CONDITIONS));
		return { body: { text: textOf(parameters) } };
	},
	duplicateEffect: 'the customer would get the message twice',
	async unless(connection, { path, subjects }, parameters) {
		const condition = parameters.option('sendOnlyIf', valuesOf(CONDITIONS));
		if (condition === 'always') return undefined;
		const text = textOf(parameters);
		// A marketplace partner writes for the homeowner.
		const writer = condition === 'notSentBefore' && connection.side === 'marketplace' ? 'customer' : 'business';
		const forbids = (message: JsonObject) =>
			readMessage(message, 'v4').from === writer && (condition === 'nobodyAnswered' || hasText(message, text));
		// The first page that decides is the last one read.
		const pages = {
			...messagePages,
			next: (page: Parameters<typeof messagePages.next>[0]) =>
				page.items.some(forbids) ? undefined : messagePages.next(page),
		};
		const messages = await collect(connection, { method: 'GET', path, subjects }, pages, Infinity);
		if (!messages.some(forbids)) return undefined;
		const reason =
			condition === 'nobodyAnswered'
				? 'The business has already written in this conversation'
				: 'This text has already been sent in this conversation';
		return { sent: false, reason, leadId: parameters.id('leadId') };
	},
	// Beside what Thumbtack sends, the names that the trigger and Get Many use.
	read: (reply, parameters) => ({
		...reply,
		sent: true,
		leadId: parameters.id('leadId'),
		messageId: readMessage(reply, 'v4').messageId,
	}),
};
