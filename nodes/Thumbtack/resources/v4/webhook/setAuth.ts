import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { authFrom, requiredAuthProperties } from './auth';
import { ofOwner, ownerProperties } from './owner';

/** PUT …/webhooks/{webhookID}/auth: { username, password } or { header, value }. The reply is not documented. */
export const setAuth: Operation = {
	value: 'setAuth',
	name: 'Set Authentication',
	action: 'Set webhook authentication',
	description: 'Set the username and password, or the header, that Thumbtack sends with each call of a webhook',
	properties: [...ownerProperties, webhookId, ...requiredAuthProperties],
	method: 'PUT',
	...ofOwner('/{webhookId}/auth'),
	request: (parameters) => ({ body: { ...authFrom(parameters) } }),
};
