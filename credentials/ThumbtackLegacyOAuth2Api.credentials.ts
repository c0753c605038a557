import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { beforeRequest } from '../nodes/shared/auth/oAuth2';
import { DEFAULT_SCOPE } from '../nodes/shared/api/scopes';
import { signInUrl, tokenUrlExpression } from './hosts.expressions';
import { legacyTest } from './legacyTest';
import { hidden, place } from './shared.fields';

/**
 * The Pro API wants to be told whether a code or a refresh token is coming. A stored refresh token tells them apart, but for a
 * reconnection: n8n's Disconnect button takes it away, and where there is none the switch "Reconnecting" does. In an execution it is
 * always a refresh, whatever the switch says.
 */
const TOKEN_TYPE =
	'($self["oauthTokenData"]?.refresh_token && ($execution.id !== "__UNKNOWN__" || !$self["reconnecting"]) ? "REFRESH" : "AUTH_CODE")';

/** A business connected to the Pro API with n8n's Connect button. The two URLs are expressions for the reason given in ThumbtackOAuth2Api. */
export class ThumbtackLegacyOAuth2Api implements ICredentialType {
	name = 'thumbtackLegacyOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Thumbtack Legacy OAuth2 API';

	icon: Icon = { light: 'file:../icons/thumbtack.svg', dark: 'file:../icons/thumbtack.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'For the older Pro API (V1 to V3). <ul><li>To reconnect, or to connect another business: select "Disconnect", then "Connect".</li><li>If connecting fails with INVALID_REQUEST, use the credential "Thumbtack Legacy Token API" instead.</li><li>Run a workflow at least every 30 days: a refresh token expires after that.</li></ul>',
			name: 'legacyNotice',
			type: 'notice',
			default: '',
		},
		...place,
		hidden('Authorization URL', 'authUrl', signInUrl('legacy', `"scope=${encodeURIComponent(DEFAULT_SCOPE.legacy)}"`)),
		hidden('Access Token URL', 'accessTokenUrl', tokenUrlExpression('legacy', `"?token_type=" + ${TOKEN_TYPE}`)),
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. messages targeting',
			description:
				'The scopes to ask for, separated by spaces: messages, targeting, availability or bookings. Thumbtack rejects the connection if a scope was not granted to your client.',
			hint: 'Leave empty for messages only',
		},
		{
			displayName: 'Reconnecting',
			name: 'reconnecting',
			type: 'boolean',
			default: false,
			description:
				'Whether you are about to reconnect without having selected "Disconnect". Turn it off and save afterwards.',
			hint: 'Only for versions of n8n without a Disconnect button: turn it on and save before you reconnect',
		},
		hidden('Grant Type', 'grantType', 'authorizationCode'),
		hidden('Auth URI Query Parameters', 'authQueryParameters', ''),
		hidden('Authentication', 'authentication', 'header'),
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return await beforeRequest(this, credentials, 'legacy');
	}

	/** Other than here n8n words what went wrong: the name of the network's error, or the message of what beforeRequest threw. */
	test: ICredentialTestRequest = legacyTest;
}
