import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { ofOwner, ownerProperties } from './owner';

/** GET …/webhooks/{webhookID}. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get webhook',
	description: 'Get one webhook: URL, events, whether it is enabled, and its authentication type (never the secret)',
	properties: [...ownerProperties, webhookId],
	method: 'GET',
	replyKeys: ['webhookID'],
	...ofOwner('/{webhookId}'),
};
