import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { apiUrl, environment, unsafeUrlNotice } from './shared.fields';

const whatToEnter = (usedFor: string, text: string): INodeProperties => ({
	displayName: text,
	name: `${usedFor}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { show: { usedFor: [usedFor] } },
});

const USER = { hide: { usedFor: ['header'] } };
const HEADER = { show: { usedFor: ['header'] } };
const CALLS = { usedFor: ['client', 'v1'] };

const customUrl: INodeProperties = { ...apiUrl, displayOptions: { show: { ...CALLS, environment: ['custom'] } } };

/** A username and password, or a header: Thumbtack's own for its older calls, or yours that Thumbtack sends along when it calls the trigger. */
export class ThumbtackBasicApi implements ICredentialType {
	name = 'thumbtackBasicApi';

	displayName = 'Thumbtack Basic API';

	icon: Icon = { light: 'file:../icons/thumbtack.svg', dark: 'file:../icons/thumbtack.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Used For',
			name: 'usedFor',
			type: 'options',
			options: [
				{
					name: 'Authenticate Incoming Webhooks',
					value: 'trigger',
					description: 'You choose a username and password, and enter the same ones in Thumbtack',
				},
				{
					name: 'Authenticate Incoming Webhooks With a Header',
					value: 'header',
					description: 'You choose a header and its value, and enter the same ones in Thumbtack',
				},
				{
					name: 'Disconnect',
					value: 'client',
					description: 'The client ID as username and the client secret as password',
				},
				{
					name: 'Messages (V1) and Test Leads',
					value: 'v1',
					description: 'The username and password that Thumbtack issued to you for v1 of the Pro API',
				},
			],
			default: 'trigger',
			description: 'What the credential is for. It decides which fields it has and how it is tested.',
		},
		whatToEnter(
			'trigger',
			'Choose a username (no colon) and a long password. Enter the same username and password in Thumbtack, as the Basic authorization of your webhook.',
		),
		whatToEnter(
			'header',
			'Choose a header name, e.g. X-Thumbtack-Secret, and a long value. Enter the same name and value in Thumbtack, as the Custom Header of your webhook.',
		),
		whatToEnter('client', 'Enter the client ID in "Username" and the client secret in "Password".'),
		whatToEnter(
			'v1',
			'Enter the username and password that Thumbtack issued to you for v1 of the Pro API. Test leads need "Environment" Staging.',
		),
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			displayOptions: USER,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: USER,
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. X-Thumbtack-Secret',
			displayOptions: HEADER,
		},
		{
			displayName: 'Header Value',
			name: 'headerValue',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: HEADER,
		},
		{ ...environment, displayOptions: { show: CALLS } },
		customUrl,
		unsafeUrlNotice(customUrl),
	];

	async authenticate(
		{ usedFor, username, password, headerName, headerValue }: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (usedFor === 'header') {
			return { ...requestOptions, headers: { ...requestOptions.headers, [String(headerName)]: String(headerValue) } };
		}
		return { ...requestOptions, auth: { username: String(username ?? ''), password: String(password ?? '') } };
	}
}
