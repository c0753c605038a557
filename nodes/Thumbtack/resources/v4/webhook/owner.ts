import type { INodeProperties } from 'n8n-workflow';

import type { Subject } from '../../../../shared/api';
import type { ParameterReader } from '../../../../shared/parameters';
import { businessId } from '../../descriptions';

/** A webhook belongs to a business or to the user; the two have the same calls under different paths (v4 Manage Webhooks and Users pages). */
export const ownerProperties: INodeProperties[] = [
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'options',
		options: [
			{ name: 'Business', value: 'business', description: 'Events of one business (pro profile)' },
			{ name: 'User', value: 'user', description: 'Events of the connected user' },
		],
		default: 'business',
		description: 'Whose webhooks these are',
	},
	{ ...businessId, displayOptions: { show: { owner: ['business'] } } },
];

export function webhooksOf(parameters: ParameterReader, suffix = ''): { path: string; about: Subject[] } {
	if (parameters.option('owner', ['business', 'user']) === 'user')
		return { path: `/api/v4/users/webhooks${suffix}`, about: [] };
	const id = parameters.id('businessId');
	return {
		path: `/api/v4/businesses/${id}/webhooks${suffix}`,
		about: [{ what: 'business', id, field: parameters.label('businessId') }],
	};
}

export function oneWebhook(parameters: ParameterReader, suffix = ''): { path: string; about: Subject[] } {
	const id = parameters.id('webhookId');
	const { path, about } = webhooksOf(parameters, `/${id}${suffix}`);
	return { path, about: [{ what: 'webhook', id, field: parameters.label('webhookId') }, ...about] };
}
