import type { IWebhookFunctions } from 'n8n-workflow';

import { LONG_BARE_INTEGER, parseJson, type Json } from '../../shared/json';
import { isObject } from '../../shared/jsonAccess';

/** The parts of n8n's request that matter here. */
interface Incoming {
	contentType?: string;
	encoding?: string;
	headers: Record<string, string | string[] | undefined>;
	rawBody?: Buffer;
	/** Reads the body, up to n8n's limit; n8n itself does so only for content types that it can parse. */
	readRawBody?: () => Promise<void>;
}

/** Why the body could not be read at all, as the status to answer with. */
export class UnreadableBody {
	constructor(readonly status: number) {}
}

function textOf(raw: Buffer, encoding = 'utf-8'): string {
	const text = raw.toString(Buffer.isEncoding(encoding) ? encoding : 'utf-8');
	return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function contentTypeOf({ contentType, headers }: Incoming): string {
	return (contentType ?? String(headers['content-type'] ?? '').split(';')[0]).trim().toLowerCase();
}

/** Whether n8n has parsed this exactly as we would. */
function isExact(raw: Buffer, { encoding }: Incoming): boolean {
	const plain = encoding === undefined || /^(utf-?8|us-ascii)$/i.test(encoding);
	return plain && !LONG_BARE_INTEGER.test(raw.toString('latin1'));
}

/**
 * What Thumbtack sent, as JSON with exact ids. What is not JSON comes back as its text (or as the fields of a form):
 * it is for the user to see, never to be lost.
 */
export async function readBody(ctx: IWebhookFunctions): Promise<Json | undefined | UnreadableBody> {
	const request: Incoming = ctx.getRequestObject();
	const contentType = contentTypeOf(request);
	const parsed = ctx.getBodyData() as Json | undefined;
	// n8n has taken such a body apart already, and its stream is used up.
	if (contentType.startsWith('multipart/')) return parsed;

	if (!request.rawBody && request.readRawBody) {
		const failure = await request.readRawBody().then(
			() => undefined,
			(error: { status?: number; httpStatusCode?: number }) =>
				new UnreadableBody(error.status ?? error.httpStatusCode ?? 400),
		);
		if (failure) return failure;
	}
	const raw = request.rawBody;
	if (!raw || raw.length === 0) return parsed;
	if (contentType === 'application/json' && parsed !== undefined && isExact(raw, request)) return parsed;

	const text = textOf(raw, request.encoding);
	try {
		return parseJson(text);
	} catch {
		return isObject(parsed) ? { ...parsed } : text;
	}
}
