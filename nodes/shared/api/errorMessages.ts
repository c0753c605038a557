import type { Generation } from '../generation';
import type { Exhausted } from './rateLimiter';
import { mayHaveArrived } from './retryPolicy';
import { serverMessage, traceId } from './serverMessage';
import type { ApiCall, Failure, Reply, TokenCause, TokenFailure } from './types';

/** What the user reads: what happened, and what to do next. */
export interface Explanation {
	message: string;
	description: string;
}

/** Who is calling, for texts that name it. */
export interface Caller {
	/** Name of the credential as the user gave it. */
	credential: string;
	environment: string;
	kind: 'oAuth2' | 'legacyToken' | 'basic';
	generation: Generation;
	/** What the connection asks for: "Scope" of the credential, or the default where it is empty. */
	scope: string;
	/** Whether n8n's own client credentials flow gets the token: then nobody connects. */
	isClientCredentials?: boolean;
}

/** The scopes that a refusal names, e.g. `supply::messages.write`; the Pro API only says that one is missing. */
export function missingScopes(reply: Reply, { path }: Pick<ApiCall, 'path'>): string | undefined {
	if (![400, 401, 403].includes(reply.status)) return undefined;
	const words = serverMessage(reply);
	const match = /required scope\(?s?\)?:?\s*\[?([^\]]+?)\]?\s+not found/i.exec(words);
	if (match) return match[1].trim();
	if (!/insufficient.scope/i.test(words)) return undefined;
	return path.endsWith('/targeting') ? 'targeting' : 'messages';
}

/** How to get a scope that is missing. */
function withScope(missing: string, { kind, credential, scope, isClientCredentials }: Caller): string {
	const ask = `Ask Thumbtack to grant ${missing} to your client.`;
	if (isClientCredentials) {
		return `${ask} If "Scope" of the credential "${credential}" is not empty, add ${missing} to it and save.`;
	}
	const current = scope.split(/\s+/);
	const wanted = [...current, ...missing.split(/\s+/).filter((name) => !current.includes(name))].join(' ');
	const how = kind === 'legacyToken' ? 'reconnect it: open its connect link and paste the new code' : 'reconnect it';
	return `${ask} Then open the credential "${credential}", set "Scope" to: ${wanted} — save, and ${how}.`;
}

const FIREWALL =
	'send Thumbtack (partnerships@thumbtack.com) the public IP address of your n8n and ask them to allow it';

