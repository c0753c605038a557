import { randomBytes } from 'node:crypto';
import OAuth2Server from '@node-oauth/oauth2-server';
import { clientById, clients } from '../cast.mts';
import { isLoopback } from '../deliveries.mts';
import type { State } from '../state.mts';
import type { Generation, Grant, RefreshToken } from '../types.mts';
import {
	isAlive,
	keepAccessToken,
	keepRefreshToken,
	newAccessTokenText,
	newRefreshTokenText,
	openGrant,
	revokeGrant,
	type GrantFor,
} from './grants.mts';

/** What @node-oauth/oauth2-server asks of the sandbox; the rules in which the two generations differ are `Rules`. */

export interface Rules {
	generation: Generation;
	accessTokenSeconds: number;
	refreshTokenSeconds: number;
	graceSeconds: number;
	/** Within the grace: a further pair (v4), or the pair already issued (legacy). */
	repeatsPairInGrace: boolean;
	/** A refresh token used again after its grace kills the whole grant, as in Ory Hydra. */
	reuseRevokes: boolean;
}

/** Stands in for a redirect address when legacy shows the code on screen: the library wants one. */
const codeOnScreen = 'http://localhost/code-on-screen';

/** What the library hands back to us as `user`: the consent, and the refresh token that is being exchanged. */
interface Subject {
	grantFor?: GrantFor;
	grant?: Grant;
	exchanged?: RefreshToken;
}

