import type { Json } from '../json';
import type { ApiCall, Failure, Reply } from './types';
import type { Generation } from './hosts';
import { mayHaveArrived, retryAfterMs } from './retryPolicy';
import { DEFAULT_SCOPE } from '../auth/scopes';

/** What the user reads: what happened, and what to do next. */
export interface Explanation {
	message: string;
	description: string;
}

/** Who is calling, for texts that must name it. */
export interface Caller {
	/** Name of the credential as the user gave it. */
	credential: string;
	environment: string;
	kind: 'oAuth2' | 'legacyToken' | 'basic';
	generation: Generation;
	/** "Scope" of an OAuth2 credential. */
	scope?: string;
}

const text = (value: Json | undefined): string | undefined =>
	typeof value === 'string' && value.trim() !== ''
		? value.trim()
		: typeof value === 'number'
			? String(value)
			: undefined;

function member(value: Json | undefined, key: string): Json | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
		? value[key]
		: undefined;
}

/** Entries of a problem document's `errors`, e.g. `text: must not be empty`. */
function fieldErrors(errors: Json | undefined): string | undefined {
	if (!Array.isArray(errors)) return text(errors);
	const lines = errors.map((entry) => {
		if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return text(entry);
		return Object.entries(entry)
			.map(([key, value]) => (text(value) === undefined ? undefined : `${key}: ${text(value)}`))
			.filter((line) => line !== undefined)
			.join(', ');
	});
	return lines.filter(Boolean).join('; ') || undefined;
}

/**
 * What Thumbtack says in the body of a refusal. v4 sends problem documents (title, detail, errors), its OAuth server error and
 * error_description; the shape of the Pro API is not documented, so every name that was ever seen is read.
 */
export function serverMessage(reply: Reply): string {
	const { body } = reply;
	if (typeof body === 'string') return /^\s*</.test(body) ? '' : body.slice(0, 300);
	const parts = [
		text(member(body, 'title')),
		text(member(body, 'detail')),
		fieldErrors(member(body, 'errors')),
		text(member(body, 'error_description')),
		text(member(body, 'message')) ?? text(member(body, 'Message')),
		text(member(body, 'error')) ?? text(member(body, 'code')) ?? text(member(body, 'Code')),
	].filter((part): part is string => part !== undefined);
	return [...new Set(parts)].join(' — ').slice(0, 600);
}

/** Thumbtack's own number of the call, to quote in a support request. */
function traceId(reply: Reply): string | undefined {
	return (
		text(member(reply.body, 'traceID')) ??
		reply.headers.traceid ??
		reply.headers['x-trace-id'] ??
		reply.headers['x-request-id']
	);
}

/** The scopes that a refusal names, e.g. `supply::messages.write`; the Pro API only says that one is missing. */
export function missingScopes(reply: Reply, { path }: Pick<ApiCall, 'path'>): string | undefined {
	const words = serverMessage(reply);
	const match =
		/required scope\(?s?\)?:?\s*\[?([^\]]+?)\]?\s+not found/i.exec(words) ?? /lacks the scope\s+(\S+)/i.exec(words);
	if (match) return match[1].trim();
	if (!/insufficient.scope/i.test(words)) return undefined;
	return path.endsWith('/targeting') ? 'targeting' : 'messages';
}

/** How to get a scope that is missing. */
function withScope(missing: string, { kind, credential, generation, scope }: Caller): string {
	const ask = `Ask Thumbtack to grant ${missing} to your client.`;
	if (kind === 'legacyToken')
		return `${ask} Scopes are asked for in the connect link of the credential "${credential}": open it with ${missing} added to scope= (%20 between two), and paste the new code to reconnect.`;
	const current = (scope?.trim() || DEFAULT_SCOPE[generation]).split(/\s+/);
	const wanted = [...current, ...missing.split(/\s+/).filter((name) => !current.includes(name))];
	return `${ask} Then open the credential "${credential}", set "Scope" to: ${wanted.join(' ')} — save, and reconnect it.`;
}

