import type { Request } from 'express';
import { ApiError } from '../apiError.mts';
import { checkBearer } from '../oauth/servers.mts';
import type { SecurityCheck } from '../openapi.mts';
import type { Sandbox } from '../sandbox.mts';

/** Missing scopes are a 401 here, not a 403. */
export function v4Security({ state }: Sandbox): Record<string, SecurityCheck> {
	return {
		bearer: async (req: Request, scopes: string[]) => {
			const result = await checkBearer(state, 'v4', req, scopes);
			if ('problem' in result) {
				const scopesMissing = `required scope(s) [${scopes.join(' ')}] not found`;
				throw new ApiError(401, result.problem === 'scope' ? scopesMissing : 'token is not active');
			}
			req.res!.locals.grant = result.grant;
			return true;
		},
	};
}
