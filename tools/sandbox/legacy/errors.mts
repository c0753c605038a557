import type { NextFunction, Request, Response } from 'express';
import { ApiError } from '../apiError.mts';
import { refusalOf } from '../openapi.mts';

const codes: Record<number, string> = {
	400: 'INVALID_REQUEST',
	401: 'INVALID_TOKEN',
	403: 'INSUFFICIENT_SCOPE',
	404: 'NOT_FOUND',
	429: 'TOO_MANY_REQUESTS',
	500: 'INTERNAL_ERROR',
};

/** The shape of legacy errors is not documented; only the codes are. */
export function legacyErrors(error: Error, req: Request, res: Response, _next: NextFunction): void {
	const { status, message } = refusalOf(error, req, res);
	const isToken = req.path === '/v2/tokens/access';
	const code =
		(error instanceof ApiError && error.code) || (isToken && status === 401 ? 'INVALID_CLIENT' : codes[status]!);
	if (isToken) {
		// The document lists a wrong client under 400.
		res.status(status === 401 ? 400 : status).json({ error: code, error_description: message });
	} else {
		res.status(status).json({ code, message });
	}
}
