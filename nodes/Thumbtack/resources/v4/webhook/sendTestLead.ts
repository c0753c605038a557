import type { Operation } from '../../../operation';
import { additionalFields, businessId } from '../../descriptions';

/** POST /businesses/{businessID}/webhooks/test-negotiation: the path is in the specification, body and reply are not known. */
export const sendTestLead: Operation = {
	value: 'sendTestLead',
	name: 'Send Test Lead',
	action: 'Send test lead to webhooks',
	description: 'Have Thumbtack send a made-up lead to the webhooks of a business. It costs nothing.',
	properties: [businessId, additionalFields()],
	request(parameters) {
		const id = parameters.id('businessId');
		return {
			method: 'POST',
			path: `/api/v4/businesses/${id}/webhooks/test-negotiation`,
			body: parameters.group('additionalFields').json('additionalBody'),
			subjects: [{ what: 'business', id, field: parameters.label('businessId') }],
			duplicateEffect: 'a second test lead would be sent',
		};
	},
};
