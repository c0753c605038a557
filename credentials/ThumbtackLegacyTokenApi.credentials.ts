import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { exchangeCode, refreshTokens, type LegacyClient } from '../nodes/shared/api/legacyToken';
import { apiUrl, environment } from './environment.fields';

/**
 * A business connected by a pasted code, for clients of the Pro API whose token endpoint takes the query string only, which n8n's
 * own OAuth2 does not send. n8n stores what preAuthentication gives whenever the access token is empty or was refused.
 */
export class ThumbtackLegacyTokenApi implements ICredentialType {
	name = 'thumbtackLegacyTokenApi';

	displayName = 'Thumbtack Legacy Token API';

	icon: Icon = { light: 'file:../icons/thumbtack.svg', dark: 'file:../icons/thumbtack.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack#credentials';

	properties: INodeProperties[] = [
		{
			displayName:
				'<b>To connect:</b> open <code>https://thumbtack.com/services/partner-connect/?response_type=code&scope=messages&client_id=YOUR_CLIENT_ID</code> (in a custom environment the same path on your own host; in the client ID write %20 for a space), sign in, choose the business and confirm. Thumbtack then shows a code: paste it below within 5 minutes and save. <b>To reconnect:</b> do the same again.',
			name: 'howTo',
			type: 'notice',
			default: '',
		},
		environment,
		apiUrl,
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Authorization Code',
			name: 'authorizationCode',
			type: 'string',
			default: '',
			required: true,
			description: 'The code that Thumbtack shows after the connection was confirmed. It works once and lives for 5 minutes.',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			default: '',
			description: 'Only if Thumbtack registered one for your client: the same as in the connect link',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Refresh Token',
			name: 'refreshToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
		{
			// Tells a newly pasted code, which has to be exchanged, from the one that gave the refresh token.
			displayName: 'Exchanged Code',
			name: 'exchangedCode',
			type: 'hidden',
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const text = (name: string) => (typeof credentials[name] === 'string' ? credentials[name].trim() : '');
		const client: LegacyClient = {
			clientId: text('clientId'),
			clientSecret: text('clientSecret'),
			environment: text('environment'),
			apiUrl: text('apiUrl'),
		};
		const code = text('authorizationCode');
		const renewable = text('refreshToken') !== '' && (code === '' || code === text('exchangedCode'));
		const tokens = renewable
			? await refreshTokens(this, client, text('refreshToken'))
			: await exchangeCode(this, client, code, text('redirectUri'));
		return { ...tokens, exchangedCode: code };
	}

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ $credentials.environment === "custom" ? $credentials.apiUrl.replace(/\\/+$/, "") : $credentials.environment === "staging" ? "https://staging-pro-api.thumbtack.com" : "https://pro-api.thumbtack.com" }}',
			url: '/v2/get-thumbtack-info',
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		},
	};
}
