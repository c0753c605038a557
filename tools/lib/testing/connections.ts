import { call, type JsonObject } from './http';
import type { CredentialReference, Execution, N8nClient, StoredWorkflow } from './n8n-client';
import { cast, type SandboxClient, type TokenReply } from './sandbox-client';
import { beginWith, fanOut, thumbtack } from './workflows';

/** The ways to sign in: a person by a token that is renewed, and the app of a marketplace partner itself. */
export type Kind = 'v4' | 'marketplace' | 'app' | 'legacy' | 'legacyToken';

export const CREDENTIAL_TYPE = {
	v4: 'thumbtackOAuth2Api',
	marketplace: 'thumbtackOAuth2Api',
	app: 'thumbtackOAuth2Api',
	legacy: 'thumbtackLegacyOAuth2Api',
	legacyToken: 'thumbtackLegacyTokenApi',
} as const;

export interface TokenRequest {
	query: Record<string, string>;
	form: Record<string, string>;
	authorization?: string;
}

export const isV4 = (kind: Kind): boolean => CREDENTIAL_TYPE[kind] === 'thumbtackOAuth2Api';

/** The client at Thumbtack. */
export const clientOf = (kind: Kind) =>
	kind === 'v4' ? cast.v4Client : isV4(kind) ? cast.marketplaceClient : cast.legacyClient;

/** What the user types into the form, for this sandbox. */
export function formOf(kind: Kind, sandboxUrl: string): JsonObject {
	const form = { environment: 'custom', apiUrl: sandboxUrl, ...clientOf(kind) };
	if (kind === 'legacyToken') return form;
	const marketplace = { api: 'marketplace', utmSource: cast.utmSource };
	const own = {
		v4: { api: 'v4' },
		marketplace,
		app: { ...marketplace, grantType: 'clientCredentials' },
		legacy: {},
	};
	return { ...form, authUrlBase: sandboxUrl, ...own[kind] };
}

/** The code that the partner-connect page shows when it is opened with the link of the form. */
export async function codeOnScreen(
	sandboxUrl: string,
	scope = 'messages',
	businessId: string = cast.riveraHandyman.businessId,
): Promise<string> {
	const query = new URLSearchParams({ response_type: 'code', scope, client_id: cast.legacyClient.clientId });
	const page = await call(`${sandboxUrl}/services/partner-connect/?${query}`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ businessId, decision: 'allow' }).toString(),
	});
	const code = /id="code"[^>]*>([^<]+)</.exec(page.text)?.[1];
	if (code === undefined) throw new Error(`The partner-connect page showed no code (${page.status}): ${page.text}`);
	return code;
}

/** Credentials and one-node workflows on n8n, taken away again by `close`. */
export class Connections {
	private readonly cleanups: Array<() => Promise<void>> = [];

	constructor(
		private readonly n8n: N8nClient,
		private readonly sandbox: SandboxClient,
	) {}

	async create(kind: Kind, name: string, more: JsonObject = {}): Promise<CredentialReference> {
		const credential = await this.n8n.createCredential(CREDENTIAL_TYPE[kind], name, {
			...formOf(kind, this.sandbox.url),
			...more,
		});
		this.cleanups.push(async () => await this.n8n.deleteCredential(credential.id));
		return credential;
	}

	/** As if connected some time ago: the tokens are there, and no consent page has to be gone through. */
	async planted(
		kind: Kind,
		name: string,
		options: { scope?: string; more?: JsonObject; clientId?: string } = {},
	): Promise<{ credential: CredentialReference; tokens: TokenReply }> {
		const { scope, more } = options;
		const { clientId = clientOf(kind).clientId } = options;
		const generation = isV4(kind) ? 'v4' : 'legacy';
		const grantType = kind === 'app' ? 'client_credentials' : 'authorization_code';
		const tokens = await this.sandbox.control<TokenReply>('POST', '/tokens', {
			generation,
			scope,
			clientId,
			grantType,
		});
		const stored =
			kind === 'legacyToken'
				? { authorizationCode: '', accessToken: tokens.access_token, refreshToken: tokens.refresh_token }
				: { oauthTokenData: tokens };
		return { credential: await this.create(kind, name, { ...stored, ...more }), tokens };
	}

	/** A workflow that asks Thumbtack who is connected, once for each item; in the name of the app, for a keyword. */
	async workflow(kind: Kind, credential: CredentialReference, items = 1): Promise<StoredWorkflow> {
		const legacy = {
			apiVersion: 'legacy',
			resource: 'account',
			operation: 'getInfo',
			authentication: kind === 'legacy' ? 'oAuth2' : 'legacyToken',
		};
		const app = { apiVersion: 'v4', resource: 'keyword', operation: 'search', searchQuery: 'deck', limit: 1 };
		const person = { apiVersion: 'v4', resource: 'user', operation: 'getSelf' };
		const parameters = kind === 'app' ? app : isV4(kind) ? person : legacy;
		return await this.workflowOf(parameters, CREDENTIAL_TYPE[kind], credential, items);
	}

	async workflowOf(
		parameters: JsonObject,
		type: string,
		credential: CredentialReference,
		items = 1,
	): Promise<StoredWorkflow> {
		const { trigger, pinData } = beginWith(Array.from({ length: items }, (_, item) => ({ item })));
		const node = thumbtack('Ask', parameters, { [type]: credential });
		const workflow = await this.n8n.createWorkflow({ ...fanOut('Ask Thumbtack', trigger, [node]), pinData });
		this.cleanups.push(async () => await this.n8n.deleteWorkflow(workflow.id));
		return workflow;
	}

	async run(workflow: StoredWorkflow): Promise<Execution> {
		return await this.n8n.run(workflow.id, 'Begin');
	}

	/** What was asked of the token endpoints so far. */
	async tokenRequests(): Promise<TokenRequest[]> {
		const [v4, legacy] = await Promise.all([
			this.sandbox.requests('/oauth2/token'),
			this.sandbox.requests('/v2/tokens/access'),
		]);
		return [...v4, ...legacy].map(({ query, body, headers }) => ({
			query: query as Record<string, string>,
			form: Object.fromEntries(
				new URLSearchParams(typeof body === 'string' ? body : ((body ?? {}) as Record<string, string>)),
			),
			authorization: headers.authorization,
		}));
	}

	async close(): Promise<void> {
		for (const cleanup of this.cleanups.splice(0).reverse()) await cleanup();
	}
}

/** Both texts of a failed execution, as the user reads them; empty when it did not fail. */
export function textOf({ data }: Execution): string {
	const { error } = data.resultData;
	return error ? `${error.message}\n${error.description ?? ''}` : '';
}
