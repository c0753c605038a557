import { cast, type SandboxClient } from './sandbox-client';
import type { CredentialReference, N8nClient } from './n8n-client';
import type { JsonObject } from './http';

/** Who may call the self-serve and legacy triggers; what the user would also type into Thumbtack's page. */
export const webhookUser = { username: 'thumbtack', password: 'demo-webhook-password' };

/** The fields of the credentials' forms, filled in for the sandbox. Names are those that the examples ask for. */
export function sandboxCredentials(sandboxUrl: string) {
	const oAuth2 = { environment: 'custom', apiUrl: sandboxUrl, authUrlBase: sandboxUrl };
	const basic = { usedFor: 'v1', environment: 'custom', apiUrl: sandboxUrl };
	return {
		v4: { type: 'thumbtackOAuth2Api', name: 'Thumbtack account', data: { api: 'v4', ...oAuth2, ...cast.v4Client } },
		legacy: {
			type: 'thumbtackLegacyOAuth2Api',
			name: 'Thumbtack legacy account',
			data: { ...oAuth2, ...cast.legacyClient },
		},
		basic: { type: 'thumbtackBasicApi', name: 'Thumbtack Basic user', data: { ...basic, ...cast.basicUser } },
		webhook: {
			type: 'thumbtackBasicApi',
			name: "Password for Thumbtack's calls",
			data: { usedFor: 'trigger', ...webhookUser },
		},
	} satisfies Record<string, { type: string; name: string; data: JsonObject }>;
}

export type SandboxCredentials = Record<keyof ReturnType<typeof sandboxCredentials>, CredentialReference>;

/** All of them, made and, where that is a step of its own, connected through the sandbox's authorize page. */
export async function createSandboxCredentials(n8n: N8nClient, sandbox: SandboxClient): Promise<SandboxCredentials> {
	const wanted = sandboxCredentials(sandbox.url);
	const create = async ({ type, name, data }: { type: string; name: string; data: JsonObject }) =>
		await n8n.createCredential(type, name, data);
	const credentials = {
		v4: await create(wanted.v4),
		legacy: await create(wanted.legacy),
		basic: await create(wanted.basic),
		webhook: await create(wanted.webhook),
	};
	await sandbox.acceptLegacyTokenForms();
	await n8n.connectOAuth2(credentials.v4.id);
	await n8n.connectOAuth2(credentials.legacy.id);
	return credentials;
}
