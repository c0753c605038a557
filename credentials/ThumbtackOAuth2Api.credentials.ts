import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { apiUrl, authUrlBase, environment } from './environment.fields';

/** Least that the nodes need; a scope that Thumbtack has not granted to the client makes it refuse the whole connection. */
const V4_SCOPE =
	'offline_access supply::users.read supply::businesses.list supply::negotiations.read supply::negotiations.write supply::messages.read supply::messages.write supply::webhooks.read supply::webhooks.write';
const LEGACY_SCOPE = 'messages';

/**
 * A Thumbtack account connected by OAuth2, in either generation of the API.
 *
 * The two URLs follow the environment and so have to be expressions: n8n returns no property that displayOptions hides, and knows
 * one property of a name only. n8n evaluates each of them on every request, therefore the audience sits in the authorization URL
 * and not in an expression of its own.
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
			displayName: 'Reconnecting',
			name: 'reconnecting',
			type: 'boolean',
			default: false,
			displayOptions: { show: { api: ['legacy'] } },
			description:
				'Whether this account was connected before. Turn it on for as long as you press Reconnect, then turn it off again and save: Thumbtack wants to be told whether a code or a refresh token is coming, and n8n cannot tell the two apart once an account has been connected.',
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
			default:
				'={{ $self["api"] === "legacy" ? ($self["environment"] === "custom" ? $self["authUrlBase"].replace(/\\/+$/, "") : "https://thumbtack.com") + "/services/partner-connect/" : ($self["environment"] === "custom" ? $self["authUrlBase"].replace(/\\/+$/, "") : $self["environment"] === "staging" ? "https://staging-auth.thumbtack.com" : "https://auth.thumbtack.com") + "/oauth2/auth?audience=urn%3Apartner-api" }}',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default:
				'={{ $self["api"] === "legacy" ? ($self["environment"] === "custom" ? $self["apiUrl"].replace(/\\/+$/, "") : "https://pro-api.thumbtack.com") + "/v2/tokens/access?token_type=" + ($self["oauthTokenData"]?.refresh_token && !$self["reconnecting"] ? "REFRESH" : "AUTH_CODE") : ($self["environment"] === "custom" ? $self["authUrlBase"].replace(/\\/+$/, "") : $self["environment"] === "staging" ? "https://staging-auth.thumbtack.com" : "https://auth.thumbtack.com") + "/oauth2/token" }}',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: `={{ $self["api"] === "legacy" ? "${LEGACY_SCOPE}" : "${V4_SCOPE}" }}`,
			description:
				'What the connection may do, separated by spaces. Ask only for what Thumbtack granted to your client: one scope too many and it refuses the whole connection.',
			hint: 'Legacy: messages, targeting, availability, bookings. V4: leave offline_access in, or the connection ends after an hour.',
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
}
