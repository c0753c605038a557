import type { Request } from 'express';
import { ApiError } from '../apiError.mts';
import { clientById, isDemand } from '../cast.mts';
import { checkBearer } from '../oauth/servers.mts';
import type { SecurityCheck } from '../openapi.mts';
import type { Sandbox } from '../sandbox.mts';

/**
 * Missing scopes are a 401 here, not a 403. Where both sides may call, the description lists a scope for each;
 * the one of the token's own side counts, and is named when it is missing.
 */
export function v4Security({ state }: Sandbox): Record<string, SecurityCheck> {
	return {
		bearer: async (req: Request) => {
			const result = await checkBearer(state, 'v4', req, []);
			if ('problem' in result) throw new ApiError(401, 'token is not active');
			const required = requiredScopes(req, isDemand(clientById(result.grant.clientId)!) ? 'demand::' : 'supply::');
			if (required.some((scope) => !result.scope.includes(scope))) {
				throw new ApiError(401, `required scope(s) [${required.join(' ')}] not found`);
			}
			req.res!.locals.grant = result.grant;
			return true;
		},
	};
}

function requiredScopes(req: Request, prefix: string): string[] {
	const { openapi } = req as { openapi?: { schema: { security?: Array<Record<string, string[]>> } } };
	const alternatives = (openapi?.schema.security ?? []).map(({ bearer = [] }) => bearer);
	return alternatives.find((scopes) => scopes.every((scope) => scope.startsWith(prefix))) ?? alternatives[0] ?? [];
}
