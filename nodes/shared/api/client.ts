import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { DEFAULT_SCOPE } from './scopes';
import { utmSourceOf, utmSourceRefusal } from './utmSource';
import type { Generation } from '../generation';
import type { Json } from '../json';
import { has, isObject, isRecord, own } from '../jsonAccess';
import { ParameterError } from '../parameters';
import { parseBody } from './body';
import { classifyError } from './classifyError';
import { explain, missingScopes, type Caller } from './errorMessages';
import { apiOrigin, tokenUrl, USER_AGENT } from './hosts';
import { RateLimiter, type Admission } from './rateLimiter';
import { RetryPolicy, retryAfterMs, type Account } from './retryPolicy';
import { masked, secretsOf } from './secrets';
import { isErrorBody } from './serverMessage';
import { ThumbtackError } from './thumbtackError';
import type { ApiCall, Failure, Reply } from './types';

export type CredentialName =
	'thumbtackOAuth2Api' | 'thumbtackLegacyOAuth2Api' | 'thumbtackLegacyTokenApi' | 'thumbtackBasicApi';

const KINDS = {
	thumbtackOAuth2Api: 'oAuth2',
	thumbtackLegacyOAuth2Api: 'oAuth2',
	thumbtackLegacyTokenApi: 'legacyToken',
	thumbtackBasicApi: 'basic',
} as const;

/** Which side of v4 a client belongs to: integrations for pros (scopes `supply::…`), or apps that send homeowners to pros (`demand::…`); never both. */
export type Side = 'pro' | 'marketplace';

/** The contexts of n8n from which Thumbtack is called. */
export type ApiContext = Pick<IAllExecuteFunctions, 'getCredentials' | 'getNode' | 'helpers'>;

export { USER_AGENT };

const TIMEOUT_MS = 30_000;

/** A way to Thumbtack with one credential. Made once per execution: reading a credential costs n8n a database query and a decryption. */
export interface Connection {
	readonly generation: Generation;
	readonly environment: string;
	readonly side: Side;
	/** What Thumbtack assigned to a marketplace partner; empty elsewhere. */
	readonly utmSource: string;
	/** Where the calls go, e.g. `https://api.thumbtack.com`. */
	readonly origin: string;
	/**
	 * Makes a call and gives the JSON that came back, undefined for an empty body.
	 * Waits out 429, repeats what may be repeated, and throws a ThumbtackError that says what to do next.
	 */
	send(call: ApiCall): Promise<Json | undefined>;
}

/**
 * Opens the way to Thumbtack.
 * @throws ThumbtackError when the credential is not connected yet
 * @throws ParameterError when the credential points to an unsafe URL or is not meant for calls
 */
export async function connect(
	ctx: ApiContext,
	credentialName: CredentialName,
	generation: Generation,
): Promise<Connection> {
	const credential = await ctx.getCredentials(credentialName);
	const account = new ConnectedAccount(ctx, credentialName, credential, generation);
	return new ThumbtackConnection(account);
}

/** A credential and what its calls have in common. */
class ConnectedAccount implements Account {
	readonly origin: string;
	readonly caller: Caller;
	readonly mayGetNullForToken: boolean;
	readonly mayHaveNewerToken: boolean;

	constructor(
		private readonly ctx: ApiContext,
		private readonly credentialName: CredentialName,
		readonly credential: ICredentialDataDecryptedObject,
		readonly generation: Generation,
	) {
		this.origin = originOf(credential, credentialName, generation);
		this.mayGetNullForToken = KINDS[credentialName] === 'oAuth2' && generation === 'legacy';
		this.mayHaveNewerToken = credentialName === 'thumbtackLegacyTokenApi';
		const isClientCredentials = credential.grantType === 'clientCredentials';
		this.caller = {
			credential: ctx.getNode().credentials?.[credentialName]?.name ?? credentialName,
			environment: String(credential.environment ?? 'production'),
			kind: KINDS[credentialName],
			generation,
			scope: scopeOf(credential, generation),
			isClientCredentials,
		};
		// Said here, before the client secret is sent anywhere.
		if (this.caller.kind === 'oAuth2' && !isClientCredentials && tokenOf(credential) === '') {
			const failure = { kind: 'token', cause: 'notConnected' } as const;
			const { message, description } = explain(failure, { method: 'GET', path: '' }, this.caller);
			throw new ThumbtackError(message, description, failure);
		}
	}

