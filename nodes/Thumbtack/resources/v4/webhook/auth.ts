import type { INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../../../shared/api';
import type { ParameterReader } from '../../../../shared/parameters';

const NONE = { name: 'None', value: 'none', description: 'Anybody who knows the URL can call it' };
const WAYS = [
	{ name: 'Basic', value: 'basic', description: 'A user name and a password' },
	{ name: 'Header', value: 'header', description: 'A header of your choice' },
];

function properties(authType: INodeProperties): INodeProperties[] {
	const text = (
		displayName: string,
		name: string,
		way: string,
		more: Partial<INodeProperties> = {},
	): INodeProperties => ({
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
		text('Username', 'username', 'basic'),
		text('Password', 'password', 'basic', hidden),
		text('Header Name', 'headerName', 'header', { placeholder: 'e.g. X-Webhook-Key' }),
		text('Header Value', 'headerValue', 'header', hidden),
	];
}

/** With what Thumbtack shows itself when it calls. Its replies never contain it again. */
export const authProperties = properties({
	displayName: 'Authentication Type',
	name: 'authType',
	type: 'options',
	options: [NONE, ...WAYS],
	default: 'none',
	description: 'With what Thumbtack shows itself when it calls the webhook',
});

/** The same where "none" has an operation of its own. */
export const requiredAuthProperties = properties({
	displayName: 'Authentication Type',
	name: 'authType',
	type: 'options',
	options: WAYS,
	default: 'basic',
	description: 'With what Thumbtack shows itself when it calls the webhook',
});

/** The `auth` object of the wire (v4 Manage Webhooks page), undefined for none. */
export function authFrom(parameters: ParameterReader): JsonObject | undefined {
	switch (parameters.option('authType', ['none', 'basic', 'header'])) {
		case 'basic':
			return { username: parameters.text('username'), password: parameters.text('password') };
		case 'header':
			return { header: parameters.text('headerName').trim(), value: parameters.text('headerValue') };
		default:
			return undefined;
	}
}
