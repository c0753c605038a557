import type { Router } from 'express';
import { clientById, clientOf, defaultUserId, homeownerId, isDemand } from '../cast.mts';
import { ControlError } from '../controlError.mts';
import {
	keepAccessToken,
	keepRefreshToken,
	newAccessTokenText,
	newRefreshTokenText,
	openGrant,
} from '../oauth/grants.mts';
import { rulesOf } from '../oauth/servers.mts';
import type { Sandbox } from '../sandbox.mts';
import type { Generation, JsonObject } from '../types.mts';
import { bodyOf, generationOf, text } from './input.mts';

/** Tokens without the consent page, and their untimely end. */
export function tokenRoutes(router: Router, sandbox: Sandbox): void {
	const { state } = sandbox;

	router.post('/tokens', (req, res) => {
		const body = bodyOf(req, ['userId', 'generation', 'businessId', 'clientId', 'scope', 'expiresIn', 'grantType']);
		const generation = generationOf(body);
		const client = body.clientId === undefined ? clientOf(generation) : clientById(String(body.clientId));
		if (client?.generation !== generation) throw new ControlError(`no ${generation} client '${String(body.clientId)}'`);
		const withoutPerson = grantWithoutPerson(body);
		const granted = withoutPerson ? (client.appScopes ?? []) : client.scopes;
		const { userId, businessId } = withoutPerson
			? { userId: null, businessId: null }
			: subjectOf(sandbox, body, generation, isDemand(client) ? homeownerId : defaultUserId);
		const scope = typeof body.scope === 'string' ? body.scope.split(/\s+/).filter(Boolean) : granted;
		const expiresIn = typeof body.expiresIn === 'number' ? body.expiresIn : state.data.settings.accessTokenSeconds;
		const grant = openGrant(state, { generation, clientId: client.id, userId, businessId });
		const accessToken = newAccessTokenText(grant, scope, expiresIn);
		const refreshToken = withoutPerson ? null : newRefreshTokenText(generation, scope);
		const common = { grantId: grant.grantId, scope };
		keepAccessToken(state, { ...common, token: accessToken, expiresAt: Date.now() + expiresIn * 1000 });
		if (refreshToken !== null) {
			const expiresAt = Date.now() + rulesOf(state, generation).refreshTokenSeconds * 1000;
			keepRefreshToken(state, { ...common, token: refreshToken, expiresAt });
		}
		res.json({
			access_token: accessToken,
			...(refreshToken === null ? {} : { refresh_token: refreshToken }),
			token_type: 'bearer',
			expires_in: expiresIn,
			scope: scope.join(' '),
		});
	});

	router.post('/tokens/expire', (req, res) => {
		const { accessToken } = bodyOf(req, ['accessToken']);
		const all = Object.values(state.data.accessTokens);
		const hit = accessToken === undefined ? all : all.filter(({ token }) => token === accessToken);
		if (accessToken !== undefined && hit.length === 0) throw new ControlError('no such access token', 404);
		for (const token of hit) token.expiresAt = Date.now() - 1000;
		state.changed();
		res.json({ expired: hit.length });
	});

	router.post('/tokens/revoke', (req, res) => {
		const { refreshToken } = bodyOf(req, ['refreshToken']);
		const one = typeof refreshToken === 'string' ? state.data.refreshTokens[refreshToken] : undefined;
		if (refreshToken !== undefined && !one) throw new ControlError('no such refresh token', 404);
		const grants = Object.values(state.data.grants).filter(({ grantId }) => !one || grantId === one.grantId);
		for (const grant of grants) grant.revoked = true;
		state.changed();
		res.json({ revoked: grants.length });
	});
}

function grantWithoutPerson({ grantType }: JsonObject): boolean {
	if (grantType === undefined || grantType === 'authorization_code') return false;
	if (grantType === 'client_credentials') return true;
	throw new ControlError("grantType is 'authorization_code' or 'client_credentials'");
}

function subjectOf({ state, thumbtack }: Sandbox, body: JsonObject, generation: Generation, otherwise: string) {
	if (generation === 'legacy' && body.businessId !== undefined) {
		const business = thumbtack.business(text(body.businessId, 'businessId'));
		return { userId: business.ownerId ?? defaultUserId, businessId: business.businessId };
	}
	const userId = body.userId === undefined ? otherwise : text(body.userId, 'userId');
	if (!state.data.users[userId]) throw new ControlError(`no user ${userId}`, 404);
	if (generation === 'v4') return { userId, businessId: null };
	const [first] = state.businessesOf(userId);
	if (!first) throw new ControlError(`user ${userId} owns no business: name a businessId`);
	return { userId, businessId: first.businessId };
}
