import { createHmac, randomBytes } from 'node:crypto';
import type { State } from '../state.mts';
import type { AccessToken, Generation, Grant, RefreshToken } from '../types.mts';

/** Consents and what was issued from them. */

const signingKey = randomBytes(32);
const issuer = 'https://auth.thumbtack.example/';

export interface GrantFor {
	generation: Generation;
	clientId: string;
	userId: string | null;
	businessId: string | null;
}

export function openGrant(state: State, grantFor: GrantFor): Grant {
	const grant: Grant = { grantId: state.nextId(), revoked: false, ...grantFor };
	state.data.grants[grant.grantId] = grant;
	return grant;
}

export function revokeGrant(state: State, grantId: string): void {
	const grant = state.data.grants[grantId];
	if (grant) grant.revoked = true;
	state.changed();
}

export function isAlive(state: State, grantId: string): boolean {
	return state.data.grants[grantId]?.revoked === false;
}

export function newAccessTokenText(grant: Grant, scope: string[], expiresInSeconds: number): string {
	const expiresAt = new Date(Date.now() + expiresInSeconds * 1000);
	return grant.generation === 'v4'
		? v4AccessToken(grant, scope, expiresAt)
		: legacyAccessToken(grant, scope, expiresAt);
}

/** Null when the scope earns none: v4 gives a refresh token only with offline_access. */
export function newRefreshTokenText(generation: Generation, scope: string[]): string | null {
	if (generation === 'legacy') return randomBytes(16).toString('base64url');
	return scope.includes('offline_access') ? `ory_rt_${randomBytes(48).toString('base64url')}` : null;
}

export function keepAccessToken(state: State, token: AccessToken): void {
	state.data.accessTokens[token.token] = token;
	state.changed();
}

export function keepRefreshToken(state: State, token: Omit<RefreshToken, 'usedAt' | 'replacedBy'>): void {
	state.data.refreshTokens[token.token] = { ...token, usedAt: null, replacedBy: null };
	state.changed();
}

/** OpenID Connect: who the user is, as far as the scope tells. Null without openid. */
export function newIdTokenText(state: State, grant: Grant, scope: string[]): string | null {
	if (!scope.includes('openid') || grant.userId === null) return null;
	const { userId, email, firstName, lastName } = state.data.users[grant.userId]!;
	const now = Math.floor(Date.now() / 1000);
	return jwt({
		aud: [grant.clientId],
		iss: issuer,
		sub: userId,
		iat: now,
		exp: now + 3600,
		...(scope.includes('profile')
			? { name: `${firstName} ${lastName}`, given_name: firstName, family_name: lastName }
			: {}),
		...(scope.includes('email') ? { email, email_verified: true } : {}),
	});
}

function v4AccessToken(grant: Grant, scope: string[], expiresAt: Date): string {
	return jwt({
		aud: ['urn:partner-api'],
		client_id: grant.clientId,
		exp: Math.floor(expiresAt.getTime() / 1000),
		iss: issuer,
		jti: randomBytes(16).toString('hex'),
		scp: scope,
		sub: grant.userId ?? grant.clientId,
		// Real access tokens are about 1.2 kB long.
		ext: { pad: 'x'.repeat(300) },
	});
}

function legacyAccessToken(grant: Grant, scope: string[], expiresAt: Date): string {
	// The ids stand bare in this JSON, beyond what a JavaScript number holds: hence written as text.
	const payload =
		`{"BusinessPK":${grant.businessId},"ClientID":${JSON.stringify(grant.clientId)},"Scope":${JSON.stringify(scope)},` +
		`"ExpiresAt":"${expiresAt.toISOString()}","SrcAuthCode":"${randomBytes(48).toString('hex')}","AccountID":${grant.userId}}`;
	return signed(`1.${base64Json(payload)}`);
}

function jwt(payload: object): string {
	const header = base64Json(JSON.stringify({ alg: 'HS256', kid: 'sandbox', typ: 'JWT' }));
	return signed(`${header}.${base64Json(JSON.stringify(payload))}`);
}

function base64Json(text: string): string {
	return Buffer.from(text).toString('base64url');
}

function signed(text: string): string {
	return `${text}.${createHmac('sha256', signingKey).update(text).digest('base64url')}`;
}
