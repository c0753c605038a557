import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	JsonObject as N8nJsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';

import type { Json } from '../events/json';
import { parseBody } from './body';
import type { ApiCall, Failure, Reply } from './call';
import { explain } from './explain';
import { toFailure } from './failure';
import { apiOrigin, UnusableUrlError, type Generation } from './hosts';
import { repeatAfterMs } from './retry';

export type CredentialName = 'thumbtackOAuth2Api' | 'thumbtackLegacyTokenApi' | 'thumbtackBasicApi';

/** The contexts of n8n from which Thumbtack is called. */
export type ApiContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode' | 'helpers'>;

/** Thumbtack's firewall treats calls without a proper User-Agent as those of a robot (v4 documents, error page). */
export const USER_AGENT = 'n8n-nodes-thumbtack/0.1.0 (+https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack)';

const TIMEOUT_MS = 30_000;

/** A way to Thumbtack with one credential. Made once per execution: reading a credential costs n8n a database query and a decryption. */
export interface Connection {
	readonly generation: Generation;
	readonly environment: string;
	/**
	 * Makes a call and gives the JSON that came back, undefined for an empty body.
	 * Waits out 429, repeats what may be repeated, and throws a NodeApiError that says what to do next.
	 */
	send(call: ApiCall): Promise<Json | undefined>;
}

/**
 * Opens the way to Thumbtack.
 * @throws NodeOperationError when the credential is for the other generation or points to an unsafe URL
 */
export async function connect(ctx: ApiContext, credentialName: CredentialName, generation: Generation): Promise<Connection> {
	const node = ctx.getNode();
	const credential = await ctx.getCredentials(credentialName);
	const origin = originOf(ctx, credential, credentialName, generation);
	const caller = {
		credential: node.credentials?.[credentialName]?.name ?? credentialName,
		environment: String(credential.environment ?? 'production'),
	};
	/** Until when every call of this connection holds back, because one of them was told to slow down. */
	let heldUntil = 0;

	async function attempt(call: ApiCall): Promise<Reply> {
		const options: IHttpRequestOptions = {
			method: call.method,
			url: origin + call.path,
			qs: call.query && Object.fromEntries(Object.entries(call.query).filter(([, value]) => value !== undefined)),
			headers: {
				Accept: 'application/json',
				'User-Agent': USER_AGENT,
				...(call.body === undefined && generation === 'v4' ? {} : { 'Content-Type': 'application/json' }),
			},
			body: typeof call.body === 'object' ? JSON.stringify(call.body) : call.body,
			// Text, because JSON.parse would round the 18-digit numbers in some replies.
			encoding: 'text',
			returnFullResponse: true,
			// 401 must throw: it is what makes n8n renew the access token.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			// A redirect would carry the access token to another address.
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
		};
		const response = (await ctx.helpers.httpRequestWithAuthentication.call(ctx as IAllExecuteFunctions, credentialName, options, {
			// The legacy token reply may name its type AUTH_CODE; n8n would then put the token into the URL.
			oauth2: { tokenType: 'Bearer' },
		})) as IN8nHttpFullResponse;
		return toReply(response);
	}

	async function send(call: ApiCall): Promise<Json | undefined> {
		for (let attempts = 1; ; attempts++) {
			if (heldUntil > Date.now()) await sleep(heldUntil - Date.now());
			let failure: Failure;
			try {
				const reply = await attempt(call);
				if (succeeded(reply, call, attempts)) return reply.body;
				failure = { kind: 'reply', reply };
			} catch (error) {
				failure = toFailure(error as Error, generation);
			}
			const wait = repeatAfterMs(call, failure, attempts);
			if (wait === undefined) {
				const { message, description } = explain(failure, call, caller);
				throw new NodeApiError(node, {} as N8nJsonObject, {
					message,
					description,
					httpCode: failure.kind === 'reply' ? String(failure.reply.status) : undefined,
				});
			}
			if (failure.kind === 'reply' && failure.reply.status === 429) heldUntil = Math.max(heldUntil, Date.now() + wait);
			else await sleep(wait);
		}
	}

	return { generation, environment: caller.environment, send };
}

/** 202 is no success: Thumbtack's firewall answers with it in silence (v4 documents, error page). */
function succeeded({ status }: Reply, { method }: ApiCall, attempts: number): boolean {
	// The first attempt may have deleted it although its reply was lost.
	if (method === 'DELETE' && attempts > 1 && (status === 404 || status === 410)) return true;
	return status >= 200 && status < 300 && status !== 202;
}

function toReply(response: IN8nHttpFullResponse): Reply {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers ?? {})) headers[name.toLowerCase()] = String(value);
	return { status: response.statusCode, headers, body: parseBody(response.body) };
}

function originOf(
	ctx: ApiContext,
	credential: ICredentialDataDecryptedObject,
	credentialName: CredentialName,
	generation: Generation,
): string {
	const node = ctx.getNode();
	if (credentialName === 'thumbtackOAuth2Api' && (credential.api ?? 'v4') !== generation) {
		const [has, wants] = generation === 'v4' ? ['Pro API (Legacy)', 'Partner Platform (V4)'] : ['Partner Platform (V4)', 'Pro API (Legacy)'];
		throw new NodeOperationError(node, `The credential is for the ${has}, but "API Version" asks for the ${wants}`, {
			description: 'Choose the other "API Version", or a credential whose "API" fits. The two do not share accounts, clients or tokens.',
		});
	}
	try {
		return apiOrigin(generation, credential);
	} catch (error) {
		if (error instanceof UnusableUrlError) {
			throw new NodeOperationError(node, error.message, { description: 'Open the credential and correct "API URL".' });
		}
		throw new NodeOperationError(node, error as Error);
	}
}
