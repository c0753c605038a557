import type { Operation } from '../../../operation';
import { additionalFields, businessId } from '../../descriptions';

/** POST /businesses/{businessID}/webhooks/test-negotiation: the path is in the specification, body and reply are not known. */
export const sendTestLead: Operation = {
	value: 'sendTestLead',
	name: 'Send Test Lead',
	action: 'Send test lead to webhooks',
	description: 'Have Thumbtack send a made-up lead to the webhooks of a business. It costs nothing.',
	properties: [businessId, additionalFields()],
	request(fields) {
		const id = fields.id('businessId');
		return {
			method: 'POST',
			path: `/api/v4/businesses/${id}/webhooks/test-negotiation`,
			body: fields.group('additionalFields').json('additionalBody'),
			about: [{ what: 'business', id, field: fields.label('businessId') }],
			harmOfRepeat: 'a second test lead would be sent',
		};
	},
};
