import type { NextFunction, Request, Response } from 'express';
import { isForm } from './body.mts';
import { parsedOrText } from './json.mts';
import type { Json } from './types.mts';

const keptRequests = 20_000;

export interface LoggedRequest {
	at: string;
	method: string;
	path: string;
	query: Json;
	headers: Json;
	body: Json;
	/** Null while under way, and for ever when the connection was cut. */
	status: number | null;
	operationId: string | null;
	/** How the request broke the OpenAPI description. */
	violations: Json[];
}

/** Every API and OAuth request that came in. The authorization header is kept: tests need it, and its secrets are the sandbox's own. */
export class RequestLog {
	private entries: LoggedRequest[] = [];

	readonly middleware = (req: Request, res: Response, next: NextFunction): void => {
		const raw = res.locals.rawBody as string;
		const entry: LoggedRequest = {
			at: new Date().toISOString(),
			method: req.method,
			path: req.path,
			query: { ...req.query } as Json,
			headers: { ...req.headers } as Json,
			body: readable(raw, req.headers['content-type'] ?? ''),
			status: null,
			operationId: (res.locals.operationId as string | undefined) ?? null,
			violations: [],
		};
		res.locals.violations = entry.violations;
		res.on('finish', () => {
			entry.status = res.statusCode;
		});
		this.entries.push(entry);
		if (this.entries.length > keptRequests) this.entries.splice(0, keptRequests / 10);
		next();
	};

	list(path?: string): LoggedRequest[] {
		return this.entries.filter((entry) => path === undefined || entry.path.includes(path));
	}

	clear(): void {
		this.entries = [];
	}
}

function readable(raw: string, contentType: string): Json {
	if (raw === '') return null;
	return isForm(contentType) ? Object.fromEntries(new URLSearchParams(raw)) : parsedOrText(raw);
}
