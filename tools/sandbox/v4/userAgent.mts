import type { NextFunction, Request, Response } from 'express';
import { ApiError } from '../apiError.mts';

/** Thumbtack's firewall turns away clients that do not say who they are. */
export function requireUserAgent(req: Request, _res: Response, next: NextFunction): void {
	next(req.headers['user-agent'] ? undefined : new ApiError(403, 'the request has no User-Agent'));
}
