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

/** Environments page of the v4 documents; hosts of the Pro API documents. */
export const ORIGINS: Record<Generation, { production: string; staging: string }> = {
	v4: { production: 'https://api.thumbtack.com', staging: 'https://staging-api.thumbtack.com' },
	legacy: {
		production: 'https://pro-api.thumbtack.com',
		staging: 'https://staging-pro-api.thumbtack.com',
	},
};

/** Thumbtack's firewall treats calls without a proper User-Agent as those of a robot (v4 documents, error page). */
export const USER_AGENT = 'n8n-nodes-thumbtack/0.1.0 (+https://github.com/n8n-nodes-thumbtack/n8n-nodes-thumbtack)';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export class UnusableUrlError extends ParameterError {
	constructor(message: string) {
		super(message, 'Open the credential and correct the URL.');
	}
}

/** Origin of a custom URL, e.g. `http://localhost:8484`. Tokens and messages travel to it, so plain http is for loopback alone. */
function customOrigin(url: string, field: string): string {
	const parsed = parseUrl(url.trim());
	if (!parsed)
		throw new UnusableUrlError(
			`"${field}" of the credential is not a URL: "${url}". Enter an origin, e.g. https://proxy.example.com.`,
		);
	const secure = parsed.protocol === 'https:' || (parsed.protocol === 'http:' && LOOPBACK.test(parsed.hostname));
	if (!secure) {
		throw new UnusableUrlError(
			`"${field}" of the credential is not safe: "${parsed.origin}". It must start with https:// because tokens are sent there. Only a loopback address such as http://localhost:8484 may use http.`,
		);
	}
	return parsed.origin + parsed.pathname.replace(/\/+$/, '');
}

/** Origin of the API that a credential talks to, without a slash at the end. */
export function apiOrigin(generation: Generation, { environment, apiUrl }: Endpoint): string {
	if (environment === 'custom') return customOrigin(apiUrl ?? '', 'API URL');
	return ORIGINS[generation][environment === 'staging' ? 'staging' : 'production'];
}

/** Address of the token endpoint. The Pro API has one for both environments: the client tells them apart. */
export function tokenUrl(generation: Generation, { environment, apiUrl, authUrlBase }: Endpoint): string {
	if (generation === 'legacy')
		return `${environment === 'custom' ? customOrigin(apiUrl ?? '', 'API URL') : ORIGINS.legacy.production}/v2/tokens/access`;
	if (environment === 'custom') return `${customOrigin(authUrlBase ?? '', 'Authorization URL Base')}/oauth2/token`;
	return `https://${environment === 'staging' ? 'staging-' : ''}auth.thumbtack.com/oauth2/token`;
}