function ofReply(reply: Reply, call: ApiCall, caller: Caller): Explanation {
	const { status } = reply;
	const [subject] = call.subjects ?? [];
	const named = subject ? `${subject.what} ${subject.id}` : 'the resource';
	const fields = (call.subjects ?? []).map(({ field }) => `"${field}"`).join(' and ');
	const scope = missingScopes(reply, call);
	// The Pro API's message and targeting calls are switched on by Thumbtack, one client at a time.
	const enable =
		caller.generation === 'legacy' && /\/message$|\/targeting$/.test(call.path)
			? ' Thumbtack also has to enable this call for your client: ask them if it is.'
			: '';

	if (scope !== undefined) {
		return { message: `The connection lacks the scope ${scope}`, description: withScope(scope, caller) };
	}
	switch (status) {
		case 202:
			return {
				message: "Thumbtack's firewall answered instead of its API (202), so nothing was done",
				description: `The firewall treats requests from this n8n as bot traffic. Try again in a few minutes. If it keeps happening, ${FIREWALL}.`,
			};
		case 400:
		case 422:
			return {
				message: `Thumbtack did not accept the request (${status})`,
				description: `Correct the parameter that Thumbtack names${fields ? `; the ID is in ${fields}` : ''}.`,
			};
		case 401:
			return {
				message: `Thumbtack did not accept the credential "${caller.credential}" (401)`,
				description: on401(caller, fields),
			};
		case 403:
			return {
				message: `Thumbtack refused access to ${named} (403)`,
				description: `Either it belongs to a business that the connected account does not own${fields ? ` (check ${fields}, and connect the account that owns it)` : ''}, or Thumbtack blocks calls from this address: then ${FIREWALL}.${enable}`,
			};
		case 404:
			return subject
				? {
						message: `${capitalized(named)} not found (404)`,
						description: `Check ${fields}: the ID must belong to this account and to the environment "${caller.environment}".${enable}`,
					}
				: {
						message: 'Thumbtack did not find the resource (404)',
						description:
							'Thumbtack does not offer this call to your client, or no longer offers it. Ask Thumbtack to enable it.',
					};
		case 409:
			return {
				message: `The request conflicts with what Thumbtack has stored for ${named} (409)`,
				description: 'Get the current state first, and send the change again only if you still want it.',
			};
		case 410:
			return {
				message: `Thumbtack no longer offers this call, or ${named} is gone (410)`,
				description: 'Look for a newer version of this package. If there is none, use API Version "V4".',
			};
		case 451:
			return {
				message: 'Thumbtack does not answer calls from this country (451)',
				description: 'Run n8n, or the proxy that it uses, in a country that Thumbtack serves.',
			};
	}
	if (status >= 300 && status < 400) {
		return {
			message: `Thumbtack redirected the call (${status}${reply.headers.location ? ` to ${reply.headers.location}` : ''}), and the redirect was not followed`,
			description:
				'Check "Environment" and "API URL" of the credential. The access token is never sent to another address.',
		};
	}
	if (status >= 500) {
		return {
			message: `Thumbtack returned a server error (${status})`,
			description: 'Try again in a few minutes. Nothing is wrong with your connection.',
		};
	}
	return {
		message: `Thumbtack answered with an unexpected status (${status})`,
		description: 'Look at the response below, and report it to the maintainers of this package.',
	};
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function on401({ kind, environment, generation, isClientCredentials }: Caller, fields: string): string {
	const where = `"Environment" (now: ${environment})`;
	if (kind === 'basic') {
		return `Check "Username" and "Password" of the credential, and that ${where} is the one Thumbtack issued them for.`;
	}
	if (isClientCredentials) {
		return `Check "Client ID" and "Client Secret" of the credential, and that ${where} is the one Thumbtack issued them for.`;
	}
	const first =
		generation === 'legacy' && fields
			? `Check ${fields} first: the Pro API also answers 401 for a lead or business of another account. Otherwise open`
			: 'Open';
	return `${first} the credential and connect it again. Check that ${where} is the one Thumbtack issued the client for.`;
}

/** e.g. `90 seconds`, `60 minutes` */
function duration(ms: number): string {
	return ms < 2 * 60_000 ? `${Math.ceil(ms / 1000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`;
}

function ofRateLimit({ refusedForMs, retryAt }: Exhausted): Explanation {
	const wait = retryAt === undefined ? undefined : duration(Math.max(0, retryAt - Date.now()));
	const when =
		retryAt === undefined
			? 'Try again in a few minutes'
			: `Try again in ${wait} (at ${new Date(retryAt).toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
	return {
		message:
			wait === undefined || refusedForMs > 60_000
				? `Thumbtack asks to slow down (429), and has refused every call for ${Math.round(refusedForMs / 60_000)} minutes`
				: `Thumbtack asks to slow down (429) for ${wait}, which is longer than a run waits`,
		description: `This call was not carried out. ${when}, with fewer items at a time (a Loop Over Items node with a Wait node does that).`,
	};
}

/** What arrived in place of Thumbtack's answer. */
function nameOf({ body }: Reply): string {
	if (body === undefined) return 'nothing';
	if (body === null) return 'null';
	if (Array.isArray(body)) return 'a list';
	if (typeof body === 'string') return /^\s*</.test(body) ? 'a web page (HTML)' : `the text "${body.slice(0, 60)}"`;
	if (typeof body !== 'object') return `the value ${String(body)}`;
	const keys = Object.keys(body);
	return keys.length === 0 ? 'an empty object' : `an object with ${keys.slice(0, 5).join(', ')}`;
}

function ofBody(reply: Reply, expected: string): Explanation {
	return {
		message: `Thumbtack's answer (${reply.status}) is not what it documents: it sent ${nameOf(reply)} instead of ${expected}`,
		description:
			'A proxy or a firewall may have answered instead of Thumbtack. Check "Environment" and "API URL" of the credential, and try again in a few minutes.',
	};
}

const NETWORK: Record<string, string> = {
	ECONNREFUSED: 'The connection to Thumbtack was refused',
	ENOTFOUND: "Thumbtack's address could not be found",
	EAI_AGAIN: "Thumbtack's address could not be found",
	ETIMEDOUT: 'Thumbtack did not answer in time',
	ECONNABORTED: 'Thumbtack did not answer in time',
};

/** In words only: n8n replaces a message that has a network code in it by its own. */
export function networkMessage(code: string): string {
	return NETWORK[code] ?? 'The connection to Thumbtack broke off';
}

/** For the form of a credential. */
export function unreachableMessage(code: string): string {
	return `${networkMessage(code)}. Check "Environment" and its URLs, and that this n8n can reach the internet.`;
}

function ofNetwork(code: string): Explanation {
	return {
		message: networkMessage(code),
		description: `Check that this n8n can reach the internet, and check "Environment" and "API URL" of the credential; then try again. Network error: ${code}.`,
	};
}

/** Names of the fields that hold the client, as on the screen. */
export interface ClientFields {
	id: string;
	secret: string;
}

const CLIENT: ClientFields = { id: 'Client ID', secret: 'Client Secret' };

