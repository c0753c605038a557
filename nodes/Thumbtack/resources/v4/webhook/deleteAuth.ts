import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { ofOwner, ownerProperties } from './owner';

/** DELETE …/webhooks/{webhookID}/auth: the webhook's authType becomes None. */
export const deleteAuth: Operation = {
	value: 'deleteAuth',
	name: 'Delete Authentication',
	action: 'Delete webhook authentication',
	description: 'Remove authentication from a webhook. Anyone with the URL can then call it.',
	properties: [...ownerProperties, webhookId],
	method: 'DELETE',
	...ofOwner('/{webhookId}/auth'),
	read: () => ({ deleted: true }),
};
