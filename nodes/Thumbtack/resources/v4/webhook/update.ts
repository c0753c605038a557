import { ParameterError } from '../../../../shared/parameters';
import type { Operation } from '../../../operation';
import { enabled, eventTypes, webhookId, webhookUrl } from '../../descriptions';
import { eventTypes as eventTypesOf, webhookUrl as webhookUrlOf } from '../../values';
import { oneWebhook, ownerProperties } from './owner';

/** PUT …/webhooks/{webhookID}: only what is to change. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update webhook',
	description: 'Change the URL or the events of a webhook, or switch it on and off',
	properties: [
		...ownerProperties,
		webhookId,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [enabled, { ...eventTypes, required: undefined }, { ...webhookUrl, required: undefined }],
		},
	],
	request(parameters) {
		const change = parameters.group('updateFields');
		const body = {
			...(change.has('webhookUrl') && { webhookURL: webhookUrlOf(change) }),
			...(change.has('eventTypes') && { eventTypes: eventTypesOf(change) }),
			...(change.has('enabled') && { enabled: change.boolean('enabled') }),
		};
		if (Object.keys(body).length === 0)
			throw new ParameterError(`"${parameters.label('updateFields')}" is empty`, 'Add the field that is to change.');
		return { method: 'PUT', ...oneWebhook(parameters), body };
	},
};
