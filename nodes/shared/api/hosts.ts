/** The two generations of Thumbtack's API: Partner Platform v4, and the Pro API v1 to v3. */
export type Generation = 'v4' | 'legacy';

/** Where a credential points to; `apiUrl` counts in a custom environment only. */
export interface Place {
	environment?: string;
	apiUrl?: string;
}

/** Environments page of the v4 documents; hosts of the Pro API documents. */
const ORIGINS: Record<Generation, { production: string; staging: string }> = {
	v4: { production: 'https://api.thumbtack.com', staging: 'https://staging-api.thumbtack.com' },
	legacy: {
		production: 'https://pro-api.thumbtack.com',
		staging: 'https://staging-pro-api.thumbtack.com',
	},
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export class UnusableUrlError extends Error {}

function parseUrl(url: string): URL | undefined {
	try {
		return new URL(url);
	} catch {
		return undefined;
	}
}

/** Origin of a custom URL, e.g. `http://localhost:8484`. Tokens and messages travel to it, so plain http is for loopback alone. */
function customOrigin(url: string): string {
	const parsed = parseUrl(url.trim());
	if (!parsed) throw new UnusableUrlError(`"API URL" of the credential is not a URL: "${url}". Enter an origin, e.g. https://proxy.example.com.`);
	const secure = parsed.protocol === 'https:' || (parsed.protocol === 'http:' && LOOPBACK.test(parsed.hostname));
	if (!secure) {
		throw new UnusableUrlError(
			`"API URL" of the credential is not safe: "${parsed.origin}". It must start with https:// because the access token is sent there. Only a loopback address such as http://localhost:8484 may use http.`,
		);
	}
	return parsed.origin + parsed.pathname.replace(/\/+$/, '');
}

/** Origin of the API that a credential talks to, without a slash at the end. */
export function apiOrigin(generation: Generation, { environment, apiUrl }: Place): string {
	if (environment === 'custom') return customOrigin(apiUrl ?? '');
	return ORIGINS[generation][environment === 'staging' ? 'staging' : 'production'];
}
