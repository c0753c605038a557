import { first, isObject, isRecord } from '../jsonAccess';
import type { Generation } from '../generation';
import type { Json } from '../json';
import { parseBody } from './body';
import { TOKEN_PATH } from './hosts';
import { serverMessage } from './serverMessage';
import type { Failure, Reply, TokenCause, TokenFailure } from './types';

/** What n8n's request helpers throw: an error of n8n that has the one of axios or of n8n's OAuth2 client as its cause. */
interface Thrown {
	message?: string;
	code?: unknown;
	cause?: unknown;
	failure?: unknown;
	/** axios */
	response?: { status?: unknown; headers?: unknown; data?: unknown };
	config?: { url?: unknown };
	/** n8n's OAuth2 client: the token endpoint's reply */
	body?: unknown;
	status?: unknown;
}

/** What n8n 2.41 itself says; it has no codes for these (n8n-core, OAuth2 helpers). */
const N8N_SAYS: Array<[RegExp, TokenCause]> = [
	[/needs to be reconnected/, 'reconnect'],
	[/OAuth credentials not connected|Unable to sign without access token/i, 'notConnected'],
	[/no refresh token is available/i, 'noRefreshToken'],
];
/** The legacy endpoint's body `null` with 400 makes n8n's client trip over itself. */
const N8N_TRIPPED = /reading 'error'|OAuth2 token endpoint/;

/** OAuth2 error codes (RFC 6749, RFC 6750); the Pro API writes them in capitals. */
const TOKEN_CODES: Record<string, TokenCause> = {
	invalid_grant: 'reconnect',
	invalid_token: 'reconnect',
	invalid_client: 'wrongClient',
	unauthorized_client: 'notEnabled',
	unsupported_grant_type: 'unsupportedGrant',
	invalid_scope: 'scopeRefused',
	insufficient_scope: 'scopeRefused',
	invalid_request: 'misunderstood',
};

function causeOfStatus(status: number): TokenCause {
	if (status === 401) return 'wrongClient';
	if (status === 202 || status === 403) return 'firewall';
	if (status === 429) return 'busy';
	if (status === 404 || status === 410 || (status >= 300 && status < 400)) return 'wrongAddress';
	return 'unavailable';
}

/** What a refusal by the token endpoint means, in either generation. */
export function tokenFailure(reply: Reply): TokenFailure {
	const code = isObject(reply.body) ? first(reply.body, 'error', 'code', 'Code') : undefined;
	const known = typeof code === 'string' ? TOKEN_CODES[code.trim().toLowerCase()] : undefined;
	return {
		kind: 'token',
		cause: known ?? causeOfStatus(reply.status),
		detail: serverMessage(reply) || undefined,
		status: reply.status,
	};
}

/** Whether it is ours: of a ThumbtackError that n8n has wrapped. */
function isFailure(value: unknown): value is Failure {
	return isRecord(value) && typeof value.kind === 'string';
}

/** The error and all its causes, outermost first. */
function chain(error: unknown): Thrown[] {
	const links: Thrown[] = [];
	for (let link = error; isRecord(link) && links.length < 10; link = link.cause) links.push(link);
	return links;
}

function headersOf(headers: unknown): Record<string, string> {
	if (!isRecord(headers)) return {};
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** The code of the socket or the resolver; undefined when something was answered. */
export function networkCode(error: unknown): string | undefined {
	const links = chain(error);
	if (links.some(({ response }) => typeof response?.status === 'number')) return undefined;
	return links
		.map(({ code }) => code)
		.find((code): code is string => typeof code === 'string' && /^E[A-Z_]+$/.test(code));
}

/** Sorts what n8n's request helpers threw into what it means. */
export function classifyError(error: unknown, generation: Generation): Failure {
	const links = chain(error);
	const ours = links.map(({ failure }) => failure).find(isFailure);
	if (ours) return ours;
	if (links.some(({ failure }) => isRecord(failure) && failure.cause === 'credential-invalid')) {
		return { kind: 'token', cause: 'reconnect' };
	}
	for (const [words, cause] of N8N_SAYS) {
		if (links.some(({ message }) => words.test(message ?? ''))) return { kind: 'token', cause };
	}

	const answered = links.find(({ response }) => typeof response?.status === 'number');
	const unanswered = links.find(({ code, config }) => typeof code === 'string' && config !== undefined);
	const [url] = String((answered ?? unanswered)?.config?.url ?? '').split('?');
	const toToken = url.endsWith(TOKEN_PATH[generation]);
	const reply = answered && {
		status: Number(answered.response?.status),
		headers: headersOf(answered.response?.headers),
		body: parseBody(answered.response?.data),
	};
	if (toToken) return reply ? tokenFailure(reply) : { kind: 'token', cause: 'unavailable' };
	if (reply) {
		// A success that is thrown broke off within its body. It is not known whether all of it was done.
		if (reply.status >= 200 && reply.status < 300) return { kind: 'network', code: 'ECONNRESET' };
		return { kind: 'reply', reply };
	}
	if (unanswered) return { kind: 'network', code: String(unanswered.code) };

	const refused = links.find(({ body }) => body !== undefined);
	if (refused) {
		const status = typeof refused.status === 'number' ? refused.status : 400;
		return tokenFailure({ status, headers: {}, body: parseBody(refused.body) as Json | undefined });
	}
	if (links.some(({ message }) => N8N_TRIPPED.test(message ?? ''))) return { kind: 'token', cause: 'unavailable' };
	return { kind: 'network', code: networkCode(error) ?? links[0]?.message ?? 'unknown' };
}