/** What a token refusal means and what to do, for a form. The one table for all credentials and executions. */
export function tokenMessage({ cause, status }: TokenFailure, fields: ClientFields = CLIENT): string {
	const shown = status === undefined ? '' : ` (${status})`;
	const table: Record<TokenCause, string> = {
		reconnect:
			"Thumbtack no longer accepts the code or the refresh token: access was revoked, it wasn't used for too long, or the code is older than 5 minutes. Connect the credential again; with Legacy Token, open the connect link and paste the new code.",
		noRefreshToken:
			'The access token has expired, and Thumbtack gave no refresh token with it. Add offline_access to "Scope" (or empty the field), save, and reconnect.',
		notConnected: 'The credential is not connected yet. Open it and connect it to a Thumbtack account.',
		wrongClient: `Thumbtack does not recognize this client. Check "${fields.id}" and "${fields.secret}", and "Environment": a client of one environment does not work in the other.`,
		notEnabled:
			'Thumbtack recognizes this client, but has not enabled this way of signing in for it. Ask Thumbtack to enable it.',
		unsupportedGrant:
			'Thumbtack does not offer this way of signing in (grant type) here. Check "Environment" and its URLs, and the type of this credential.',
		scopeRefused:
			'Thumbtack did not grant a scope in "Scope" to this client. Remove what was not granted, or empty the field; or ask Thumbtack for the scope. Then connect again.',
		misunderstood:
			'Thumbtack did not understand the request for a token. A client of the Pro API may need the other credential: "Thumbtack Legacy Token API" instead of "Thumbtack Legacy OAuth2 API", or the reverse. With Legacy Token, enter the redirect_uri of your connect link in "Redirect URI".',
		wrongAddress: `Thumbtack's token endpoint is not at this address${shown}. Check "Environment" and its URLs.`,
		firewall: `Thumbtack's firewall refused the call${shown}. Send Thumbtack the public IP address of your n8n and ask them to allow it.`,
		busy: 'Thumbtack asks to slow down (429). Try again in a few minutes.',
		unavailable: `Thumbtack's sign-in service did not answer as expected${shown}. Try again in a few minutes.`,
	};
	return table[cause];
}

const HOW_TO_RECONNECT: Record<Caller['kind'], string> = {
	oAuth2: 'Open the credential and connect it again.',
	legacyToken:
		'Open its connect link again, confirm the connection, and paste the new code into "Authorization Code" of the credential.',
	basic: 'Open the credential and correct it.',
};

function ofToken(failure: TokenFailure, { credential, environment, kind, generation }: Caller): Explanation {
	const where = `"Environment" (now: ${environment})`;
	switch (failure.cause) {
		case 'reconnect':
			return {
				message: `The credential "${credential}" needs to be reconnected`,
				description: `Thumbtack no longer accepts its refresh token: access was revoked, or it was not used for too long. ${HOW_TO_RECONNECT[kind]}${
					kind === 'oAuth2' && generation === 'legacy' ? ' There, select Disconnect first, then Connect.' : ''
				}`,
			};
		case 'noRefreshToken':
			return { message: `The credential "${credential}" needs to be reconnected`, description: tokenMessage(failure) };
		case 'notConnected':
			return {
				message: `The credential "${credential}" is not connected yet`,
				description: 'Open the credential and connect it to a Thumbtack account.',
			};
		case 'wrongClient':
			return {
				message: `Thumbtack does not recognize the client of the credential "${credential}"`,
				description: `Check "Client ID" and "Client Secret", and that ${where} is the one Thumbtack issued them for.`,
			};
		case 'misunderstood':
			return {
				message: `Thumbtack did not understand how the credential "${credential}" asked for a new access token`,
				description:
					kind === 'legacyToken'
						? 'This client needs the credential "Thumbtack Legacy OAuth2 API" instead.'
						: 'If "Reconnecting" is turned on in the credential, turn it off and save. Otherwise this client needs the credential "Thumbtack Legacy Token API" instead.',
			};
		case 'unavailable':
		case 'busy':
			return {
				message: "Thumbtack's sign-in service could not renew the access token",
				description: 'Try again in a few minutes. The connection itself is intact.',
			};
		default:
			return { message: `The credential "${credential}" got no access token`, description: tokenMessage(failure) };
	}
}

function base(failure: Failure, call: ApiCall, caller: Caller): Explanation {
	switch (failure.kind) {
		case 'reply':
			return ofReply(failure.reply, call, caller);
		case 'body':
			return ofBody(failure.reply, failure.expected);
		case 'network':
			return ofNetwork(failure.code);
		case 'token':
			return ofToken(failure, caller);
		case 'rateLimit':
			return ofRateLimit(failure);
	}
}

/** The text for a failure: the next step, then Thumbtack's own words and its trace ID when there are any. */
export function explain(failure: Failure, call: ApiCall, caller: Caller): Explanation {
	const { message, description } = base(failure, call, caller);
	const lines = [description];
	if (call.method === 'POST' && mayHaveArrived(failure)) {
		lines.unshift(
			`It is not known whether Thumbtack carried this out. Check in Thumbtack first: the call was not repeated, because ${call.duplicateEffect ?? 'it would then be done twice'}.`,
		);
	}
	// n8n's screen runs the lines together.
	const sentence = (words: string): string => words.replace(/[^.!?]$/, '$&.');
	if ('reply' in failure && failure.reply) {
		const words = serverMessage(failure.reply);
		const trace = traceId(failure.reply);
		if (words) lines.push(`Thumbtack says: ${sentence(words)}`);
		if (trace) lines.push(`Trace ID: ${trace}`);
	}
	if (failure.kind === 'token' && failure.detail) lines.push(`Thumbtack says: ${sentence(failure.detail)}`);
	return { message, description: lines.join('\n') };
}
