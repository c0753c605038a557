import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { oneWebhook, ownerProperties } from './owner';

/** DELETE …/webhooks/{webhookID}/auth: the webhook's authType becomes None. */
export const deleteAuth: Operation = {
	value: 'deleteAuth',
	name: 'Delete Authentication',
	action: 'Delete authentication of webhook',
	description: 'Let Thumbtack call a webhook without showing itself. Anybody who knows the URL can then call it too.',
	properties: [...ownerProperties, webhookId],
	request: (parameters) => ({ method: 'DELETE', ...oneWebhook(parameters, '/auth') }),
	read: () => ({ deleted: true }),
};
