import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { ACCOUNT_PATH, USER_AGENT } from '../nodes/shared/api/hosts';
import { beforeRequest, V4_TEST_RULES } from '../nodes/shared/auth/oAuth2';
import { DEFAULT_SCOPE } from '../nodes/shared/api/scopes';
import { UTM_SOURCE } from '../nodes/shared/api/utmSource';
import { evaluated, hostExpression, signInUrl, tokenUrlExpression } from './hosts.expressions';
import { hidden, place } from './shared.fields';

const AUDIENCE = 'urn:partner-api';

const query = (scope: string) => `"audience=${encodeURIComponent(AUDIENCE)}&scope=${encodeURIComponent(scope)}"`;

const IS_APP = '$credentials["grantType"] === "clientCredentials"';

/** The first of these that the connection asks for; the account when "Scope" is empty. A lead that cannot exist answers 404. */
const PERSON_CALL = `!$credentials["scope"] || $credentials["scope"].includes("users.read") ? "${ACCOUNT_PATH.v4}" : $credentials["scope"].includes("negotiations.read") ? "/api/v4/negotiations/0" : $credentials["scope"].includes("messages.read") ? "/api/v4/negotiations/0/messages" : $credentials["scope"].includes("webhooks.read") ? "/api/v4/users/webhooks/0" : "${ACCOUNT_PATH.v4}"`;
const APP_CALL =
	'"/api/v4/categories/search?searchQuery=cleaning&zipCode=94103&limit=1&utmData%5Butm_source%5D=" + encodeURIComponent(($credentials["utmSource"] ?? "").trim())';

const MARKETPLACE = { show: { api: ['marketplace'] } };
const APP = { show: { api: ['marketplace'], grantType: ['clientCredentials'] } };

/**
 * An account or an app of the Partner Platform (v4), for pros or for the marketplace.
 *
 * The two URLs follow the environment and so have to be expressions: n8n returns no property that displayOptions hides, and knows
 * one property of a name only.
 */
export class ThumbtackOAuth2Api implements ICredentialType {
	name = 'thumbtackOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Thumbtack OAuth2 API';

	icon: Icon = { light: 'file:../icons/thumbtack.svg', dark: 'file:../icons/thumbtack.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API',
			name: 'api',
			type: 'options',
			options: [
				{
					name: 'Partner Platform (V4)',
					value: 'v4',
					description: 'For pros: leads, messages, reviews and webhooks of their businesses',
				},
				{
					name: 'Marketplace (V4)',
					value: 'marketplace',
					description: 'For partners who send homeowners to pros, with scopes that start with demand::',
				},
			],
			default: 'v4',
			description: 'What Thumbtack issued your client for',
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			options: [
				{
					name: 'Authorization Code',
					value: 'authorizationCode',
					description: 'A homeowner signs in. For requests, leads, messages and webhooks.',
				},
				{
					name: 'Client Credentials',
					value: 'clientCredentials',
					description: 'No sign-in. For searching pros, categories and keywords.',
				},
			],
			default: 'authorizationCode',
			displayOptions: MARKETPLACE,
		},
		{
			displayName: 'UTM Source',
			name: 'utmSource',
			type: 'string',
			default: '',
			placeholder: 'e.g. cma-yourcompany',
			displayOptions: MARKETPLACE,
			description: 'The source that Thumbtack assigned to you. Searches and requests need it.',
			hint: 'Starts with cma-',
		},
		{
			displayName:
				'"UTM Source" must start with cma-, have at most 48 characters, and contain only letters, digits, - and _.',
			name: 'utmSourceNotice',
			type: 'notice',
			default: '',
			displayOptions: { ...MARKETPLACE, hide: { utmSource: ['', { _cnd: { regex: UTM_SOURCE } }] } },
		},
		...place,
		hidden(
			'Authorization URL',
			'authUrl',
			signInUrl(
				'v4',
				`($self["api"] === "marketplace" ? ${query(DEFAULT_SCOPE.marketplace)} : ${query(DEFAULT_SCOPE.v4)})`,
			),
		),
		hidden('Access Token URL', 'accessTokenUrl', tokenUrlExpression('v4')),
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. offline_access supply::users.read supply::messages.write',
			description:
				'The scopes to ask for, separated by spaces. Thumbtack rejects the connection if a scope was not granted to your client. Without offline_access, a connection ends after an hour.',
			hint: 'Leave empty for the default scopes',
		},
		hidden('Auth URI Query Parameters', 'authQueryParameters', ''),
		hidden('Authentication', 'authentication', 'header'),
		{
			...hidden('Additional Body Properties', 'additionalBodyProperties', JSON.stringify({ audience: AUDIENCE })),
			displayOptions: APP,
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return await beforeRequest(this, credentials, 'v4');
	}

	/**
	 * Other than here n8n words what went wrong: the name of the network's error, or the message of what beforeRequest threw.
	 * The form of an app gets a new token each time, so that a refusal (which is not thrown then) is about a scope.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${hostExpression('v4', 'api', '$credentials')} }}`,
			url: `={{ ${IS_APP} ? ${APP_CALL} : ${PERSON_CALL} }}`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': USER_AGENT },
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: evaluated<boolean>(`${IS_APP} && !$credentials["oauthTokenData"]?.access_token`),
		},
		rules: V4_TEST_RULES,
	};
}
