import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { ORIGINS, USER_AGENT } from '../nodes/shared/api/hosts';
import { DEFAULT_SCOPE } from '../nodes/shared/auth/scopes';
import { ACCOUNT_PATH, beforeRequest, TEST_RULES } from '../nodes/shared/auth/oAuth2';
import { apiUrl, authUrlBase, environment } from './environment.fields';

// Expressions over the fields of the form. n8n evaluates each of them on every request: there are two, and they stay plain.

/** A custom URL that tokens may travel to: https, or this machine. The same rule as in nodes/shared/api/hosts.ts. */
const isSafe = (field: string) =>
	`/^(https:\\/\\/|http:\\/\\/(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?(\\/|$))/i.test(($self["${field}"] ?? "").trim())`;

/** An error thrown here would be swallowed. n8n refuses a URL of another scheme and shows the scheme, so the scheme is the message. */
const REFUSED = '"api-url-and-authorization-url-base-must-start-with-https://"';

const inEnvironment = (field: string, staging: string, production: string) =>
	`($self["environment"] === "custom" ? $self["${field}"].trim().replace(/\\/+$/, "") : ${staging === production ? '' : `$self["environment"] === "staging" ? "${staging}" : `}"${production}")`;

const AUTH_HOST = inEnvironment('authUrlBase', 'https://staging-auth.thumbtack.com', 'https://auth.thumbtack.com');
const CONNECT_HOST = inEnvironment('authUrlBase', 'https://thumbtack.com', 'https://thumbtack.com');
const LEGACY_TOKEN_HOST = inEnvironment('apiUrl', 'https://pro-api.thumbtack.com', 'https://pro-api.thumbtack.com');

/** n8n lets the scope in this URL stand when the field "Scope" is empty. */
const AUTH_URL = `={{ $self["environment"] === "custom" && !(${isSafe('apiUrl')} && ${isSafe('authUrlBase')}) ? ${REFUSED} : $self["api"] === "legacy" ? ${CONNECT_HOST} + "/services/partner-connect/?scope=${encodeURIComponent(DEFAULT_SCOPE.legacy)}" : ${AUTH_HOST} + "/oauth2/auth?audience=urn%3Apartner-api&scope=${encodeURIComponent(DEFAULT_SCOPE.v4)}" }}`;

/**
 * The Pro API wants to be told whether a code or a refresh token is coming. A stored refresh token tells them apart, but for a
 * reconnection: n8n's Disconnect button takes it away, and where there is none the switch "Reconnecting" does. In an execution it is
 * always a refresh, whatever the switch says.
 */
const LEGACY_TOKEN_TYPE =
	'($self["oauthTokenData"]?.refresh_token && ($execution.id !== "__UNKNOWN__" || !$self["reconnecting"]) ? "REFRESH" : "AUTH_CODE")';
const ACCESS_TOKEN_URL = `={{ $self["environment"] === "custom" && !($self["api"] === "legacy" ? ${isSafe('apiUrl')} : ${isSafe('authUrlBase')}) ? ${REFUSED} : $self["api"] === "legacy" ? ${LEGACY_TOKEN_HOST} + "/v2/tokens/access?token_type=" + ${LEGACY_TOKEN_TYPE} : ${AUTH_HOST} + "/oauth2/token" }}`;

/**
 * A Thumbtack account connected by OAuth2, in either generation of the API.
 *
 * The two URLs follow the environment and so have to be expressions: n8n returns no property that displayOptions hides, and knows
 * one property of a name only.
 */
export class ThumbtackOAuth2Api implements ICredentialType {
	name = 'thumbtackOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Thumbtack OAuth2 API';

	icon: Icon = { light: 'file:../icons/thumbtack.svg', dark: 'file:../icons/thumbtack.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API',
			name: 'api',
			type: 'options',
			options: [
				{
					name: 'Partner Platform (V4)',
					value: 'v4',
					description: 'The current API. Thumbtack calls the client "Partner Platform".',
				},
				{
					name: 'Pro API (Legacy)',
					value: 'legacy',
					description: 'The older Pro API, v1 to v3. Its clients do not work with v4.',
				},
			],
			default: 'v4',
			description: 'Which of the two APIs Thumbtack gave you the client ID for',
		},
		environment,
		apiUrl,
		authUrlBase,
		{
			displayName:
				'<ul><li>To connect once more, or to another business: press "Disconnect" first, then "Connect".</li><li>If connecting ends with INVALID_REQUEST, this client needs the credential "Thumbtack Legacy Token API" instead: Thumbtack takes its codes only as its older documents say, which n8n\'s Connect button does not do.</li></ul>',
			name: 'legacyNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { api: ['legacy'] } },
		},
		{
			displayName: 'Reconnecting',
			name: 'reconnecting',
			type: 'boolean',
			default: false,
			displayOptions: { show: { api: ['legacy'] } },
			description:
				'Whether you are about to connect this credential once more without having pressed "Disconnect". Turn it off and save afterwards: Thumbtack wants to be told whether a code or a refresh token is coming.',
			hint: 'Only where n8n has no Disconnect button: turn it on and save before you reconnect',
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: AUTH_URL,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: ACCESS_TOKEN_URL,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. offline_access supply::users.read supply::messages.write',
			description:
				'What the connection may do, separated by spaces. Ask only for what Thumbtack granted to your client: one scope too many and it refuses the whole connection. V4 needs offline_access, or the connection ends after an hour.',
			hint: 'Leave empty for what the nodes need',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'header',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return await beforeRequest(this, credentials);
	}

	/**
	 * The v4 account, or the business of a legacy token. Other than here n8n words what went wrong: the name of the network's error, or
	 * the message of what beforeRequest threw.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.environment === "custom" ? $credentials.apiUrl.trim().replace(/\\/+$/, "") : $credentials.api === "legacy" ? ($credentials.environment === "staging" ? "${ORIGINS.legacy.staging}" : "${ORIGINS.legacy.production}") : $credentials.environment === "staging" ? "${ORIGINS.v4.staging}" : "${ORIGINS.v4.production}" }}`,
			url: `={{ $credentials.api === "legacy" ? "${ACCOUNT_PATH.legacy}" : "${ACCOUNT_PATH.v4}" }}`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': USER_AGENT },
			disableFollowRedirect: true,
		},
		rules: TEST_RULES,
	};
}