	async storedAccessToken(): Promise<string> {
		return tokenOf(await this.ctx.getCredentials(this.credentialName));
	}

	lacksScope(reply: Reply): boolean {
		return missingScopes(reply, { path: '' }) !== undefined;
	}

	/** Makes one attempt. What came of it is returned, never thrown. */
	async attempt(call: ApiCall): Promise<Reply | Exclude<Failure, { kind: 'reply' | 'body' }>> {
		const options: IHttpRequestOptions = {
			method: call.method,
			url: this.origin + call.path,
			qs: call.query && Object.fromEntries(Object.entries(call.query).filter(([, value]) => value !== undefined)),
			headers: {
				Accept: 'application/json',
				'User-Agent': USER_AGENT,
				...(call.body === undefined && this.generation === 'v4' ? {} : { 'Content-Type': 'application/json' }),
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
		try {
			const response = await this.request(options);
			// n8n before 2.9 ignores the exception. Nothing was done yet, so call again with every status thrown.
			return toReply(
				response.statusCode === 401 ? await this.request({ ...options, ignoreHttpStatusErrors: false }) : response,
			);
		} catch (error) {
			const failure = classifyError(error, this.generation);
			return failure.kind === 'reply' || failure.kind === 'body' ? failure.reply : failure;
		}
	}

	async error(failure: Failure, call: ApiCall): Promise<ThumbtackError> {
		const { message, description } = explain(failure, call, this.caller);
		// Read again: the tokens may have been renewed since.
		const current = await this.ctx.getCredentials(this.credentialName).catch(() => this.credential);
		const secrets = [...secretsOf(this.credential), ...secretsOf(current)];
		return new ThumbtackError(masked(message, secrets), masked(description, secrets), failure);
	}

	private async request(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		return (await this.ctx.helpers.httpRequestWithAuthentication.call(
			this.ctx as IAllExecuteFunctions,
			this.credentialName,
			options,
			// The legacy token reply may name its type AUTH_CODE; n8n would then put the token into the URL.
			{ oauth2: { tokenType: 'Bearer' } },
		)) as IN8nHttpFullResponse;
	}
}

class ThumbtackConnection implements Connection {
	readonly generation: Generation;
	readonly environment: string;
	readonly side: Side;
	readonly utmSource: string;
	readonly origin: string;
	private readonly limiter = new RateLimiter();
	/** A refusal that the next call would meet too: of the whole connection, or of one kind of call that lacks a scope. */
	private refusal: ThumbtackError | undefined;
	private readonly refusals = new Map<string, ThumbtackError>();
	/** The first call of each kind goes alone, so that a refusal is met once and not by every item at the same time. */
	private readonly firsts = new Map<string, Promise<void>>();

	constructor(private readonly account: ConnectedAccount) {
		const { credential, caller } = account;
		this.generation = account.generation;
		this.environment = caller.environment;
		this.side = credential.api === 'marketplace' ? 'marketplace' : 'pro';
		this.utmSource = utmSourceOf(credential);
		this.origin = account.origin;
	}

	async send(call: ApiCall): Promise<Json | undefined> {
		const kind = `${call.method} ${call.path.replace(/\d+/g, '0')}`;
		const first = this.firsts.get(kind);
		if (first) {
			await first;
			return await this.sendOne(call, kind);
		}
		const sent = this.sendOne(call, kind);
		this.firsts.set(
			kind,
			sent.then(
				() => undefined,
				() => undefined,
			),
		);
		return await sent;
	}

	private async sendOne(call: ApiCall, kind: string): Promise<Json | undefined> {
		const known = this.refusal ?? this.refusals.get(kind);
		if (known) throw known;
		const policy = new RetryPolicy(call, this.account);
		for (let attempts = 1; ; attempts++) {
			const failure = await this.attempt(call, attempts);
			if (!('kind' in failure)) return failure.body;
			const delay = await policy.delayAfter(failure);
			if (delay === undefined) throw await this.remembered(failure, call, kind);
			await sleep(delay);
		}
	}

	/** One attempt within the rate limit: the body of a success, or why it was none. */
	private async attempt(call: ApiCall, attempts: number): Promise<Failure | { body: Json | undefined }> {
		const outcome = await this.limiter.schedule<Reply | Failure>(
			async () => await this.account.attempt(call),
			admissionOf,
			(exhausted) => ({ kind: 'rateLimit', ...exhausted }),
		);
		if ('kind' in outcome) return outcome;
		const exhausted = outcome.status === 429 ? this.limiter.exhausted() : undefined;
		return exhausted ? { kind: 'rateLimit', reply: outcome, ...exhausted } : outcomeOf(outcome, call, attempts);
	}

	private async remembered(failure: Failure, call: ApiCall, kind: string): Promise<ThumbtackError> {
		const error = await this.account.error(failure, call);
		const isLasting = failure.kind === 'token' && !['unavailable', 'busy', 'firewall'].includes(failure.cause);
		if (isLasting || failure.kind === 'rateLimit') this.refusal = error;
		if (failure.kind === 'reply' && this.account.lacksScope(failure.reply)) this.refusals.set(kind, error);
		return error;
	}
}

function admissionOf(outcome: Reply | Failure): Admission {
	if ('kind' in outcome) return 'unknown';
	return outcome.status === 429 ? { retryAfterMs: retryAfterMs(outcome, Date.now()) } : 'admitted';
}

/** What a reply means for a call. 202 is no success: Thumbtack's firewall answers with it in silence (v4 documentation, error page). */
function outcomeOf(reply: Reply, call: ApiCall, attempts: number): Failure | { body: Json | undefined } {
	const { status, body } = reply;
	// The first attempt may have deleted it although its reply was lost.
	if (call.method === 'DELETE' && attempts > 1 && (status === 404 || status === 410)) return { body: undefined };
	if (status < 200 || status >= 300 || status === 202) return { kind: 'reply', reply };
	const expected = unmetExpectation(reply, call);
	return expected === undefined ? { body } : { kind: 'body', reply, expected };
}

/** What should have come in place of this body; undefined when the body is fine. */
function unmetExpectation(
	{ status, body }: Reply,
	{ method, replyKeys = [], replyLists }: ApiCall,
): string | undefined {
	if (replyLists !== undefined) {
		const hasList = isObject(body) && !isErrorBody(body) && Array.isArray(own(body, replyLists));
		return hasList ? undefined : `an object with the list "${replyLists}"`;
	}
	const expected = replyKeys.length > 0 ? `an object with ${replyKeys.join(' or ')}` : 'an object';
	if (body === undefined) {
		const mayBeEmpty = method !== 'GET' && (status === 204 || replyKeys.length === 0);
		return mayBeEmpty ? undefined : expected;
	}
	if (!isObject(body) || isErrorBody(body)) return expected;
	return replyKeys.length > 0 && !replyKeys.some((key) => has(body, key)) ? expected : undefined;
}

function toReply(response: IN8nHttpFullResponse): Reply {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers ?? {})) headers[name.toLowerCase()] = String(value);
	return { status: response.statusCode, headers, body: parseBody(response.body) };
}

