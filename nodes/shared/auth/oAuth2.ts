import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { parseBody } from '../api/body';
import type { Failure, Reply } from '../api/types';
import { serverMessage } from '../api/errorMessages';
import { apiOrigin, tokenUrl, USER_AGENT, type Generation, type Endpoint } from '../api/hosts';

/** What a credential may always ask for: the account (v4) or the business (legacy) that it is connected to. */
export const ACCOUNT_PATH: Record<Generation, string> = { v4: '/api/v4/users/self', legacy: '/v2/get-thumbtack-info' };

/** Names of the fields that hold the client, as on the screen. */
export interface ClientFields {
	id: string;
	secret: string;
}

/** What is wrong with a connection, in words for the form, and in the terms of every other failure. */
export class ConnectionError extends Error {
	constructor(
		message: string,
		readonly thumbtack: Extract<Failure, { kind: 'token' }>,
	) {
		super(message);
	}
}

/** In words: n8n replaces a message that holds one of these codes by one of its own. */
const NETWORK: Record<string, string> = {
	ECONNREFUSED: 'the connection was refused',
	ENOTFOUND: 'there is no such host',
	EAI_AGAIN: 'there is no such host',
	ETIMEDOUT: 'there was no answer in time',
	ECONNABORTED: 'there was no answer in time',
};

/** Why a call got no answer; undefined when it was answered. */
export function unreachable(error: unknown): string | undefined {
	for (let link = error; typeof link === 'object' && link !== null; link = (link as { cause?: unknown }).cause) {
		const { code } = link as { code?: unknown };
		if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) {
			return `Thumbtack could not be reached: ${NETWORK[code] ?? 'the connection broke off'}. Check "Environment" and its URLs, and that this n8n reaches the internet.`;
		}
	}
	return undefined;
}

/** What every answer can mean, whoever asked. */
export function refusedByAll({ status }: Reply): string | undefined {
	if (status === 202 || status === 403)
		return `Thumbtack's firewall refused the call (${status}). Send Thumbtack the public IP address of your n8n and ask them to let it through.`;
	if (status === 429) return 'Thumbtack asks to slow down (429). Try again in some minutes.';
	if (status >= 500) return `Thumbtack has trouble of its own (${status}). Try again in some minutes.`;
	if (status === 404 || (status >= 300 && status < 400))
		return `There is no Thumbtack at this address (${status}). Check "Environment" and its URLs.`;
	return undefined;
}

/**
 * What the token endpoint's answer to a code that cannot exist tells about the client: invalid_client for an unknown one,
 * invalid_grant for a known one, in either generation (Pro API: in capitals).
 */
export function refusedClient(reply: Reply, fields: ClientFields): string | undefined {
	const everywhere = refusedByAll(reply);
	if (everywhere) return everywhere;
	const words = serverMessage(reply);
	if (reply.status === 401 || /(invalid|unauthorized).client/i.test(words)) {
		return `Thumbtack does not know this client. Check "${fields.id}" and "${fields.secret}", and "Environment": the clients of one environment are unknown to the other.`;
	}
	if (/invalid.grant/i.test(words)) return undefined;
	if (/invalid.request/i.test(words)) {
		return 'Thumbtack\'s token endpoint does not take what n8n\'s Connect button sends. Use the credential "Thumbtack Legacy Token API" for this client.';
	}
	return `Thumbtack gave an answer that settles nothing (${reply.status}${words ? `: ${words}` : ''}). Try again in some minutes.`;
}

async function ask(
	http: IHttpRequestHelper,
	options: Pick<IHttpRequestOptions, 'method' | 'url' | 'qs' | 'auth' | 'body' | 'headers'>,
): Promise<Reply> {
	let unanswered: string | undefined;
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
		unanswered = unreachable(error) ?? 'Thumbtack could not be reached. Check "Environment" and its URLs.';
	});
	if (!response) throw new ConnectionError(unanswered ?? '', { kind: 'token', cause: 'unavailable' });
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
	const trouble = refusedClient(reply, { id: 'Client ID', secret: 'Client Secret' });
	if (trouble)
		throw new ConnectionError(trouble, {
			kind: 'token',
			cause: /does not know this client/.test(trouble) ? 'wrongClient' : 'unavailable',
		});

	// The API is on another host. Without a token it answers 401; what else it answers, it answers to everybody.
	const api = await ask(http, {
		method: 'GET',
		url: apiOrigin(generation, credentials as Endpoint) + ACCOUNT_PATH[generation],
	});
	const closed = refusedByAll(api);
	if (closed) throw new ConnectionError(closed, { kind: 'token', cause: 'unavailable' });
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
		throw new ConnectionError('The credential is not connected yet. Open it and connect it to a Thumbtack account.', {
			kind: 'token',
			cause: 'notConnected',
		});
	}
	// With any other type n8n puts the token into the URL, where logs see it; the Pro API may call its type AUTH_CODE.
	if (typeof token_type === 'string' && token_type.toLowerCase() !== 'bearer')
		return { oauthTokenData: { ...(tokens as IDataObject), token_type: 'bearer' } };
	return {};
}

const onStatus = (value: number, message = refusedByAll({ status: value, headers: {}, body: undefined }) ?? '') =>
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
			message: refusedByAll({ status: 202, headers: {}, body: undefined }),
		},
	},
] as ICredentialTestRequest['rules'];
