import type { IHttpRequestHelper, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Json } from '../json';
import { parseBody } from '../api/body';
import type { Failure } from '../api/types';
import { tokenUrl, USER_AGENT, type Endpoint } from '../api/hosts';

export interface LegacyClient extends Endpoint {
	clientId: string;
	clientSecret: string;
}

export interface LegacyTokens {
	accessToken: string;
	refreshToken: string;
}

/** The token could not be had; `failure` says why, in the terms of every other call. */
export class LegacyTokenError extends Error {
	constructor(
		message: string,
		readonly thumbtack: Extract<Failure, { kind: 'token' }>,
	) {
		super(message);
	}
}

/** A used refresh token works for 10 s more, because the reply may be the literal `null`, or be lost (Pro API, refresh token). */
const TRIES_WITHIN_GRACE = 4;
const PAUSE_MS = 2000;

type TokenQuery =
	| { grant_type: 'authorization_code'; code: string; redirect_uri: string; token_type: 'AUTH_CODE' }
	| { grant_type: 'refresh_token'; refresh_token: string; token_type: 'REFRESH' };

const member = (value: Json | undefined, key: string): string | undefined => {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const found = value[key];
	return typeof found === 'string' && found !== '' ? found : undefined;
};

/** POST /v2/tokens/access with every parameter in the query and no body, as the Pro API documents it. */
async function requestTokens(http: IHttpRequestHelper, client: LegacyClient, query: TokenQuery): Promise<LegacyTokens> {
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: tokenUrl('legacy', client),
		qs: query,
		auth: { username: client.clientId, password: client.clientSecret },
		headers: { Accept: 'application/json', 'User-Agent': USER_AGENT },
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: 30_000,
	};
	for (let attempt = 1; ; attempt++) {
		// The error of a call that failed goes no further: it holds the client secret.
		const reply = await (http.helpers.httpRequest(options) as Promise<IN8nHttpFullResponse>).catch(() => undefined);
		const body = parseBody(reply?.body);
		const accessToken = member(body, 'access_token');
		if (reply && reply.statusCode < 300 && accessToken) {
			return {
				accessToken,
				refreshToken:
					member(body, 'refresh_token') ?? (query.grant_type === 'refresh_token' ? query.refresh_token : ''),
			};
		}
		const isLost = !reply || (reply.statusCode === 200 && (body === null || body === undefined));
		if (isLost && query.grant_type === 'refresh_token' && attempt < TRIES_WITHIN_GRACE) await sleep(PAUSE_MS);
		else throw refusal(reply?.statusCode, body, query);
	}
}

function refusal(status: number | undefined, body: Json | undefined, { grant_type }: TokenQuery): LegacyTokenError {
	if (status === undefined) {
		return new LegacyTokenError(
			'Thumbtack\'s token endpoint could not be reached. Check "Environment" and its URLs, and that this n8n reaches the internet, then try again.',
			{
				kind: 'token',
				cause: 'unavailable',
			},
		);
	}
	const code = (member(body, 'error') ?? member(body, 'code') ?? member(body, 'Code') ?? '').toUpperCase();
	const detail =
		[code, member(body, 'error_description') ?? member(body, 'message') ?? member(body, 'Message')]
			.filter(Boolean)
			.join(': ') || undefined;
	if (code === 'INVALID_CLIENT' || code === 'UNAUTHORIZED_CLIENT' || status === 401) {
		return new LegacyTokenError(
			'Thumbtack does not know this client. Check "Client ID" and "Client Secret", and that "Environment" is the one they were issued for.',
			{
				kind: 'token',
				cause: 'wrongClient',
				detail,
			},
		);
	}
	if (code === 'INVALID_GRANT' || code === 'INVALID_TOKEN') {
		const what =
			grant_type === 'refresh_token'
				? 'The refresh token is no longer accepted'
				: 'The authorization code is not accepted; it lives for 5 minutes and works once';
		return new LegacyTokenError(
			`${what}. Open the connect link of the credential again, confirm the connection, and paste the new code into "Authorization Code".`,
			{
				kind: 'token',
				cause: 'reconnect',
				detail,
			},
		);
	}
	if (code === 'INVALID_REQUEST') {
		return new LegacyTokenError(
			'Thumbtack did not understand the request for a token. If the link that gave you the code held a redirect_uri, enter it under "Redirect URI". If it did not, this client needs the credential "Thumbtack OAuth2 API" (API: Pro API) instead.',
			{ kind: 'token', cause: 'misunderstood', detail },
		);
	}
	if (status === 202 || status === 403) {
		return new LegacyTokenError(
			`Thumbtack's firewall refused the call (${status}). Send Thumbtack the public IP address of your n8n and ask them to let it through.`,
			{
				kind: 'token',
				cause: 'unavailable',
				detail,
			},
		);
	}
	return new LegacyTokenError(
		`Thumbtack's token endpoint did not give a token (${status}${detail ? `, ${detail}` : ''}). Try again in some minutes.`,
		{
			kind: 'token',
			cause: 'unavailable',
			detail,
		},
	);
}

