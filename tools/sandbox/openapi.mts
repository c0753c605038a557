import type { NextFunction, Request, RequestHandler, Response } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import type { Json } from './types.mts';

export type SecurityCheck = (req: Request, scopes: string[]) => Promise<boolean> | boolean;

/** Holds every request and every reply against an OpenAPI file; a wrong reply is the sandbox's own fault and says so. */
export function described(apiSpec: string, security: Record<string, SecurityCheck>): RequestHandler[] {
	const middleware = OpenApiValidator.middleware({
		apiSpec,
		validateRequests: { allErrors: true, allowUnknownQueryParameters: false },
		validateResponses: {
			allErrors: true,
			onError: (error, body, req) => {
				process.stderr.write(
					`sandbox: the reply to ${req.method} ${req.originalUrl} breaks ${apiSpec}: ${error.message}\n${JSON.stringify(body)}\n`,
				);
				throw error;
			},
		},
		validateSecurity: { handlers: security },
		fileUploader: false,
		ajvFormats: { mode: 'full' },
	}) as RequestHandler[];
	return [...middleware, requireBody];
}

/** The validator lets a required body be missing when its schema has no required properties. */
function requireBody(req: Request, _res: Response, next: NextFunction): void {
	const { openapi } = req as { openapi?: { schema: { requestBody?: { required?: boolean } } } };
	const missing = openapi?.schema.requestBody?.required === true && req.body === undefined;
	next(missing ? Object.assign(new Error('the request has no body'), { status: 400 }) : undefined);
}

export interface Refusal {
	status: number;
	message: string;
	errors: Array<{ path: string; message: string }>;
}

const toldAs: Record<number, number> = { 405: 404, 415: 400 };

/**
 * What a request was refused for, in plain form; violations go to the request's log entry, faults of our own to stderr.
 * 405 and 415 are told as Thumbtack's lists of statuses would have them.
 */
export function refusalOf(error: Error, req: Request, res: Response): Refusal {
	const thrown = error as Error & { status?: number; errors?: Refusal['errors'] };
	const status = toldAs[thrown.status ?? 500] ?? thrown.status ?? 500;
	const listed = (thrown.errors ?? []).map(({ path, message }) => ({ path, message }));
	const errors = listed.length > 0 ? listed : [{ path: '', message: error.message }];
	if (status === 400) (res.locals.violations as Json[]).push(...errors);
	if (status >= 500) process.stderr.write(`sandbox: ${req.method} ${req.originalUrl}: ${error.stack}\n`);
	return { status, message: error.message, errors };
}
