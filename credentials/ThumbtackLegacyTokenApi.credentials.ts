import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { apiOrigin, ORIGINS, USER_AGENT, type Endpoint } from '../nodes/shared/api/hosts';
import { exchangeCode, refreshTokens, type LegacyClient } from '../nodes/shared/auth/legacyToken';
import { ACCOUNT_PATH, TEST_RULES } from '../nodes/shared/auth/oAuth2';
import { apiUrl, environment } from './environment.fields';

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const steps = (host: string) =>
	`To connect a business, or to reconnect it: <ul><li>Copy ${host}/services/partner-connect/?response_type=code&scope=messages&client_id= into the address bar of your browser, put your client ID right behind it (%20 for a space in it, %2B for a plus sign), and open it.</li><li>Sign in, choose the business, and press "Confirm Connection".</li><li>Thumbtack shows a code. Paste it below within 5 minutes, and save.</li></ul>`;

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
			displayName: steps('https://thumbtack.com'),
			name: 'howTo',
			type: 'notice',
			default: '',
			displayOptions: { hide: { environment: ['custom'] } },
		},
		{
			displayName: steps('YOUR_HOST'),
			name: 'howToCustom',
			type: 'notice',
			default: '',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'Authorization Code',
			name: 'authorizationCode',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The code that Thumbtack shows after the connection was confirmed. It works once and lives for 5 minutes.',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			default: '',
			description: 'Only if there was a redirect_uri in the link that gave you the code: the same one',
			hint: 'Usually empty',
		},
		environment,
		apiUrl,
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
			// SHA-256 of the code that gave the refresh token: tells it from a newly pasted one, which has to be exchanged.
			displayName: 'Exchanged Code',
			name: 'exchangedCode',
			type: 'hidden',
			default: '',
		},
	];

	/** n8n stores all that this gives. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const client: LegacyClient = {
			clientId: text(credentials.clientId),
			clientSecret: text(credentials.clientSecret),
			environment: text(credentials.environment),
			apiUrl: text(credentials.apiUrl),
		};
		const code = text(credentials.authorizationCode);
		const exchangedCode = createHash('sha256').update(code).digest('hex');
		// Saving a form that was open while n8n stored the tokens empties the fields; n8n spares a member of this name, in any credential.
		const spared = credentials.oauthTokenData as unknown;
		const kept = (name: string) =>
			text(credentials[name]) ||
			(typeof spared === 'object' && spared !== null ? text((spared as IDataObject)[name]) : '');
		const refreshToken = kept('refreshToken');
		const isNewCode = code !== '' && exchangedCode !== kept('exchangedCode');
		const tokens =
			refreshToken !== '' && !isNewCode
				? await refreshTokens(this, client, refreshToken)
				: await exchangeCode(this, client, code, text(credentials.redirectUri));
		return { ...tokens, exchangedCode, oauthTokenData: { refreshToken: tokens.refreshToken, exchangedCode } };
	}

	/** A function, since it refuses an unsafe URL, and since n8n would evaluate an expression on every request. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		apiOrigin('legacy', credentials as Endpoint);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, Authorization: `Bearer ${text(credentials.accessToken)}` },
		};
	}

	/** Where there is no access token yet, or an expired one, n8n runs preAuthentication: testing connects, and its error is what the form shows. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.environment === "custom" ? $credentials.apiUrl.trim().replace(/\\/+$/, "") : $credentials.environment === "staging" ? "${ORIGINS.legacy.staging}" : "${ORIGINS.legacy.production}" }}`,
			url: ACCOUNT_PATH.legacy,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': USER_AGENT },
			disableFollowRedirect: true,
		},
		rules: TEST_RULES,
	};
}
