import type { JsonObject } from '../../lib/testing/http.ts';
import type { CredentialReference, N8nClient, NodeDefinition } from '../../lib/testing/n8n-client.ts';
import { locator, thumbtack } from '../../lib/testing/workflows.ts';
import { idleAction } from './idle.mts';

/** A connected OAuth2 credential of ours that points to the stub. Both sides use it: the same fields are decrypted and evaluated. */
export async function createConnection(n8n: N8nClient, url: string): Promise<CredentialReference> {
	return await n8n.createCredential('thumbtackOAuth2Api', 'Thumbtack account', {
		api: 'v4',
		environment: 'custom',
		apiUrl: url,
		authUrlBase: url,
		clientId: 'client',
		clientSecret: 'secret',
		oauthTokenData: { access_token: 'access', refresh_token: 'refresh', token_type: 'bearer', expires_in: 3600 },
	});
}

export function sendWithOurs(connection: CredentialReference, text: string): NodeDefinition {
	const parameters: JsonObject = {
		apiVersion: 'v4',
		resource: 'message',
		operation: 'send',
		leadId: locator('={{ $json.leadId }}'),
		text,
	};
	return thumbtack('Send', parameters, { thumbtackOAuth2Api: connection });
}

/** The same call with n8n's own node, as its users build it. `body` is the path of the lead's id in the item. */
export function sendWithHttpRequest(
	connection: CredentialReference,
	url: string,
	leadId: string,
	text: string,
): NodeDefinition {
	return {
		name: 'Send',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position: [240, 0],
		parameters: {
			method: 'POST',
			url: `=${url}/api/v4/negotiations/{{ ${leadId} }}/messages`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'thumbtackOAuth2Api',
			sendBody: true,
			bodyParameters: { parameters: [{ name: 'text', value: text }] },
			options: {},
		},
		credentials: { thumbtackOAuth2Api: connection },
	};
}

/** The same call with a node that does nothing besides: what it costs, n8n costs any node that sends with this credential. */
export function sendWithIdle(
	connection: CredentialReference,
	url: string,
	leadId: string,
	text: string,
): NodeDefinition {
	return {
		name: 'Send',
		type: idleAction,
		typeVersion: 1,
		position: [240, 0],
		parameters: { url: `=${url}/api/v4/negotiations/{{ ${leadId} }}/messages`, text },
		credentials: { thumbtackOAuth2Api: connection },
	};
}
