import { WEBHOOK_PATHS } from '../../../../shared/api/webhooks';
import type { Operation } from '../../../operation';
import { additionalFields, businessId } from '../../descriptions';

/** POST /businesses/{businessID}/webhooks/test-negotiation: the path is in the specification, body and reply are not known. */
export const sendTestLead: Operation = {
	value: 'sendTestLead',
	name: 'Send Test Lead',
	action: 'Send test lead to webhooks',
	description: 'Have Thumbtack send a made-up lead to the webhooks of a business. It costs nothing.',
	properties: [businessId, additionalFields()],
	method: 'POST',
	path: `${WEBHOOK_PATHS.business}/test-negotiation`,
	request: () => ({ body: {} }),
	duplicateEffect: 'a second test lead would be sent',
};