/**
 * What each grant (a code or a refresh token) was turned into, in this process. A grant works once: a second execution that read
 * the credential before the first one stored the new tokens gets the same ones, and two at once make one request.
 */
const turnedInto = new Map<string, { tokens: Promise<LegacyTokens>; at: number }>();
const MOST_REMEMBERED = 200;
/** A form that was open while its code was exchanged sends the code again. Later, another process may have renewed the tokens. */
const CODE_REMEMBERED_MS = 10 * 60_000;

const refreshKey = (client: LegacyClient, refreshToken: string) => `${client.clientId} refresh ${refreshToken}`;
const codeKey = (client: LegacyClient, code: string) => `${client.clientId} code ${code}`;

async function once(grant: string, request: () => Promise<LegacyTokens>): Promise<LegacyTokens> {
	const known = turnedInto.get(grant);
	if (known) return await known.tokens;
	const tokens = request();
	turnedInto.set(grant, { tokens, at: Date.now() });
	for (const oldest of turnedInto.keys()) {
		if (turnedInto.size <= MOST_REMEMBERED) break;
		turnedInto.delete(oldest);
	}
	return await tokens.catch((error: unknown) => {
		turnedInto.delete(grant);
		throw error instanceof LegacyTokenError
			? error
			: new LegacyTokenError(String(error), { kind: 'token', cause: 'unavailable' });
	});
}

/** The tokens that these were renewed to since: who comes late must not bring back, and store, what is used up. */
async function newest(client: LegacyClient, tokens: LegacyTokens): Promise<LegacyTokens> {
	let found = tokens;
	for (
		let next = turnedInto.get(refreshKey(client, found.refreshToken));
		next;
		next = turnedInto.get(refreshKey(client, found.refreshToken))
	) {
		const later = await next.tokens;
		if (later.refreshToken === found.refreshToken) return later;
		found = later;
	}
	return found;
}

export async function exchangeCode(
	http: IHttpRequestHelper,
	client: LegacyClient,
	code: string,
	redirectUri: string,
): Promise<LegacyTokens> {
	const key = codeKey(client, code);
	const known = turnedInto.get(key);
	if (known && Date.now() - known.at > CODE_REMEMBERED_MS) turnedInto.delete(key);
	const tokens = await once(
		key,
		async () =>
			await requestTokens(http, client, {
				grant_type: 'authorization_code',
				code,
				redirect_uri: redirectUri,
				token_type: 'AUTH_CODE',
			}),
	);
	return await newest(client, tokens);
}

export async function refreshTokens(
	http: IHttpRequestHelper,
	client: LegacyClient,
	refreshToken: string,
): Promise<LegacyTokens> {
	const tokens = await once(
		refreshKey(client, refreshToken),
		async () =>
			await requestTokens(http, client, {
				grant_type: 'refresh_token',
				refresh_token: refreshToken,
				token_type: 'REFRESH',
			}),
	);
	return await newest(client, tokens);
}
