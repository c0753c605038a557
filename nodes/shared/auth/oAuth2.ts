import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { parseBody } from '../api/body';
import { networkCode, tokenFailure } from '../api/classifyError';
import { tokenMessage, unreachableMessage } from '../api/errorMessages';
import { ACCOUNT_PATH, apiOrigin, tokenUrl, USER_AGENT } from '../api/hosts';
import { ThumbtackError } from '../api/thumbtackError';
import type { Reply, TokenFailure } from '../api/types';
import type { Generation } from '../generation';
import { isRecord } from '../jsonAccess';
import { ParameterError } from '../parameters';
import { utmSourceRefusal } from '../api/utmSource';

const failed = (failure: TokenFailure): ThumbtackError => new ThumbtackError(tokenMessage(failure), '', failure);

export const unreachable = (error: unknown): string => unreachableMessage(networkCode(error) ?? '');

/** What any server in the way may answer, whatever was asked; undefined for Thumbtack's own answers. */
export function commonFailure({ status }: Reply): TokenFailure | undefined {
	const isForAll = [202, 403, 404, 429].includes(status) || (status >= 300 && status < 400) || status >= 500;
	return isForAll ? tokenFailure({ status, headers: {}, body: undefined }) : undefined;
}

/** What such an answer of the API means; the words for the token endpoint are in tokenMessage. */
export function apiMessage(status: number): string {
	const failure = tokenFailure({ status, headers: {}, body: undefined });
	if (failure.cause === 'wrongAddress')
		return `Thumbtack's API is not at this address (${status}). Check "Environment" and its URLs.`;
	if (failure.cause === 'unavailable')
		return `Thumbtack returned a server error (${status}). Try again in a few minutes.`;
	return tokenMessage(failure);
}

/**
 * What the token endpoint's answer to a code that cannot exist tells about the client: invalid_grant for one that is known,
 * something else for every other (in capitals in the Pro API). Undefined when nothing is wrong.
 */
export function clientFailure(reply: Reply): TokenFailure | undefined {
	const failure = commonFailure(reply) ?? tokenFailure(reply);
	return failure.cause === 'reconnect' ? undefined : failure;
}

async function ask(
	http: IHttpRequestHelper,
	options: Pick<IHttpRequestOptions, 'method' | 'url' | 'qs' | 'auth' | 'body' | 'headers'>,
): Promise<Reply> {
	const response = await (
		http.helpers.httpRequest({
			...options,
			headers: { Accept: 'application/json', 'User-Agent': USER_AGENT, ...options.headers },
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 15_000,
		}) as Promise<IN8nHttpFullResponse>
	).catch((error: unknown) => {
		// The error itself goes no further: it holds the client secret.
		throw new ThumbtackError(unreachable(error), '', { kind: 'token', cause: 'unavailable' });
	});
	return { status: response.statusCode, headers: {}, body: parseBody(response.body) };
}

/** n8n's own code exchange, with a code that cannot exist: the reply only shows whether Thumbtack knows the client. */
async function askForTokens(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	generation: Generation,
): Promise<Reply> {
	return await ask(http, {
		method: 'POST',
		url: tokenUrl(generation, credentials),
		qs: generation === 'legacy' ? { token_type: 'AUTH_CODE' } : {},
		auth: { username: String(credentials.clientId ?? ''), password: String(credentials.clientSecret ?? '') },
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: 'grant_type=authorization_code&code=credential-test&redirect_uri=http%3A%2F%2Flocalhost%2Fcredential-test',
	});
}

const ENVIRONMENTS = { production: 'Production', staging: 'Staging' } as const;

/** The environment of Thumbtack that does know the client, by its name on the form; the Pro API has one token endpoint for both. */
async function homeOf(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	generation: Generation,
): Promise<string | undefined> {
	if (generation === 'legacy' || credentials.environment === 'custom') return undefined;
	const environment = credentials.environment === 'staging' ? 'production' : 'staging';
	const reply = await askForTokens(http, { ...credentials, environment }, generation).catch(() => undefined);
	return reply && !clientFailure(reply) ? ENVIRONMENTS[environment] : undefined;
}

/** Whether Thumbtack is there, lets this n8n in and knows the client; throws with what is wrong. */
async function checkClient(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	generation: Generation,
): Promise<void> {
	const client = clientFailure(await askForTokens(http, credentials, generation));
	if (client?.cause === 'wrongClient') {
		const home = await homeOf(http, credentials, generation);
		if (home !== undefined) {
			throw new ThumbtackError(`This client belongs to ${home}. Set "Environment" to ${home} and save.`, '', client);
		}
	}
	if (client) throw failed(client);

	// The API is on another host. Without a token it answers 401; what else it answers, it answers to everybody.
	const api = await ask(http, { method: 'GET', url: apiOrigin(generation, credentials) + ACCOUNT_PATH[generation] });
	const closed = commonFailure(api);
	if (closed) throw new ThumbtackError(apiMessage(api.status), '', closed);
}

