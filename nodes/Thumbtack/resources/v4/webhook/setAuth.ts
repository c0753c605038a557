import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { authFrom, requiredAuthProperties } from './auth';
import { oneWebhook, ownerProperties } from './owner';

/** PUT …/webhooks/{webhookID}/auth: { username, password } or { header, value }. The reply is not documented. */
export const setAuth: Operation = {
	value: 'setAuth',
	name: 'Set Authentication',
	action: 'Set authentication of webhook',
	description: 'Give a webhook a user name and password, or a header, that Thumbtack sends along with each call',
	properties: [...ownerProperties, webhookId, ...requiredAuthProperties],
	request: (parameters) => ({ method: 'PUT', ...oneWebhook(parameters, '/auth'), body: authFrom(parameters) }),
};