function ofReply(reply: Reply, call: ApiCall, caller: Caller): Explanation {
	const { status } = reply;
	const [subject] = call.subjects ?? [];
	const named = subject ? `${subject.what} ${subject.id}` : 'what was asked for';
	const fields = (call.subjects ?? []).map(({ field }) => `"${field}"`).join(' and ');
	const scope = status === 401 || status === 403 || status === 400 ? missingScopes(reply, call) : undefined;

	if (scope !== undefined) {
		return {
			message: `The connection lacks the scope ${scope}`,
			description: withScope(scope, caller),
		};
	}
	switch (status) {
		case 202:
			return {
				message: "Thumbtack's firewall answered instead of its API (202), so nothing was done",
				description:
					'The firewall takes the calls of this n8n for those of a robot. Try again in some minutes. If it lasts, send Thumbtack (partnerships@thumbtack.com) the public IP address of your n8n and ask them to let it through.',
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
				description:
					caller.kind === 'basic'
						? `Check "Username" and "Password" of the credential, and that "Environment" (now: ${caller.environment}) is the one that Thumbtack issued them for.`
						: `${caller.generation === 'legacy' && fields ? `Check ${fields} first: the Pro API refuses so too what belongs to another business than the one that is connected. Otherwise open` : 'Open'} the credential and connect it again. Check that "Environment" (now: ${caller.environment}) is the one that Thumbtack issued the client for.`,
			};
		case 403:
			return {
				message: `Thumbtack refused access to ${named} (403)`,
				description: `Either it belongs to a business that the connected account does not own${fields ? ` (check ${fields}, and connect the account that owns it)` : ''}, or Thumbtack blocks calls from this address: then send Thumbtack the public IP address of your n8n.`,
			};
		case 404:
			return {
				message: `Thumbtack does not know ${named} (404)`,
				description: fields
					? `Check ${fields}: the ID must be one of this account and of the environment "${caller.environment}".`
					: 'Thumbtack does not offer this call to your client, or has withdrawn it. Ask Thumbtack whether it is enabled for you.',
			};
		case 409:
			return {
				message: `The request conflicts with what Thumbtack has stored for ${named} (409)`,
				description: 'Get the current state first, and send the change again only if it is still wanted.',
			};
		case 410:
			return {
				message: `Thumbtack no longer offers this call, or ${named} is gone (410)`,
				description: 'Look for a newer version of this node. If there is none, use API Version "V4".',
			};
		case 429: {
			const wait = retryAfterMs(reply, Date.now());
			return {
				message: 'Thumbtack asks to slow down (429), and waiting did not help',
				description: `${wait === undefined ? 'Try again in some minutes' : `Try again in ${Math.ceil(wait / 1000)} seconds`}, with fewer items at a time (a Loop Over Items node with a Wait node does that).`,
			};
		}
		case 451:
			return {
				message: 'Thumbtack does not answer calls from this country (451)',
				description: 'Run n8n, or the proxy that it uses, in a country that Thumbtack serves.',
			};
	}
	if (status >= 300 && status < 400) {
		return {
			message: `Thumbtack sent the call elsewhere (${status}${reply.headers.location ? ` to ${reply.headers.location}` : ''}), and it was not followed`,
			description:
				'Check "Environment" and "API URL" of the credential. The access token is never sent on to another address.',
		};
	}
	if (status >= 500) {
		return {
			message: `Thumbtack has trouble of its own (${status})`,
			description: 'Try again in some minutes; nothing is wrong with your connection.',
		};
	}
	return {
		message: `Thumbtack answered with a status that this node does not know (${status})`,
		description: 'Look at the answer below, and report it to the makers of this node.',
	};
}

