import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';

/** Reads every body whole, whatever it claims to be: some replies need its exact text. */
export const readRawBody: RequestHandler[] = [
	express.raw({ type: () => true, limit: '50mb' }),
	(req, res, next) => {
		const raw = Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '';
		res.locals.rawBody = raw;
		req.body = undefined;
		next();
	},
];

export class MalformedBody extends Error {
	readonly status = 400;
}

/** JSON and forms become req.body; anything else stays unread and is refused by the validator. */
export function parseBody(req: Request, res: Response, next: NextFunction): void {
	const raw = res.locals.rawBody as string;
	const type = req.headers['content-type'] ?? '';
	if (isForm(type)) {
		req.body = Object.fromEntries(new URLSearchParams(raw));
	} else if (raw !== '' && /\bjson\b/i.test(type)) {
		try {
			req.body = JSON.parse(raw);
		} catch {
			next(new MalformedBody('the body is not JSON'));
			return;
		}
	}
	next();
}

export function isForm(contentType: string): boolean {
	return /^application\/x-www-form-urlencoded/i.test(contentType);
}
