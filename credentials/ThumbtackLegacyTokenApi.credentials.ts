import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { HOSTS, SIGN_IN_PATH, type Endpoint } from '../nodes/shared/api/hosts';
import { checkDestination, exchangeCode, refreshTokens, type LegacyClient } from '../nodes/shared/auth/legacyToken';
import { isRecord } from '../nodes/shared/jsonAccess';
import { numberedSteps } from '../nodes/shared/numberedSteps';
import { legacyTest } from './legacyTest';
import { apiUrl, environment, unsafeUrlNotice } from './shared.fields';

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** "Scope" is a choice and no text: the link has to follow it, and the texts of a form hold no expressions. */
const SCOPES = [
	{ name: 'Messages', value: 'messages' },
	{ name: 'Messages and Targeting', value: 'messages targeting' },
	{ name: 'Messages, Targeting, Availability and Bookings', value: 'messages targeting availability bookings' },
	{ name: 'Targeting', value: 'targeting' },
];

function steps(scope: string, isCustom: boolean): INodeProperties {
	const host = isCustom ? 'YOUR_HOST' : HOSTS.legacy.production.signIn;
	const link = `${host}${SIGN_IN_PATH.legacy}?response_type=code&scope=${encodeURIComponent(scope)}&client_id=`;
	const where = { environment: ['custom'] };
	return {
		displayName: `To connect or reconnect a business:${numberedSteps([
			`Copy this link to the address bar of your browser: ${link}`,
			'Add your client ID at its end (write %20 for a space and %2B for a plus sign), and open it.',
			'Sign in, choose the business, and select "Confirm Connection".',
			'Thumbtack shows a code. Paste it below within 5 minutes, and save.',
		])}`,
		name: `${isCustom ? 'stepsCustom' : 'steps'}${SCOPES.findIndex(({ value }) => value === scope)}`,
		type: 'notice',
		default: '',
		displayOptions: isCustom ? { show: { scope: [scope], ...where } } : { show: { scope: [scope] }, hide: where },
	};
}

/**
 * A business connected by a pasted code, for clients of the Pro API whose token endpoint takes the query string only, which n8n's
 * own OAuth2 does not send. n8n stores what preAuthentication gives whenever the access token is empty or was refused.
 */
export class ThumbtackLegacyTokenApi implements ICredentialType {
	name = 'thumbtackLegacyTokenApi';

	displayName = 'Thumbtack Legacy Token API';

	icon: Icon = { light: 'file:../icons/thumbtack.svg', dark: 'file:../icons/thumbtack.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack/blob/main/docs/credentials.md';

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
			displayName: 'Scope',
			name: 'scope',
			type: 'options',
			options: SCOPES,
			default: 'messages',
			description: 'The scopes to ask for. Thumbtack rejects the connection if a scope was not granted to your client.',
		},
		...SCOPES.flatMap(({ value }) => [steps(value, false), steps(value, true)]),
		{
			displayName: 'Authorization Code',
			name: 'authorizationCode',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The code that Thumbtack shows after you confirm the connection. It works once and expires after 5 minutes.',
		},
		{
			displayName: 'Redirect URI',
			name: 'redirectUri',
			type: 'string',
			default: '',
			description: 'The redirect_uri of the link that gave you the code',
			hint: 'Leave empty unless your link contains redirect_uri',
		},
		environment,
		apiUrl,
		unsafeUrlNotice(apiUrl),
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
		const kept = (name: string) => text(credentials[name]) || (isRecord(spared) ? text(spared[name]) : '');
		const refreshToken = kept('refreshToken');
		const isNewCode = code !== '' && exchangedCode !== kept('exchangedCode');
		const tokens =
			refreshToken !== '' && !isNewCode
				? await refreshTokens(this, client, refreshToken)
				: await exchangeCode(this, client, code, text(credentials.redirectUri));
		return { ...tokens, exchangedCode, oauthTokenData: { refreshToken: tokens.refreshToken, exchangedCode } };
	}

	/** A function, since it refuses an unsafe URL and other servers, and since n8n would evaluate an expression on every request. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		checkDestination(credentials as Endpoint, requestOptions);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, Authorization: `Bearer ${text(credentials.accessToken)}` },
		};
	}

	/** Where there is no access token yet, or an expired one, n8n runs preAuthentication: testing connects, and its error is what the form shows. */
	test: ICredentialTestRequest = legacyTest;
}
