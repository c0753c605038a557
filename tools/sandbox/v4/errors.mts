import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { JsonObject } from '../types.mts';
import { refusalOf } from '../openapi.mts';

const titles: Record<number, string> = {
	400: 'Your request is not valid.',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
};

/** v4 answers with a problem document, its token endpoint as Ory Hydra does. */
export function v4Errors(error: Error, req: Request, res: Response, _next: NextFunction): void {
	const { status, message, errors } = refusalOf(error, req, res);
	if (req.path.startsWith('/oauth2/')) {
		res.status(status).json({ error: status === 404 ? 'not_found' : 'invalid_request', error_description: message });
		return;
	}
	const traceID = randomBytes(8).toString('hex');
	const problem: JsonObject = { title: titles[status] ?? 'Error', status, traceID };
	if (status === 400) {
		problem.type = 'https://api.thumbtack.com/problems/validation-error';
		problem.errors = errors;
	} else {
		problem.detail = message;
	}
	res.status(status).set('x-request-id', traceID).type('application/problem+json').json(problem);
}
