import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { ofOwner, ownerProperties } from './owner';

/** DELETE …/webhooks/{webhookID}. */
export const deleteOperation: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete webhook',
	description: 'Delete a webhook. Thumbtack stops calling its URL.',
	properties: [...ownerProperties, webhookId],
	method: 'DELETE',
	...ofOwner('/{webhookId}'),
	read: () => ({ deleted: true }),
};
