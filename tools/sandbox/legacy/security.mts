import type { Request } from 'express';
import { ApiError } from '../apiError.mts';
import { basicUser, clients } from '../cast.mts';
import { checkBearer } from '../oauth/servers.mts';
import type { SecurityCheck } from '../openapi.mts';
import type { Sandbox } from '../sandbox.mts';

/** Three kinds of caller: the Thumbtack-issued Basic user (v1), the client's own pair, and a business's token. */
export function legacySecurity({ state }: Sandbox): Record<string, SecurityCheck> {
	return {
		basicUser: (req: Request) => {
			const { name, secret } = basicPair(req);
			if (name !== basicUser.username || secret !== basicUser.password) {
				throw new ApiError(401, 'wrong username or password');
			}
			return true;
		},
		basicClient: (req: Request) => {
			const { name, secret } = basicPair(req);
			if (!clients.some((client) => client.generation === 'legacy' && client.id === name && client.secret === secret)) {
				throw new ApiError(401, 'unknown client or wrong secret');
			}
			req.res!.locals.basicUser = name;
			return true;
		},
		bearer: async (req: Request, scopes: string[]) => {
			const result = await checkBearer(state, 'legacy', req, scopes);
			if ('problem' in result) {
				if (result.problem === 'token') throw new ApiError(401, 'the access token is not valid');
				throw new ApiError(403, `the access token lacks the scope ${scopes.join(' ')}`);
			}
			Object.assign(req.res!.locals, { grant: result.grant, scope: result.scope });
			return true;
		},
	};
}

function basicPair(req: Request): { name: string; secret: string } {
	const encoded = (req.headers.authorization ?? '').replace(/^basic\s+/i, '');
	const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
	return { name, secret: rest.join(':') };
}
