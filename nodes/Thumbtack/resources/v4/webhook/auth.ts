import type { INodeProperties } from 'n8n-workflow';

import type { WebhookAuth } from '../../../../shared/api/webhooks';
import type { ParameterReader } from '../../../../shared/parameters';

const NONE = { name: 'None', value: 'none', description: 'Anyone with the URL can call it' };
const WAYS = [
	{ name: 'Basic', value: 'basic', description: 'A username and password' },
	{ name: 'Header', value: 'header', description: 'A header of your choice' },
];

function properties(authType: INodeProperties): INodeProperties[] {
	const text = (displayName: string, name: string, way: string, more: Partial<INodeProperties>): INodeProperties => ({
		displayName,
		name,
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { authType: [way] } },
		...more,
	});
	const hidden = { typeOptions: { password: true } };
	return [
		authType,
		text('Username', 'username', 'basic', {}),
		text('Password', 'password', 'basic', hidden),
		text('Header Name', 'headerName', 'header', { placeholder: 'e.g. X-Webhook-Key' }),
		text('Header Value', 'headerValue', 'header', hidden),
	];
}

export const authProperties = properties({
	displayName: 'Authentication Type',
	name: 'authType',
	type: 'options',
	options: [NONE, ...WAYS],
	default: 'none',
	description: 'How Thumbtack authenticates when it calls the webhook',
});

/** The same without "none", which has a separate operation. */
export const requiredAuthProperties = properties({
	displayName: 'Authentication Type',
	name: 'authType',
	type: 'options',
	options: WAYS,
	default: 'basic',
	description: 'How Thumbtack authenticates when it calls the webhook',
});

/** The `auth` object of the wire (v4 Manage Webhooks page). */
export function authFrom(parameters: ParameterReader): WebhookAuth {
	return parameters.option('authType', ['basic', 'header']) === 'basic'
		? { username: parameters.text('username'), password: parameters.text('password') }
		: { header: parameters.text('headerName').trim(), value: parameters.text('headerValue') };
}

/** The same; undefined for none. */
export const optionalAuthFrom = (parameters: ParameterReader): WebhookAuth | undefined =>
	parameters.option('authType', ['none', 'basic', 'header']) === 'none' ? undefined : authFrom(parameters);
