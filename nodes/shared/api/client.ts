import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	JsonObject as N8nJsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';

import type { Json } from '../json';
import { parseBody } from './body';
import type { ApiCall, Failure, Reply } from './types';
import { explain, missingScopes } from './errorMessages';
import { toFailure } from './classifyError';
import { apiOrigin, tokenUrl, UnusableUrlError, USER_AGENT, type Generation } from './hosts';
import { RateLimiter } from './rateLimiter';
import { repeatAfterMs } from './retryPolicy';

export type CredentialName = 'thumbtackOAuth2Api' | 'thumbtackLegacyTokenApi' | 'thumbtackBasicApi';

const KINDS = {
	thumbtackOAuth2Api: 'oAuth2',
	thumbtackLegacyTokenApi: 'legacyToken',
	thumbtackBasicApi: 'basic',
} as const;

/** The contexts of n8n from which Thumbtack is called. */
export type ApiContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode' | 'helpers'>;

export { USER_AGENT };

const TIMEOUT_MS = 30_000;

/** Together well within the 10 s for which a used refresh token still works. */
const GRACE = { repeats: 4, pauseMs: 1500 };

/** A way to Thumbtack with one credential. Made once per execution: reading a credential costs n8n a database query and a decryption. */
export interface Connection {
	readonly generation: Generation;
	readonly environment: string;
	/** Where the calls go, e.g. `https://api.thumbtack.com`. */
	readonly origin: string;
	/** The side of v4 that the client is for; `pro` for the Pro API. */
	readonly side: 'pro' | 'marketplace';
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
export async function connect(
	ctx: ApiContext,
	credentialName: CredentialName,
	generation: Generation,
): Promise<Connection> {
	const node = ctx.getNode();
	const credential = await ctx.getCredentials(credentialName);
	const origin = originOf(ctx, credential, credentialName, generation);
	const caller = {
		credential: node.credentials?.[credentialName]?.name ?? credentialName,
		environment: String(credential.environment ?? 'production'),
		kind: KINDS[credentialName],
		generation,
		scope: typeof credential.scope === 'string' ? credential.scope : undefined,
	};
	/** All calls of this connection hold back when one of them was told to slow down. */
	const pace = new RateLimiter();

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
		const request = async (requested: IHttpRequestOptions) =>
			(await ctx.helpers.httpRequestWithAuthentication.call(ctx as IAllExecuteFunctions, credentialName, requested, {
				// The legacy token reply may name its type AUTH_CODE; n8n would then put the token into the URL.
				oauth2: { tokenType: 'Bearer' },
			})) as IN8nHttpFullResponse;
		const response = await request(options);
		// n8n before 2.9 does not know the exception. Nothing was done yet: once more, with every status thrown.
		return toReply(
			response.statusCode === 401 ? await request({ ...options, ignoreHttpStatusErrors: false }) : response,
		);
	}

	const accessToken = async () =>
		String(((await ctx.getCredentials(credentialName)).oauthTokenData as IDataObject | undefined)?.access_token ?? '');

	/**
	 * The Pro API may answer a refresh with the literal `null`: n8n then repeats the call with the old token. For 10 s the refresh token
	 * still works, so the call is made again until n8n has stored another access token.
	 */
	async function gotNullForToken(
		failure: Failure,
		call: ApiCall,
		before: string | undefined,
	): Promise<string | undefined> {
		if (credentialName !== 'thumbtackOAuth2Api' || generation !== 'legacy') return undefined;
		if (failure.kind !== 'reply' || failure.reply.status !== 401 || missingScopes(failure.reply, call) !== undefined)
			return undefined;
		const stored = await accessToken();
		return before === undefined || before === stored ? stored : undefined;
	}

	async function send(call: ApiCall): Promise<Json | undefined> {
		let refusedToken: string | undefined;
		let refusals = 0;
		for (let attempts = 1; ; attempts++) {
			const ticket = await pace.turn();
			let failure: Failure;
			try {
				const reply = await attempt(call);
				if (reply.status !== 429) pace.succeeded(ticket);
				if (succeeded(reply, call, attempts)) return reply.body;
				failure = { kind: 'reply', reply };
			} catch (error) {
				failure = toFailure(error as Error, generation);
			}
			let wait = repeatAfterMs(call, failure, attempts);
			if (wait === undefined && refusals < GRACE.repeats) {
				refusedToken = await gotNullForToken(failure, call, refusedToken);
				if (refusedToken !== undefined) {
					refusals++;
					wait = GRACE.pauseMs;
				}
			}
			// The credential is read anew for each call: another process may have renewed its tokens, where n8n has no lock as for OAuth2.
			if (
				credentialName === 'thumbtackLegacyTokenApi' &&
				attempts === 1 &&
				failure.kind === 'token' &&
				failure.cause === 'reconnect'
			)
				wait = 0;
			if (wait === undefined) {
				const { message, description } = explain(failure, call, caller);
				throw new NodeApiError(node, {} as N8nJsonObject, {
					message,
					description,
					httpCode: failure.kind === 'reply' ? String(failure.reply.status) : undefined,
					...(failure.kind === 'token' &&
						(failure.cause === 'reconnect' || failure.cause === 'noRefreshToken') && {
							failure: { cause: 'credential-invalid' },
						}),
				});
			}
			if (failure.kind === 'reply' && failure.reply.status === 429)
				pace.refused(ticket, wait, 'retry-after' in failure.reply.headers);
			else await sleep(wait);
		}
	}

	const side = credential.api === 'marketplace' ? 'marketplace' : 'pro';
	return { generation, environment: caller.environment, origin, side, send };
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
	// Both sides of the Partner Platform are v4.
	const api = credential.api === 'marketplace' ? 'v4' : (credential.api ?? 'v4');
	if (credentialName === 'thumbtackOAuth2Api' && api !== generation) {
		const [has, wants] =
			generation === 'v4'
				? ['Pro API (Legacy)', 'Partner Platform (V4)']
				: ['Partner Platform (V4)', 'Pro API (Legacy)'];
		throw new NodeOperationError(node, `The credential is for the ${has}, but "API Version" asks for the ${wants}`, {
			description:
				'Choose the other "API Version", or a credential whose "API" fits. The two do not share accounts, clients or tokens.',
		});
	}
	try {
		// Refused before anything is sent: a refresh would carry the client secret there.
		if (credential.authUrlBase) tokenUrl(generation, credential);
		return apiOrigin(generation, credential);
	} catch (error) {
		if (error instanceof UnusableUrlError) {
			throw new NodeOperationError(node, error.message, { description: 'Open the credential and correct the URL.' });
		}
		throw new NodeOperationError(node, error as Error);
	}
}
