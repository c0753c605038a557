import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import { exchange } from './exchange.mts';

const tokenTypes: Record<string, string> = { authorization_code: 'AUTH_CODE', refresh_token: 'REFRESH' };

/** POST /v2/tokens/access; the query is already what the setting legacyTokenParameters lets through. */
export async function exchangeLegacyToken({ query, req, res, sandbox }: Call): Promise<Reply> {
	const { grant_type, token_type } = query;
	const expected = tokenTypes[grant_type!];
	if (expected && token_type !== expected) {
		throw new ApiError(400, `token_type must be ${expected} for grant_type ${grant_type}`, 'INVALID_REQUEST');
	}
	if (grant_type === 'authorization_code' && !query.code) throw new ApiError(400, 'code is missing', 'INVALID_REQUEST');
	const result = await exchange(sandbox.state, 'legacy', req.headers.authorization!, query);
	if (!result.ok) throw new ApiError(400, result.message, result.error.toUpperCase());
	res.set('Cache-Control', 'no-store');
	const { settings } = sandbox.state.data;
	if (grant_type === 'refresh_token' && settings.nullTokenReplies > 0) {
		settings.nullTokenReplies--;
		return { text: 'null' };
	}
	return { body: result.reply };
}
