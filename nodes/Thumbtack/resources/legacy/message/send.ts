import type { Operation } from '../../../operation';
import { businessId, leadId, messageText } from '../../descriptions';
import { messageText as textOf } from '../../values';

/** POST /v2/business/{businessID}/lead/{leadID}/message with a token, or the same under /v1 with Basic (Pro API). */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send message (legacy)',
	description: 'Send a message to the customer of a lead. It reaches a real person at once and cannot be taken back.',
	authentication: ['oAuth2', 'legacyToken', 'basic'],
	properties: [{ ...businessId, default: { mode: 'id', value: '' } }, leadId, messageText],
	request(parameters, authentication) {
		const business = parameters.id('businessId');
		const lead = parameters.id('leadId');
		return {
			method: 'POST',
			path: `/${authentication === 'basic' ? 'v1' : 'v2'}/business/${business}/lead/${lead}/message`,
			body: { text: textOf(parameters) },
			subjects: [
				{ what: 'lead', id: lead, field: parameters.label('leadId') },
				{ what: 'business', id: business, field: parameters.label('businessId') },
			],
			duplicateEffect: 'the customer would get the message twice',
		};
	},
};
