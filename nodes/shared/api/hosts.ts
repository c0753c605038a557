import type { Generation } from '../generation';
import { ParameterError } from '../parameters';
import { parseUrl } from '../url';

/** Where a credential points to; the URLs count in a custom environment only. */
export interface Endpoint {
	environment?: string;
	apiUrl?: string;
	/** of the OAuth2 credential */
	authUrlBase?: string;
}

interface Hosts {
	api: string;
	/** Where the browser signs in. */
	signIn: string;
	token: string;
}

const PRO_API = 'https://pro-api.thumbtack.com';

/**
 * Environments page of the v4 documents; hosts of the Pro API documents, which has one page and one token endpoint for both
 * environments: the client tells them apart.
 */
export const HOSTS: Record<Generation, { production: Hosts; staging: Hosts }> = {
	v4: {
		production: {
			api: 'https://api.thumbtack.com',
			signIn: 'https://auth.thumbtack.com',
			token: 'https://auth.thumbtack.com',
		},
		staging: {
			api: 'https://staging-api.thumbtack.com',
			signIn: 'https://staging-auth.thumbtack.com',
			token: 'https://staging-auth.thumbtack.com',
		},
	},
	legacy: {
		production: { api: PRO_API, signIn: 'https://thumbtack.com', token: PRO_API },
		staging: { api: 'https://staging-pro-api.thumbtack.com', signIn: 'https://thumbtack.com', token: PRO_API },
	},
};

/** The field of a custom environment that stands for each host. */
export const CUSTOM_FIELD: Record<Generation, Record<keyof Hosts, 'apiUrl' | 'authUrlBase'>> = {
	v4: { api: 'apiUrl', signIn: 'authUrlBase', token: 'authUrlBase' },
	legacy: { api: 'apiUrl', signIn: 'authUrlBase', token: 'apiUrl' },
};

export const SIGN_IN_PATH: Record<Generation, string> = { v4: '/oauth2/auth', legacy: '/services/partner-connect/' };
export const TOKEN_PATH: Record<Generation, string> = { v4: '/oauth2/token', legacy: '/v2/tokens/access' };
/** What a credential may always ask for: the account (v4) or the business (legacy) that it is connected to. */
export const ACCOUNT_PATH: Record<Generation, string> = { v4: '/api/v4/users/self', legacy: '/v2/get-thumbtack-info' };

/** Thumbtack's firewall treats calls without a proper User-Agent as those of a robot (v4 documents, error page). */
export const USER_AGENT = 'n8n-nodes-thumbtack/0.2.0 (+https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack)';

/**
 * A URL that tokens may travel to: https, or this machine. A pattern, because the expressions and the notices of the credentials hold
 * to the same rule.
 */
export const SAFE_URL = String.raw`^(https:\/\/[^\/?#@\s]+|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?)(\/\S*)?$`;

const LABELS = { apiUrl: 'API URL', authUrlBase: 'Authorization URL Base' };

export class UnusableUrlError extends ParameterError {
	constructor(message: string) {
		super(message, 'Open the credential and correct the URL.');
	}
}

/** Origin of a custom URL, with a path if it has one, e.g. `http://localhost:8484`. */
function customOrigin(endpoint: Endpoint, field: keyof typeof LABELS): string {
	const url = (endpoint[field] ?? '').trim();
	const parsed = parseUrl(url);
	if (!parsed)
		throw new UnusableUrlError(
			`"${LABELS[field]}" of the credential is not a URL: "${url}". Enter a full URL, e.g. https://proxy.example.com.`,
		);
	if (!new RegExp(SAFE_URL, 'i').test(url)) {
		throw new UnusableUrlError(
			`"${LABELS[field]}" of the credential is not safe: "${parsed.origin}". It must start with https:// because tokens are sent there. Only an address on this machine, such as http://localhost:8484, may use http.`,
		);
	}
	return parsed.origin + parsed.pathname.replace(/\/+$/, '');
}

function hostOf(generation: Generation, host: keyof Hosts, endpoint: Endpoint): string {
	const { environment } = endpoint;
	if (environment === 'custom') return customOrigin(endpoint, CUSTOM_FIELD[generation][host]);
	return HOSTS[generation][environment === 'staging' ? 'staging' : 'production'][host];
}

/** Origin of the API that a credential talks to, without a slash at the end. */
export function apiOrigin(generation: Generation, endpoint: Endpoint): string {
	return hostOf(generation, 'api', endpoint);
}

/** Address of the token endpoint. */
export function tokenUrl(generation: Generation, endpoint: Endpoint): string {
	return hostOf(generation, 'token', endpoint) + TOKEN_PATH[generation];
}
