import { parseBody } from './body';
import type { Failure, Reply } from './types';
import type { Generation } from './hosts';

/** What n8n's request helpers throw: an error of n8n that carries the one of axios or of n8n's OAuth2 client as its cause. */
interface Thrown {
	message?: string;
	code?: unknown;
	cause?: unknown;
	failure?: { cause?: string };
	/** our own, of the legacy token endpoint */
	thumbtack?: Failure;
	/** axios */
	response?: { status?: unknown; headers?: unknown; data?: unknown };
	config?: { url?: unknown };
	/** n8n's OAuth2 client: the token endpoint's reply */
	body?: unknown;
	status?: unknown;
}

const TOKEN_PATH: Record<Generation, RegExp> = { v4: /\/oauth2\/token(\?|$)/, legacy: /\/v2\/tokens\/access(\?|$)/ };

/** The error and all its causes, outermost first. */
function chain(error: unknown): Thrown[] {
	const links: Thrown[] = [];
	for (
		let link = error;
		typeof link === 'object' && link !== null && links.length < 10;
		link = (link as Thrown).cause
	) {
		links.push(link as Thrown);
	}
	return links;
}

function headersOf(headers: unknown): Record<string, string> {
	if (typeof headers !== 'object' || headers === null) return {};
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Sorts what n8n threw into what it means. */
export function toFailure(error: unknown, generation: Generation): Failure {
	const links = chain(error);

	const own = links.find(({ thumbtack }) => thumbtack !== undefined)?.thumbtack;
	if (own) return own;
	if (
		links.some(
			({ failure, message }) =>
				failure?.cause === 'credential-invalid' || /needs to be reconnected/.test(message ?? ''),
		)
	) {
		return { kind: 'token', cause: 'reconnect' };
	}
	if (
		links.some(({ message }) =>
			/OAuth credentials not connected|Unable to sign without access token/i.test(message ?? ''),
		)
	) {
		return { kind: 'token', cause: 'notConnected' };
	}
	if (links.some(({ message }) => /no refresh token is available/i.test(message ?? '')))
		return { kind: 'token', cause: 'noRefreshToken' };

	const answered = links.find(({ response }) => typeof response?.status === 'number');
	const unanswered = links.find(({ code, config }) => typeof code === 'string' && config !== undefined);
	const toToken = TOKEN_PATH[generation].test(String((answered ?? unanswered)?.config?.url ?? ''));
	if (toToken) return { kind: 'token', cause: 'unavailable' };

	if (answered) {
		const status = Number(answered.response?.status);
		// A success that is thrown broke off within its body. Whether all was done, nobody knows.
		if (status >= 200 && status < 300) return { kind: 'network', code: 'ECONNRESET' };
		const reply: Reply = {
			status,
			headers: headersOf(answered.response?.headers),
			body: parseBody(answered.response?.data),
		};
		return { kind: 'reply', reply };
	}
	if (unanswered) return { kind: 'network', code: String(unanswered.code) };

	const refused = links.find(({ body }) => body !== undefined);
	if (refused) return ofTokenEndpoint(refused);
	// Whatever else n8n throws here comes from the renewal: the legacy endpoint's body `null` with 400 makes it trip over itself.
	if (links.some(({ message }) => /reading 'error'|OAuth2 token endpoint/.test(message ?? '')))
		return { kind: 'token', cause: 'unavailable' };
	return {
		kind: 'network',
		code:
			links.map(({ code }) => code).find((code): code is string => typeof code === 'string') ??
			links[0]?.message ??
			'unknown',
	};
}

/** A refusal by the token endpoint: RFC 6749 names (v4), the same in capitals (legacy). */
function ofTokenEndpoint({ body, status }: Thrown): Failure {
	const parsed = parseBody(body);
	const members = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : {};
	const code = String(members.error ?? members.code ?? members.Code ?? '').toLowerCase();
	const detail = [members.error, members.error_description ?? members.message]
		.filter((part) => typeof part === 'string')
		.join(': ');
	if (code === 'invalid_grant' || code === 'invalid_token') return { kind: 'token', cause: 'reconnect', detail };
	if (code === 'invalid_client' || code === 'unauthorized_client' || status === 401)
		return { kind: 'token', cause: 'wrongClient', detail };
	return {
		kind: 'token',
		cause: code === 'invalid_request' ? 'misunderstood' : 'unavailable',
		detail: detail || undefined,
	};
}
