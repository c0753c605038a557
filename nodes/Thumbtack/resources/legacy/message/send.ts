import type { Operation } from '../../../operation';
import { businessId, leadId, messageText } from '../../descriptions';
import { messageText as textOf } from '../../values';

/** POST /v2/business/{businessID}/lead/{leadID}/message with a token, or the same under /v1 with Basic (Pro API). */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message (legacy)',
	description: 'Send a message to the customer of a lead. It reaches a real person immediately and cannot be unsent.',
	authentication: ['oAuth2', 'legacyToken', 'basic'],
	properties: [{ ...businessId, default: { mode: 'id', value: '' } }, leadId, messageText],
	method: 'POST',
	replyKeys: ['status'],
	path: (_, authentication) =>
		`/${authentication === 'basic' ? 'v1' : 'v2'}/business/{businessId}/lead/{leadId}/message`,
	request: (parameters) => ({ body: { text: textOf(parameters) } }),
	duplicateEffect: 'the customer would get the message twice',
};