const NETWORK: Record<string, string> = {
	ECONNREFUSED: 'The connection to Thumbtack was refused',
	ENOTFOUND: "Thumbtack's address could not be found",
	EAI_AGAIN: "Thumbtack's address could not be found",
	ETIMEDOUT: 'Thumbtack did not answer in time',
	ECONNABORTED: 'Thumbtack did not answer in time',
};

function ofNetwork(code: string): Explanation {
	return {
		message: NETWORK[code] ?? 'The connection to Thumbtack broke off',
		description: `Check that this n8n reaches the internet, and "Environment" and "API URL" of the credential; then try again. The network says: ${code}.`,
	};
}

const HOW_TO_RECONNECT: Record<Caller['kind'], string> = {
	oAuth2: 'Open the credential and connect it again.',
	legacyToken:
		'Open its connect link again, confirm the connection, and paste the new code into "Authorization Code" of the credential.',
	basic: 'Open the credential and correct it.',
};

function ofToken(
	failure: Extract<Failure, { kind: 'token' }>,
	{ credential, environment, kind, generation }: Caller,
): Explanation {
	switch (failure.cause) {
		case 'reconnect':
			return {
				message: `The credential "${credential}" needs to be reconnected`,
				description: `Thumbtack no longer accepts its refresh token: access was revoked, or it was not used for too long. ${HOW_TO_RECONNECT[kind]}${
					kind === 'oAuth2' && generation === 'legacy' ? ' There, press Disconnect first, then Connect.' : ''
				}`,
			};
		case 'noRefreshToken':
			return {
				message: `The credential "${credential}" needs to be reconnected`,
				description:
					'Its access token has expired, and Thumbtack gave no refresh token with it: "Scope" of the credential lacks offline_access. Add it (or empty the field), save, and reconnect.',
			};
		case 'notConnected':
			return {
				message: `The credential "${credential}" is not connected yet`,
				description: 'Open the credential and connect it to a Thumbtack account.',
			};
		case 'wrongClient':
			return {
				message: `Thumbtack does not know the client of the credential "${credential}"`,
				description: `Check "Client ID" and "Client Secret", and that "Environment" (now: ${environment}) is the one that Thumbtack issued them for.`,
			};
		case 'misunderstood':
			return {
				message: `Thumbtack did not understand how the credential "${credential}" asked for a new access token`,
				description:
					kind === 'legacyToken'
						? 'This client needs the credential "Thumbtack OAuth2 API" (API: Pro API) instead.'
						: 'If "Reconnecting" is turned on in the credential, turn it off and save. Otherwise this client needs the credential "Thumbtack Legacy Token API" instead.',
			};
		case 'unavailable':
			return {
				message: "Thumbtack's sign-in service could not renew the access token just now",
				description: 'Try again in some minutes. The connection itself is intact.',
			};
	}
}

/** The text for a failure, with the next step, Thumbtack's own words and its trace id when there is one. */
export function explain(failure: Failure, call: ApiCall, caller: Caller): Explanation {
	const base =
		failure.kind === 'reply'
			? ofReply(failure.reply, call, caller)
			: failure.kind === 'network'
				? ofNetwork(failure.code)
				: ofToken(failure, caller);

	const lines = [base.description];
	if (call.method === 'POST' && mayHaveArrived(failure)) {
		lines.unshift(
			`It is not known whether Thumbtack carried this out. Look there first: it was not repeated, because ${call.duplicateEffect ?? 'it would then be done twice'}.`,
		);
	}
	if (failure.kind === 'reply') {
		const words = serverMessage(failure.reply);
		const trace = traceId(failure.reply);
		// n8n's screen runs the lines together.
		if (words) lines.push(`Thumbtack says: ${words.replace(/[^.!?]$/, '$&.')}`);
		if (trace) lines.push(`Trace ID: ${trace}`);
	}
	if (failure.kind === 'token' && failure.detail)
		lines.push(`Thumbtack says: ${failure.detail.replace(/[^.!?]$/, '$&.')}`);
	return { message: base.message, description: lines.join('\n') };
}
