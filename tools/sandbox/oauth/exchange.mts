import OAuth2Server from '@node-oauth/oauth2-server';
import type { State } from '../state.mts';
import type { Generation, Grant, JsonObject } from '../types.mts';
import { newIdTokenText } from './grants.mts';
import { oauthServer } from './servers.mts';

export type Exchanged = { ok: true; reply: JsonObject } | { ok: false; status: number; error: string; message: string };

/**
 * Runs the library's token endpoint over parameters, wherever the generation takes them from.
 * A redirect_uri other than that of the consent is an invalid grant to both generations, an invalid request to the library.
 */
export async function exchange(
	state: State,
	generation: Generation,
	authorization: string,
	parameters: Record<string, string>,
): Promise<Exchanged> {
	// Both generations authenticate the client by Basic only.
	const { client_id: _id, client_secret: _secret, ...body } = parameters;
	const request = new OAuth2Server.Request({
		method: 'POST',
		headers: { authorization, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1' },
		query: {},
		body,
	});
	const response = new OAuth2Server.Response({});
	try {
		const token = await oauthServer(state, generation).token(request, response);
		const { scope, ...reply } = response.body as JsonObject;
		const seconds = Math.round((token.accessTokenExpiresAt!.getTime() - Date.now()) / 1000);
		const v4Only = () => {
			const idToken = newIdTokenText(state, token.user.grant as Grant, token.scope ?? []);
			return { scope: scope ?? '', ...(idToken === null ? {} : { id_token: idToken }) };
		};
		return {
			ok: true,
			reply: {
				...reply,
				...(generation === 'v4' ? v4Only() : {}),
				expires_in: Math.max(0, seconds),
				token_type: 'bearer',
			},
		};
	} catch (error) {
		if (!(error instanceof OAuth2Server.OAuthError)) throw error;
		const { code, name, message } = error;
		return {
			ok: false,
			status: code,
			error: message.includes('`redirect_uri`') ? 'invalid_grant' : name,
			message,
		};
	}
}
