import type { NextFunction, Request, Response } from 'express';
import { ApiError } from './apiError.mts';
import type { Sandbox } from './sandbox.mts';

const windowMs = 1000;

/** At most so many API requests in any second, and a delay for all of them; both off unless set. */
export function rateLimit({ state }: Sandbox) {
	let accepted: number[] = [];
	return (req: Request, res: Response, next: NextFunction): void => {
		const { rateLimitPerSecond, retryAfterSeconds, latencyMs } = state.data.settings;
		const isApi = /^\/(api|v[123])\//.test(req.path) && req.path !== '/v2/tokens/access';
		if (rateLimitPerSecond !== null && isApi) {
			const now = performance.now();
			accepted = accepted.filter((time) => time > now - windowMs);
			if (accepted.length >= rateLimitPerSecond) {
				if (retryAfterSeconds !== null) res.set('Retry-After', String(retryAfterSeconds));
				return next(new ApiError(429, 'too many requests', 'TOO_MANY_REQUESTS'));
			}
			accepted.push(now);
		}
		if (latencyMs > 0) setTimeout(next, latencyMs);
		else next();
	};
}
