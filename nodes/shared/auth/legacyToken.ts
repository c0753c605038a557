import type { IHttpRequestHelper, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { BoundedMap } from '../boundedMap';
import type { Json } from '../json';
import { isObject, own, word } from '../jsonAccess';
import { ParameterError } from '../parameters';
import { parseUrl } from '../url';
import { parseBody } from '../api/body';
import { networkCode, tokenFailure } from '../api/classifyError';
import { tokenMessage, unreachableMessage } from '../api/errorMessages';
import { ThumbtackError } from '../api/thumbtackError';
import type { Reply } from '../api/types';
import { apiOrigin, tokenUrl, USER_AGENT, type Endpoint } from '../api/hosts';

export interface LegacyClient extends Endpoint {
	clientId: string;
	clientSecret: string;
}

export interface LegacyTokens {
	accessToken: string;
	refreshToken: string;
}

/** A used refresh token works for 10 s more, because the reply may be the literal `null`, or be lost (Pro API, refresh token). */
const TRIES_WITHIN_GRACE = 4;
const PAUSE_MS = 2000;

type TokenQuery =
	| { grant_type: 'authorization_code'; code: string; redirect_uri: string; token_type: 'AUTH_CODE' }
	| { grant_type: 'refresh_token'; refresh_token: string; token_type: 'REFRESH' };

/** A text member of the reply; empty where there is none. */
const member = (reply: Json | undefined, key: string): string => (isObject(reply) ? word(own(reply, key)) : null) ?? '';

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
		let code: string | undefined;
		const reply = await (http.helpers.httpRequest(options) as Promise<IN8nHttpFullResponse>).catch((error: unknown) => {
			// The error itself goes no further: it holds the client secret.
			code = networkCode(error);
			return undefined;
		});
		const body = parseBody(reply?.body);
		const accessToken = member(body, 'access_token');
		if (reply && reply.statusCode < 300 && accessToken) {
			return {
				accessToken,
				refreshToken:
					member(body, 'refresh_token') || (query.grant_type === 'refresh_token' ? query.refresh_token : ''),
			};
		}
		const isLost = !reply || (reply.statusCode === 200 && (body === null || body === undefined));
		if (isLost && query.grant_type === 'refresh_token' && attempt < TRIES_WITHIN_GRACE) await sleep(PAUSE_MS);
		else if (reply) throw refusal({ status: reply.statusCode, headers: {}, body });
		else throw unreachable(code);
	}
}

/** For the form and for executions alike: the failure decides, its words come from the one table. */
function refusal(reply: Reply): ThumbtackError {
	const failure = tokenFailure(reply);
	return new ThumbtackError(tokenMessage(failure), '', failure);
}

function unreachable(code = ''): ThumbtackError {
	return new ThumbtackError(unreachableMessage(code), '', { kind: 'token', cause: 'unavailable' });
}

/**
 * What each grant (a code or a refresh token) was turned into, in this process. A grant works once: a second execution that read
 * the credential before the first one stored the new tokens gets the same ones, and two at once make one request.
 */
const exchanged = new BoundedMap<{ tokens: Promise<LegacyTokens>; at: number }>(200, () => 1);
/** A form that was open while its code was exchanged sends the code again. Later, another process may have renewed the tokens. */
const REMEMBERED_MS = 10 * 60_000;

const refreshKey = (client: LegacyClient, refreshToken: string) => `refresh ${client.clientId} ${refreshToken}`;
const codeKey = (client: LegacyClient, code: string) => `code ${client.clientId} ${code}`;

function recent(key: string): Promise<LegacyTokens> | undefined {
	const known = exchanged.get(key);
	return known && Date.now() - known.at <= REMEMBERED_MS ? known.tokens : undefined;
}

async function once(key: string, request: () => Promise<LegacyTokens>): Promise<LegacyTokens> {
	const known = recent(key);
	if (known) return await known;
	const tokens = request();
	exchanged.set(key, { tokens, at: Date.now() });
	return await tokens.catch((error: unknown) => {
		exchanged.delete(key);
		throw error;
	});
}

/** The tokens that these were renewed to since: a late reader must not store what is used up. */
async function newest(client: LegacyClient, tokens: LegacyTokens): Promise<LegacyTokens> {
	let found = tokens;
	for (;;) {
		const next = recent(refreshKey(client, found.refreshToken));
		if (!next) return found;
		const later = await next;
		// An endpoint that gives the same refresh token again: nothing follows it.
		if (later.refreshToken === found.refreshToken) return later;
		found = later;
	}
}

export async function exchangeCode(
	http: IHttpRequestHelper,
	client: LegacyClient,
	code: string,
	redirectUri: string,
): Promise<LegacyTokens> {
	const key = codeKey(client, code);
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
	const key = refreshKey(client, refreshToken);
	const tokens = await once(
		key,
		async () =>
			await requestTokens(http, client, {
				grant_type: 'refresh_token',
				refresh_token: refreshToken,
				token_type: 'REFRESH',
			}),
	);
	// The same refresh token again is used again, so the answer to it must not be kept.
	if (tokens.refreshToken === refreshToken) exchanged.delete(key);
	return await newest(client, tokens);
}

/**
 * Holds the access token back from any other server: a node such as HTTP Request lets the user enter any URL.
 * @throws ParameterError
 */
export function checkDestination(credential: Endpoint, { url, baseURL = '' }: IHttpRequestOptions): void {
	const own = parseUrl(apiOrigin('legacy', credential))?.origin;
	const destination = parseUrl(url) ?? parseUrl(`${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`);
	if (destination?.origin === own) return;
	throw new ParameterError(
		`The credential is for ${own}, so its access token is not sent to ${destination?.origin ?? `"${url}"`}`,
		`Call a URL that starts with ${own}/, or choose another credential.`,
	);
}