export function oauthModel(
	state: State,
	rules: Rules,
): OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel & OAuth2Server.ClientCredentialsModel {
	const { data } = state;

	return {
		async getClient(clientId: string, clientSecret: string | null) {
			const known = clients.find(({ id, generation }) => id === clientId && generation === rules.generation);
			if (!known || (clientSecret !== null && clientSecret !== known.secret)) return null;
			return {
				id: known.id,
				grants: grantsOf(known.id),
				redirectUris: [codeOnScreen],
				accessTokenLifetime: rules.accessTokenSeconds,
				refreshTokenLifetime: rules.refreshTokenSeconds,
			};
		},

		async validateRedirectUri(redirectUri: string) {
			return isLoopback(redirectUri);
		},

		async getUserFromClient(client: OAuth2Server.Client) {
			const { generation } = rules;
			return {
				grant: openGrant(state, { generation, clientId: client.id, userId: null, businessId: null }),
			} satisfies Subject;
		},

		async validateScope(user: Subject, client: OAuth2Server.Client, asked: string[] = []) {
			const { scopes, appScopes = [] } = clientById(client.id)!;
			const withoutPerson = user.grant?.userId === null;
			const allowed = withoutPerson ? appScopes : scopes;
			// Client credentials may leave the scope out: every granted one comes then.
			const scope = withoutPerson && asked.length === 0 ? allowed : asked;
			const refused = scope.find((wanted) => !allowed.includes(wanted));
			if (refused !== undefined || scope.length === 0) {
				throw new OAuth2Server.InvalidScopeError(
					'The requested scope is invalid, unknown, or malformed. ' +
						`The OAuth 2.0 Client is not allowed to request scope '${refused ?? ''}'.`,
				);
			}
			return scope;
		},

		async generateAuthorizationCode() {
			return randomBytes(32).toString('base64url');
		},

		async saveAuthorizationCode(code, client, user: Subject) {
			const grant = openGrant(state, user.grantFor!);
			data.codes[code.authorizationCode] = {
				code: code.authorizationCode,
				grantId: grant.grantId,
				redirectUri: code.redirectUri === codeOnScreen ? '' : code.redirectUri,
				scope: code.scope ?? [],
				expiresAt: code.expiresAt.getTime(),
				usedAt: null,
				codeChallenge: code.codeChallenge ?? null,
				codeChallengeMethod: code.codeChallengeMethod ?? null,
			};
			state.changed();
			return { ...code, client, user };
		},

		async getAuthorizationCode(text: string) {
			const code = data.codes[text];
			if (!code || !isAlive(state, code.grantId)) return null;
			if (code.usedAt !== null) {
				revokeGrant(state, code.grantId);
				return null;
			}
			const grant = data.grants[code.grantId]!;
			return {
				authorizationCode: code.code,
				expiresAt: new Date(code.expiresAt),
				redirectUri: code.redirectUri,
				scope: code.scope,
				client: { id: grant.clientId, grants: grantsOf(grant.clientId) },
				user: { grant } satisfies Subject,
				...(code.codeChallenge === null ? {} : { codeChallenge: code.codeChallenge }),
				...(code.codeChallengeMethod === null ? {} : { codeChallengeMethod: code.codeChallengeMethod }),
			};
		},

		async revokeAuthorizationCode({ authorizationCode }) {
			const code = data.codes[authorizationCode];
			if (!code || code.usedAt !== null) return false;
			code.usedAt = Date.now();
			state.changed();
			return true;
		},

		async getRefreshToken(text: string) {
			const token = data.refreshTokens[text];
			if (!token || !isAlive(state, token.grantId)) return null;
			if (token.usedAt !== null && Date.now() >= token.usedAt + rules.graceSeconds * 1000) {
				if (rules.reuseRevokes) revokeGrant(state, token.grantId);
				return null;
			}
			const grant = data.grants[token.grantId]!;
			return {
				refreshToken: token.token,
				refreshTokenExpiresAt: new Date(token.expiresAt),
				scope: token.scope,
				client: { id: grant.clientId, grants: grantsOf(grant.clientId) },
				user: { grant, exchanged: token } satisfies Subject,
			};
		},

		async revokeToken({ refreshToken }) {
			const token = data.refreshTokens[refreshToken];
			if (!token) return false;
			// A reuse within the grace must not stretch the grace.
			token.usedAt ??= Date.now();
			state.changed();
			return true;
		},

		async generateAccessToken(_client, { grant }: Subject, scope) {
			return newAccessTokenText(grant!, scope, rules.accessTokenSeconds);
		},

		async generateRefreshToken(_client, _user, scope) {
			return newRefreshTokenText(rules.generation, scope) as string;
		},

		async saveToken(token, client, user: Subject) {
			const { grant, exchanged } = user;
			const earlier = exchanged?.replacedBy;
			if (earlier && rules.repeatsPairInGrace) {
				const known = data.accessTokens[earlier.accessToken];
				return {
					...token,
					...earlier,
					accessTokenExpiresAt: new Date(known?.expiresAt ?? Date.now()),
					client,
					user,
				};
			}
			const scope = token.scope ?? [];
			keepAccessToken(state, {
				token: token.accessToken,
				grantId: grant!.grantId,
				scope,
				expiresAt: token.accessTokenExpiresAt!.getTime(),
			});
			if (token.refreshToken) {
				keepRefreshToken(state, {
					token: token.refreshToken,
					grantId: grant!.grantId,
					scope,
					expiresAt: token.refreshTokenExpiresAt!.getTime(),
				});
				if (exchanged) {
					exchanged.replacedBy = { accessToken: token.accessToken, refreshToken: token.refreshToken };
				}
			}
			return { ...token, client, user };
		},

		async getAccessToken(text: string) {
			const token = data.accessTokens[text];
			if (!token || !isAlive(state, token.grantId)) return null;
			const grant = data.grants[token.grantId]!;
			if (grant.generation !== rules.generation) return null;
			return {
				accessToken: token.token,
				accessTokenExpiresAt: new Date(token.expiresAt),
				scope: token.scope,
				client: { id: grant.clientId, grants: grantsOf(grant.clientId) },
				user: { grant } satisfies Subject,
			};
		},

		async verifyScope(token, scope) {
			return scope.every((wanted) => token.scope?.includes(wanted));
		},
	};
}

function grantsOf(clientId: string): string[] {
	const { scopes, appScopes } = clientById(clientId)!;
	return [
		...(scopes.length > 0 ? ['authorization_code', 'refresh_token'] : []),
		...(appScopes === undefined ? [] : ['client_credentials']),
	];
}
