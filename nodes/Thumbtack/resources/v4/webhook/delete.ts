import type { Operation } from '../../../operation';
import { webhookId } from '../../descriptions';
import { oneWebhook, ownerProperties } from './owner';

/** DELETE …/webhooks/{webhookID}. */
export const deleteOperation: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete webhook',
	description: 'Delete a webhook for good. Thumbtack stops calling its URL.',
	properties: [...ownerProperties, webhookId],
	request: (parameters) => ({ method: 'DELETE', ...oneWebhook(parameters) }),
	read: () => ({ deleted: true }),
};