function tokenOf({ oauthTokenData }: ICredentialDataDecryptedObject): string {
	const token = isRecord(oauthTokenData) ? oauthTokenData.access_token : undefined;
	return typeof token === 'string' ? token : '';
}

function scopeOf({ scope, api }: ICredentialDataDecryptedObject, generation: Generation): string {
	const entered = typeof scope === 'string' ? scope.trim() : '';
	return entered || DEFAULT_SCOPE[generation === 'v4' && api === 'marketplace' ? 'marketplace' : generation];
}

/** Refuses here what would be sent to the wrong place, client secret included. */
function originOf(
	credential: ICredentialDataDecryptedObject,
	credentialName: CredentialName,
	generation: Generation,
): string {
	if (credentialName === 'thumbtackBasicApi' && ['trigger', 'header'].includes(String(credential.usedFor))) {
		throw new ParameterError(
			'The credential authenticates incoming webhooks and is not for calls to Thumbtack',
			'Choose a Thumbtack Basic API credential with another "Used For", or change "Used For" of this one.',
		);
	}
	const refusal = utmSourceRefusal(credential);
	if (refusal !== undefined) throw new ParameterError(refusal, 'Open the credential and correct "UTM Source".');
	if (credential.authUrlBase) tokenUrl(generation, credential);
	return apiOrigin(generation, credential);
}
