import type { Call, Reply } from '../http.mts';
import { exchange } from './exchange.mts';

/** POST /oauth2/token, as Ory Hydra answers. */

const invalidClient = {
	error: 'invalid_client',
	error_description:
		'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
};

export async function exchangeV4Token({ req, res, body, sandbox }: Call): Promise<Reply> {
	const authorization = req.headers.authorization ?? '';
	if (!/^basic /i.test(authorization)) return { status: 401, body: invalidClient };
	const parameters = (body ?? {}) as Record<string, string>;
	if (parameters.audience !== undefined && parameters.audience !== audience) {
		return { status: 502, body: refusedAudience(parameters.audience) };
	}
	if (parameters.scope === '') delete parameters.scope;
	const result = await exchange(sandbox.state, 'v4', authorization, parameters);
	res.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
	// No authorize page named the audience before.
	if (result.ok && parameters.grant_type === 'client_credentials' && parameters.audience === undefined) {
		return { status: 502, body: refusedAudience('') };
	}
	if (result.ok) return { body: result.reply };
	if (result.error === 'invalid_client') return { status: 401, body: invalidClient };
	if (result.error === 'unauthorized_client') {
		const text = `The OAuth 2.0 Client is not allowed to use grant ${parameters.grant_type}.`;
		return { status: 400, body: { error: result.error, error_description: text } };
	}
	return { status: result.status, body: { error: result.error, error_description: result.message } };
}

export const audience = 'urn:partner-api';

export function refusedAudience(asked: string) {
	return {
		error: 'proxy_oauth_failed',
		detail: `Error: oauth_400:invalid_request: Requested audience '${asked}' has not been whitelisted by the Auth 2.0 Client.`,
	};
}
