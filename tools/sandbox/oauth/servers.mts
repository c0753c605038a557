import OAuth2Server from '@node-oauth/oauth2-server';
import type { Request } from 'express';
import type { State } from '../state.mts';
import type { Generation, Grant } from '../types.mts';
import { oauthModel, type Rules } from './model.mts';

/** One OAuth2 server (the library) for each generation; made anew for each use, so that settings and a reset count at once. */

export function rulesOf(state: State, generation: Generation): Rules {
	const { settings } = state.data;
	return generation === 'v4'
		? {
				generation,
				accessTokenSeconds: settings.accessTokenSeconds,
				refreshTokenSeconds: settings.v4RefreshTokenSeconds,
				graceSeconds: settings.v4GraceSeconds,
				repeatsPairInGrace: false,
				reuseRevokes: true,
			}
		: {
				generation,
				accessTokenSeconds: settings.accessTokenSeconds,
				refreshTokenSeconds: settings.legacyRefreshTokenSeconds,
				graceSeconds: settings.legacyGraceSeconds,
				repeatsPairInGrace: true,
				reuseRevokes: false,
			};
}

export function oauthServer(state: State, generation: Generation): OAuth2Server {
	return new OAuth2Server({
		model: oauthModel(state, rulesOf(state, generation)),
		allowEmptyState: true,
		authorizationCodeLifetime: state.data.settings.authorizationCodeSeconds || 1,
	});
}

export type BearerResult = { grant: Grant; scope: string[] } | { problem: 'token' | 'scope' };

/** Whose token a request carries, and whether it holds these scopes. */
export async function checkBearer(
	state: State,
	generation: Generation,
	req: Request,
	scopes: string[],
): Promise<BearerResult> {
	const request = new OAuth2Server.Request({
		method: req.method,
		headers: { authorization: req.headers.authorization ?? '' },
		query: {},
	});
	const options =
		scopes.length === 0 ? {} : { scope: scopes, addAcceptedScopesHeader: false, addAuthorizedScopesHeader: false };
	try {
		const token = await oauthServer(state, generation).authenticate(request, new OAuth2Server.Response({}), options);
		return { grant: token.user.grant as Grant, scope: token.scope ?? [] };
	} catch (error) {
		return { problem: error instanceof OAuth2Server.InsufficientScopeError ? 'scope' : 'token' };
	}
}
