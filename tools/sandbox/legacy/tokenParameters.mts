import type { NextFunction, Request, Response } from 'express';
import { ApiError } from '../apiError.mts';
import type { Sandbox } from '../sandbox.mts';
import { isObject } from '../json.mts';

/**
 * The document takes the parameters of /v2/tokens/access from the query string only. The setting
 * legacyTokenParameters lets them come in the body too, since nobody knows how strict Thumbtack is;
 * behind this they are in the query in any case, where the OpenAPI description wants them.
 */
export function legacyTokenParameters({ state }: Sandbox) {
	return (req: Request, _res: Response, next: NextFunction): void => {
		const { legacyTokenParameters: place } = state.data.settings;
		const inBody = isObject(req.body) && Object.keys(req.body).length > 0;
		const inQuery = Object.keys(req.query).length > 0;
		if (inBody && place === 'query') {
			return next(new ApiError(400, 'parameters belong in the query string, not in the body', 'INVALID_REQUEST'));
		}
		if (inQuery && place === 'body') {
			return next(new ApiError(400, 'parameters belong in the body, not in the query string', 'INVALID_REQUEST'));
		}
		const query = { ...req.query, ...(inBody ? (req.body as object) : {}) };
		for (const key of ['client_id', 'client_secret']) if (inBody) delete (query as Record<string, unknown>)[key];
		Object.defineProperty(req, 'query', { value: query, writable: true, configurable: true });
		req.body = undefined;
		delete req.headers['content-type'];
		next();
	};
}
