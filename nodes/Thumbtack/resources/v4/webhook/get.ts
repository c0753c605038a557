import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { oneWebhook, ownerProperties } from './owner';

/** GET …/webhooks/{webhookID}. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get webhook',
	description:
		'Retrieve one webhook: URL, events, whether it is enabled, and its kind of authentication (never the secret)',
	properties: [...ownerProperties, webhookId],
	request: (parameters) => ({ method: 'GET', ...oneWebhook(parameters) }),
};