/** n8n asks Thumbtack once with this, is refused, and then takes the token that it has stored. */
const PLACEHOLDER = 'held-back-by-the-form';

/**
 * What n8n runs before each request with an OAuth2 credential. In the test of a form n8n holds the tokens back and gives `true` in
 * their place: then the client is checked, and a placeholder makes n8n fetch the stored token. Without any token n8n's own words
 * would be "Unable to sign without access token".
 */
export async function beforeRequest(
	http: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	generation: Generation,
): Promise<IDataObject> {
	const refusal = utmSourceRefusal(credentials);
	if (refusal !== undefined) throw new ParameterError(refusal, '');
	const tokens = credentials.oauthTokenData as unknown;
	if (tokens === true) {
		await checkClient(http, credentials, generation);
		return { oauthTokenData: { access_token: PLACEHOLDER, token_type: 'bearer' } };
	}
	const stored = isRecord(tokens) ? tokens : {};
	const { access_token, token_type } = stored;
	if (typeof access_token !== 'string' || access_token === '') {
		await checkClient(http, credentials, generation);
		throw failed({ kind: 'token', cause: 'notConnected' });
	}
	// With any other type n8n puts the token into the URL, where logs see it; the Pro API may call its type AUTH_CODE.
	if (typeof token_type === 'string' && token_type.toLowerCase() !== 'bearer')
		return { oauthTokenData: { ...stored, token_type: 'bearer' } };
	return {};
}

type Rules = NonNullable<ICredentialTestRequest['rules']>;
type Rule = Rules[number];

/** For an answer that n8n throws. */
const onStatus = (value: number, message = apiMessage(value)): Rule => ({
	type: 'responseCode',
	properties: { value, message },
});

/** For an answer that n8n was told not to throw: Thumbtack's problem documents repeat their status. */
const onProblem = (value: number, message = apiMessage(value)): Rule => ({
	type: 'responseSuccessBody',
	properties: { key: 'status', value, message },
});

/** The firewall answers 202, a success to n8n, with an empty or an HTML body: text, where Thumbtack sends an object. */
const onText: Rule = {
	type: 'responseSuccessBody',
	properties: { key: 'trim', value: String.prototype.trim, message: apiMessage(202) },
};

const TROUBLE = [403, 429, 500, 502, 503, 504];

/** What the test of a credential of the Pro API says; n8n can tell answers apart by their status, and by members of the body of a success. */
export const LEGACY_TEST_RULES = [
	onStatus(
		401,
		'Thumbtack did not accept the access token (401). If the connection was not used for an hour, the token has only expired, and the next run of a workflow renews it. Otherwise connect again.',
	),
	...[404, ...TROUBLE].map((status) => onStatus(status)),
	onText,
] as Rules;

const AS_FAR_AS_GRANTED =
	'Everything that was granted works. To get the scope, ask Thumbtack to grant it to your client';

/**
 * For v4. What the test calls depends on the scopes (see the credential): the account, or where its scope was not asked for a lead
 * that cannot exist, so that 404 means "connected"; for client credentials a search of categories, whose refusals are not thrown.
 */
export const V4_TEST_RULES = [
	onStatus(
		401,
		`Thumbtack recognizes the client, but refused this test's call (401). Either the connection lacks the scope supply::users.read (marketplace: demand::users.read): then it is connected all the same, and only "User > Get Self" does not work. Or the access token has expired, which the next run of a workflow renews. Or access was revoked: then connect again.`,
	),
	onStatus(
		404,
		`Connected, without the scope supply::users.read (marketplace: demand::users.read), so "User > Get Self" does not work. ${AS_FAR_AS_GRANTED}, add it to "Scope", save, and reconnect.`,
	),
	...TROUBLE.map((status) => onStatus(status)),
	onProblem(
		401,
		`Connected, without the scope demand::categories.read, so the operations of "Category" do not work. ${AS_FAR_AS_GRANTED}.`,
	),
	onProblem(400, 'Connected, but Thumbtack refused a search of categories (400). Check "UTM Source".'),
	...[404, ...TROUBLE].map((status) => onProblem(status)),
	onText,
] as Rules;
