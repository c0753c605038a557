import type { IHttpRequestOptions, IN8nHttpFullResponse, IWebhookFunctions } from 'n8n-workflow';

import { USER_AGENT } from '../../shared/api/client';
import type { Attachment } from '../../shared/events';
import { downloadRefusal } from './publicAddress';

const MAX_BYTES = 20 * 1024 * 1024;
const MAX_REDIRECTS = 3;

/** A stream of Node, as far as it is used here. */
interface Bytes extends AsyncIterable<Uint8Array> {
	destroy(): void;
}

type Response = Omit<IN8nHttpFullResponse, 'body'> & { body: Bytes };

/** What all files of one call may use together. */
export interface Allowance {
	bytes: number;
	signal: AbortSignal;
	/** Rejects when the time is over: not everything that is waited for can be stopped. */
	expired: Promise<never>;
}

export interface File {
	content: Buffer;
	mimeType: string;
}

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`;

/** Fetches one file, or throws an Error whose message is fit for the user. */
export async function fetchFile(
	ctx: IWebhookFunctions,
	{ url, mimeType }: Attachment,
	allowance: Allowance,
): Promise<File> {
	let address = url ?? '';
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		const refusal = await downloadRefusal(ctx, address);
		if (refusal !== undefined) throw new Error(refusal);
		// Names are looked up by n8n, which knows nothing of the deadline.
		allowance.signal.throwIfAborted();
		const { statusCode, headers, body } = await open(ctx, address, allowance);
		const location = headers.location;
		if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
			body.destroy();
			// Followed by hand, because every stop has to be judged like the first.
			address = new URL(location, address).href;
			continue;
		}
		try {
			if (statusCode !== 200) throw new Error(`the server answered with status ${statusCode}`);
			const type = typeOf(headers['content-type'], mimeType);
			return { content: await read(body, Number(headers['content-length'] ?? 0), allowance), mimeType: type };
		} finally {
			body.destroy();
		}
	}
	throw new Error(`the address redirects more than ${MAX_REDIRECTS} times`);
}

async function open(ctx: IWebhookFunctions, url: string, { signal }: Allowance): Promise<Response> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		headers: { Accept: '*/*', 'User-Agent': USER_AGENT },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		// A separate signal for each request: Node.js warns about too many listeners on one.
		abortSignal: AbortSignal.any([signal]),
	};
	return (await ctx.helpers.httpRequest(options)) as Response;
}

/**
 * A login page instead of a picture is no picture. `application/octet-stream` says nothing and fits everything, and so does
 * a word without a slash ("jpg"), which is no type.
 */
function typeOf(header: unknown, declared: string | null): string {
	const sent = String(header ?? '')
		.split(';')[0]
		.trim()
		.toLowerCase();
	const vague = (type: string): boolean => !type.includes('/') || type.endsWith('/octet-stream');
	const expected = (declared ?? '').trim().toLowerCase();
	if (vague(sent)) return vague(expected) ? 'application/octet-stream' : expected;
	if (!vague(expected) && sent.split('/')[0] !== expected.split('/')[0]) {
		throw new Error(`the server sent ${sent}, but Thumbtack announced ${expected}`);
	}
	if (vague(expected) && sent === 'text/html') throw new Error('the server sent a web page instead of a file');
	return sent;
}

async function read(body: Bytes, announced: number, allowance: Allowance): Promise<Buffer> {
	const tooBig = `the file is larger than ${megabytes(MAX_BYTES)}, or all of them together are too large`;
	if (announced > Math.min(MAX_BYTES, allowance.bytes)) throw new Error(tooBig);
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		allowance.bytes -= chunk.length;
		if (size > MAX_BYTES || allowance.bytes < 0) throw new Error(tooBig);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
