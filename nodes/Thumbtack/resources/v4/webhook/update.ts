import type { Operation } from '../../../operation';
import { enabled, eventTypes, updateFields, webhookId, webhookUrl } from '../../descriptions';
import { changes, eventTypes as eventTypesOf, webhookUrl as webhookUrlOf } from '../../values';
import { ofOwner, ownerProperties } from './owner';

/** PUT …/webhooks/{webhookID}: only what is to change. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update webhook',
	description: 'Change the URL or the events of a webhook, or turn it on or off',
	properties: [...ownerProperties, webhookId, updateFields(enabled, eventTypes, webhookUrl)],
	method: 'PUT',
	replyKeys: ['webhookID'],
	...ofOwner('/{webhookId}'),
	request: (parameters) => ({
		body: changes(parameters, {
			webhookUrl: (fields) => ['webhookURL', webhookUrlOf(fields)],
			eventTypes: (fields) => ['eventTypes', eventTypesOf(fields)],
			enabled: (fields) => ['enabled', fields.boolean('enabled')],
		}),
	}),
};
