import { parseUrl } from '../../shared/url';

const REMEDY =
	'Set the environment variable N8N_WEBHOOK_URL (WEBHOOK_URL in older versions) to the public https address of n8n, for example https://n8n.example.com/, restart n8n, and publish the workflow again.';

const IPV4 = /^(\d+)\.(\d+)\.\d+\.\d+$/;

function isPrivate(hostname: string): boolean {
	const ipv4 = IPV4.exec(hostname);
	if (ipv4) {
		const [first, second] = [Number(ipv4[1]), Number(ipv4[2])];
		return (
			[0, 10, 127].includes(first) ||
			(first === 100 && second >= 64 && second < 128) ||
			(first === 169 && second === 254) ||
			(first === 172 && second >= 16 && second < 32) ||
			(first === 192 && second === 168)
		);
	}
	if (hostname.startsWith('[')) return /^\[(::|::1|::ffff:.*|f[cd][\da-f]*:.*|fe[89ab][\da-f]:.*)\]$/.test(hostname);
	// A name without a dot is known in its own network only.
	return !hostname.includes('.') || /\.(localhost|local|internal|lan|home\.arpa|test)$/.test(hostname);
}

/** Why Thumbtack cannot call this address, with the remedy; undefined when it can, as far as its form tells. */
export function addressRefusal(address: string): string | undefined {
	const url = parseUrl(address);
	if (!url) return `The webhook address of this n8n is not a URL: ${address}. ${REMEDY}`;
	if (isPrivate(url.hostname))
		return `Thumbtack cannot reach this n8n at ${address}, which is an address in a private network. ${REMEDY}`;
	if (url.protocol !== 'https:')
		return `Thumbtack only calls https addresses, and this n8n is at ${address}. ${REMEDY}`;
	return undefined;
}
