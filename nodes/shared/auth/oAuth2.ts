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
import { networkMessage, tokenMessage, type ClientFields } from '../api/errorMessages';
import { apiOrigin, tokenUrl, USER_AGENT, type Endpoint } from '../api/hosts';
import { ThumbtackError } from '../api/thumbtackError';
import type { Reply, TokenFailure } from '../api/types';
import type { Generation } from '../generation';

/** What a credential may always ask for: the account (v4) or the business (legacy) that it is connected to. */
export const ACCOUNT_PATH: Record<Generation, string> = { v4: '/api/v4/users/self', legacy: '/v2/get-thumbtack-info' };

/** Fields that hold the client, as on the screen. */
const CLIENT: ClientFields = { id: 'Client ID', secret: 'Client Secret' };

const failed = (failure: TokenFailure, fields = CLIENT): ThumbtackError =>
	new ThumbtackError(tokenMessage(failure, fields), '', failure);

/** In a form: n8n replaces a message that has a network code in it by its own, so it is said in words. */
export function unreachable(error: unknown): string {
	return `${networkMessage(networkCode(error) ?? '')}. Check "Environment" and its URLs, and that this n8n can reach the internet.`;
}

/** What any server in the way may answer, whatever was asked; undefined for Thumbtack's own answers. */
export function refusedByAll({ status }: Reply): TokenFailure | undefined {
	const isForAll = [202, 403, 404, 429].includes(status) || (status >= 300 && status < 400) || status >= 500;
	return isForAll ? tokenFailure({ status, headers: {}, body: undefined }) : undefined;
}

/**
 * What the token endpoint's answer to a code that cannot exist tells about the client: invalid_grant for one that is known,
 * something else for every other (in capitals in the Pro API). Undefined when nothing is wrong.
 */
export function refusedClient(reply: Reply): TokenFailure | undefined {
	const failure = refusedByAll(reply) ?? tokenFailure(reply);
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

/** Whether Thumbtack is there, lets this n8n in and knows the client; throws with what is wrong. */
async function checkClient(http: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<void> {
	const generation: Generation = credentials.api === 'legacy' ? 'legacy' : 'v4';
	const url = tokenUrl(generation, credentials as Endpoint);
	// n8n's own code exchange, with a code that cannot exist: nothing comes of it but the verdict on the client.
	const reply = await ask(http, {
		method: 'POST',
		url,
		qs: generation === 'legacy' ? { token_type: 'AUTH_CODE' } : {},
		auth: { username: String(credentials.clientId ?? ''), password: String(credentials.clientSecret ?? '') },
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: 'grant_type=authorization_code&code=credential-test&redirect_uri=http%3A%2F%2Flocalhost%2Fcredential-test',
	});
	const client = refusedClient(reply);
	if (client) throw failed(client);

	// The API is on another host. Without a token it answers 401; what else it answers, it answers to everybody.
	const api = await ask(http, {
		method: 'GET',
		url: apiOrigin(generation, credentials as Endpoint) + ACCOUNT_PATH[generation],
	});
	const closed = refusedByAll(api);
	if (closed) throw failed(closed);
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
): Promise<IDataObject> {
	const tokens = credentials.oauthTokenData as unknown;
	if (tokens === true) {
		await checkClient(http, credentials);
		return { oauthTokenData: { access_token: PLACEHOLDER, token_type: 'bearer' } };
	}
	const { access_token, token_type } = (typeof tokens === 'object' && tokens !== null ? tokens : {}) as IDataObject;
	if (typeof access_token !== 'string' || access_token === '') {
		await checkClient(http, credentials);
		throw failed({ kind: 'token', cause: 'notConnected' });
	}
	// With any other type n8n puts the token into the URL, where logs see it; the Pro API may call its type AUTH_CODE.
	if (typeof token_type === 'string' && token_type.toLowerCase() !== 'bearer')
		return { oauthTokenData: { ...(tokens as IDataObject), token_type: 'bearer' } };
	return {};
}

const messageOf = (status: number): string => tokenMessage(tokenFailure({ status, headers: {}, body: undefined }));

const onStatus = (value: number, message = messageOf(value)) =>
	({ type: 'responseCode', properties: { value, message } }) as const;

/** What the test of a credential says; n8n can tell answers apart by their status, and by members of the body of a success. */
export const TEST_RULES = [
	onStatus(
		401,
		'Thumbtack did not accept the access token (401). V4: if the scope supply::users.read is missing, add it to "Scope" and connect again. If the connection was not used for an hour, the token has only expired, and the next run of a workflow renews it.',
	),
	...[403, 404, 429, 500, 502, 503, 504].map((status) => onStatus(status)),
	// The firewall answers 202, a success to n8n, with an empty or an HTML body: text, where Thumbtack sends an object.
	{
		type: 'responseSuccessBody',
		properties: {
			key: 'trim',
			value: String.prototype.trim,
			message: messageOf(202),
		},
	},
] as ICredentialTestRequest['rules'];
