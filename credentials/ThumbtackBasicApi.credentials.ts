import type { IAuthenticateGeneric, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { apiUrl, environment } from './environment.fields';

const whatToEnter = (usedFor: string, text: string): INodeProperties => ({
	displayName: text,
	name: `${usedFor}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { show: { usedFor: [usedFor] } },
});

/** A user name and password: Thumbtack's own for its older calls, or yours that Thumbtack sends along when it calls the trigger. */
export class ThumbtackBasicApi implements ICredentialType {
	name = 'thumbtackBasicApi';

	displayName = 'Thumbtack Basic API';

	icon: Icon = { light: 'file:../icons/thumbtack.svg', dark: 'file:../icons/thumbtack.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Used For',
			name: 'usedFor',
			type: 'options',
			options: [
				{
					name: 'Checking the Calls to the Trigger',
					value: 'trigger',
					description:
						'You think up the two and enter them at Thumbtack as well, as the Basic authorization of the webhook',
				},
				{
					name: 'Disconnecting an Account',
					value: 'client',
					description: 'The client ID as user name and the client secret as password',
				},
				{
					name: 'Messages (V1) and Test Leads',
					value: 'v1',
					description: 'The user that Thumbtack issued to you for v1 of the Pro API',
				},
			],
			default: 'trigger',
			description: 'What this user name and password are for. It decides how they are tested.',
		},
		whatToEnter(
			'trigger',
			'Think up a user name (without a colon) and a long password. Enter the same two at Thumbtack, as the Basic authorization of your webhook. "Environment" does not matter here.',
		),
		whatToEnter('client', 'Enter the client ID as "Username" and the client secret as "Password".'),
		whatToEnter(
			'v1',
			'Enter the user name and the password that Thumbtack issued to you for v1 of the Pro API. Test leads want the "Environment" Staging.',
		),
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		environment,
		apiUrl,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: {
				username: '={{$credentials.username}}',
				password: '={{$credentials.password}}',
			},
		},
	};
}
