import type { IWebhookFunctions } from 'n8n-workflow';

import { parseUrl } from '../../shared/url';

/** Where Thumbtack keeps its files, as far as is known. */
const THUMBTACK = /(^|\.)(thumbtack\.com|thumbtackstatic\.com)$/;

/** n8n's own judge of addresses; it knows what a name resolves to. Versions before 2.41 have none. */
interface EgressFilter {
	validateUrl(url: string): Promise<{ ok: boolean }>;
}

/**
 * Why nothing is downloaded from an address, in words for the user; undefined for one of the public internet, by https.
 *
 * A name that resolves to something else between this check and the download (DNS rebinding) gains nothing: a request
 * by https reaches only a server that has a certificate for that name.
 */
export async function downloadRefusal(ctx: IWebhookFunctions, address: string): Promise<string | undefined> {
	const url = parseUrl(address);
	if (!url) return 'it has no usable address';
	if (url.protocol !== 'https:') return 'only https addresses are downloaded';
	if (url.username !== '' || url.password !== '') return 'the address contains a username or a password';
	if (url.port !== '') return 'the address contains a port';
	// The parser has turned every way of writing an IP address into one of these two.
	if (/^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')) return 'the address is an IP address';

	const { getSecureEgressFilter } = ctx.helpers as { getSecureEgressFilter?: (policy: 'enforced') => EgressFilter };
	const verdict = getSecureEgressFilter
		? await getSecureEgressFilter('enforced')
				.validateUrl(url.href)
				.then(
					({ ok }) => (ok ? 'public' : 'private'),
					// The name is not known here; behind a proxy, the proxy may know it.
					() => 'unknown',
				)
		: 'unknown';
	if (verdict === 'private') return 'the address is in a private network';
	return verdict === 'unknown' && !THUMBTACK.test(url.hostname)
		? `it is not certain that ${url.hostname} is a public address, and it does not belong to Thumbtack`
		: undefined;
}
