import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { businessA, businessA2, call, check, control, v4, type Answer, type CallOptions } from './harness.mts';

const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
const v4Client: [string, string] = ['sandbox-v4-client', 'sandbox-v4-secret'];
const legacyClient: [string, string] = ['Sandbox CRM', 'sandbox legacy/secret+='];
const userA = '500100200300400500';

type Parameters = Record<string, string>;

function authorizePath(changes: Parameters = {}, omit: string[] = []): string {
	const query = new URLSearchParams({
		client_id: v4Client[0],
		redirect_uri: redirectUri,
		response_type: 'code',
		scope: 'offline_access supply::users.read',
		state: 'long-enough-state',
		audience: 'urn:partner-api',
		...changes,
	});
	for (const key of omit) query.delete(key);
	return `/oauth2/auth?${query}`;
}

async function consent(path: string, decision: string, chosen: Parameters): Promise<URLSearchParams> {
	const page = await call('GET', path);
	assert.equal(page.status, 200, page.text);
	const answer = await call('POST', path, { form: { decision, ...chosen } });
	assert.equal(answer.status, 302, answer.text);
	const location = answer.headers.get('location')!;
	assert.ok(location.startsWith(redirectUri), location);
	return new URL(location).searchParams;
}

async function v4Code(changes: Parameters = {}): Promise<string> {
	return (await consent(authorizePath(changes), 'allow', { userId: userA })).get('code')!;
}

async function token(form: Parameters, options: CallOptions = { basic: v4Client }): Promise<Answer> {
	return call('POST', '/oauth2/token', { ...options, form });
}

function exchangeCode(code: string, more: Parameters = {}): Promise<Answer> {
	return token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more });
}

function refresh(refreshToken: string): Promise<Answer> {
	return token({ grant_type: 'refresh_token', refresh_token: refreshToken });
}

function partnerConnectPath(changes: Parameters = {}, omit: string[] = []): string {
	const query = new URLSearchParams({
		client_id: legacyClient[0],
		redirect_uri: redirectUri,
		response_type: 'code',
		scope: 'messages targeting',
		...changes,
	});
	for (const key of omit) query.delete(key);
	return `/services/partner-connect/?${query}`;
}

async function legacyTokens(parameters: Parameters, options: CallOptions = { basic: legacyClient }): Promise<Answer> {
	return call('POST', `/v2/tokens/access?${new URLSearchParams(parameters)}`, options);
}

async function legacyCode(): Promise<string> {
	return (await consent(partnerConnectPath(), 'allow', { businessId: businessA2 })).get('code')!;
}

function legacyCodeParameters(code: string): Parameters {
	return { grant_type: 'authorization_code', token_type: 'AUTH_CODE', code, redirect_uri: redirectUri };
}

function legacyRefreshParameters(refreshToken: string): Parameters {
	return { grant_type: 'refresh_token', token_type: 'REFRESH', refresh_token: refreshToken };
}

export async function oauthChecks(): Promise<void> {
	await check('v4: consent, code, tokens, a call', async () => {
		const back = await consent(authorizePath(), 'allow', { userId: userA });
		assert.equal(back.get('state'), 'long-enough-state');
		assert.equal(back.get('scope'), 'offline_access supply::users.read');
		const { status, body } = await exchangeCode(back.get('code')!);
		assert.equal(status, 200);
		assert.equal(body.expires_in, 3600);
		assert.equal(body.token_type, 'bearer');
		assert.equal(body.scope, 'offline_access supply::users.read');
		assert.match(body.refresh_token, /^ory_rt_/);
		assert.equal((await v4('GET', '/users/self', body.access_token)).body.firstName, 'Sam');
	});

	await check('v4: the pro denies', async () => {
		const back = await consent(authorizePath(), 'deny', { userId: userA });
		assert.equal(back.get('error'), 'access_denied');
		assert.equal(back.get('state'), 'long-enough-state');
	});

	await check('v4: refused before the consent page', async () => {
		const errorOf = async (path: string) => {
			const answer = await call('GET', path);
			return answer.status === 302 ? new URL(answer.headers.get('location')!).searchParams.get('error') : answer.status;
		};
		assert.equal(await errorOf(authorizePath({ state: 'short' })), 'invalid_state');
		assert.equal(await errorOf(authorizePath({ scope: 'demand::users.read' })), 'invalid_scope');
		assert.equal(
			await errorOf(authorizePath({ client_id: 'sandbox-v4-limited', scope: 'supply::messages.read' })),
			'invalid_scope',
		);
		assert.equal(await errorOf(authorizePath({ response_type: 'token' })), 'unsupported_response_type');
		assert.equal(await errorOf(authorizePath({ client_id: 'nobody' })), 401);
		assert.equal(await errorOf(authorizePath({ redirect_uri: 'https://evil.example/' })), 400);
		const audience = await call('GET', authorizePath({ audience: 'x' }));
		assert.equal(audience.status, 502);
		assert.match(audience.body.detail, /Requested audience 'x' has not been whitelisted/);
	});

	await check('v4: client authentication by Basic only', async () => {
		const code = await v4Code();
		const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
		const inBody = await token({ ...form, client_id: v4Client[0], client_secret: v4Client[1] }, {});
		assert.equal(inBody.status, 401);
		assert.equal(inBody.body.error, 'invalid_client');
		assert.equal((await token(form, { basic: ['sandbox-v4-client', 'wrong'] })).body.error, 'invalid_client');
		assert.equal((await token(form, { basic: legacyClient })).status, 401);
		assert.equal((await token(form)).status, 200);
	});

	await check('v4: a code is used once, and its reuse revokes what it gave', async () => {
		const code = await v4Code();
		const { body } = await exchangeCode(code);
		const again = await exchangeCode(code);
		assert.equal(again.status, 400);
		assert.equal(again.body.error, 'invalid_grant');
		assert.equal((await v4('GET', '/users/self', body.access_token)).status, 401);
		assert.equal((await refresh(body.refresh_token)).body.error, 'invalid_grant');
	});

	await check('v4: wrong redirect, expired code, other client', async () => {
		const wrong = await exchangeCode(await v4Code(), { redirect_uri: 'http://localhost:1/' });
		assert.equal(wrong.body.error, 'invalid_grant');
		const code = await v4Code();
		const other = { basic: ['sandbox-v4-limited', 'sandbox-v4-limited-secret'] as [string, string] };
		const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
		assert.equal((await token(form, other)).body.error, 'invalid_grant');
		await control('PUT', '/settings', { authorizationCodeSeconds: 1 });
		const late = await v4Code();
		await wait(1100);
		assert.equal((await exchangeCode(late)).body.error, 'invalid_grant');
	});

	await check('v4: PKCE is accepted and then insisted on', async () => {
		const verifier = randomBytes(32).toString('base64url');
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
		assert.equal((await exchangeCode(await v4Code(pkce), { code_verifier: verifier })).status, 200);
		const wrong = await exchangeCode(await v4Code(pkce), {
			code_verifier: randomBytes(32).toString('base64url'),
		});
		assert.equal(wrong.body.error, 'invalid_grant');
	});

	await check('v4: no refresh token without offline_access', async () => {
		const { body } = await exchangeCode(await v4Code({ scope: 'supply::users.read' }));
		assert.equal(body.refresh_token, undefined);
		assert.equal(body.id_token, undefined);
	});

	await check('v4: an id_token with openid', async () => {
		const { body } = await exchangeCode(await v4Code({ scope: 'openid email' }));
		const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url').toString());
		assert.deepEqual([claims.sub, claims.email, claims.name], [userA, 'sam@example.com', undefined]);
	});

	await check('v4: without a grace, one of many parallel refreshes wins and the consent is lost', async () => {
		await control('PUT', '/settings', { v4GraceSeconds: 0 });
		const { body } = await exchangeCode(await v4Code());
		const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(body.refresh_token)));
		assert.equal(answers.filter(({ status }) => status === 200).length, 1);
		assert.equal((await v4('GET', '/users/self', body.access_token)).status, 401);
	});

	await check('v4: refresh rotates; reuse within the grace works, after it revokes the grant', async () => {
		const first = (await exchangeCode(await v4Code())).body;
		const second = (await refresh(first.refresh_token)).body;
		assert.notEqual(second.refresh_token, first.refresh_token);
		assert.equal(second.scope, first.scope);
		const within = await refresh(first.refresh_token);
		assert.equal(within.status, 200);
		assert.notEqual(within.body.refresh_token, second.refresh_token);
		await control('PUT', '/settings', { v4GraceSeconds: 0 });
		await wait(5);
		const late = await refresh(first.refresh_token);
		assert.equal(late.status, 400);
		assert.equal(late.body.error, 'invalid_grant');
		assert.equal((await v4('GET', '/users/self', second.access_token)).status, 401);
		assert.equal((await refresh(second.refresh_token)).body.error, 'invalid_grant');
	});

	await check('v4: token endpoint refuses what Hydra refuses', async () => {
		assert.equal((await token({ grant_type: 'client_credentials' })).body.error, 'unauthorized_client');
		assert.equal((await token({ grant_type: 'client_credentials', audience: 'x' })).status, 502);
		assert.equal((await token({ grant_type: 'refresh_token' })).body.error, 'invalid_request');
		assert.equal((await token({})).body.error, 'invalid_request');
		const json = await call('POST', '/oauth2/token', {
			basic: v4Client,
			json: { grant_type: 'refresh_token' },
		});
		assert.equal(json.status, 400);
		assert.equal((await refresh('ory_rt_unknown')).body.error, 'invalid_grant');
		const extra = (await exchangeCode(await v4Code())).body;
		const old = await token({
			grant_type: 'refresh_token',
			refresh_token: extra.refresh_token,
			token_type: 'REFRESH',
		});
		assert.equal(old.status, 200);
	});

	await check('legacy: consent for one business, tokens, info', async () => {
		const { status, body } = await legacyTokens(legacyCodeParameters(await legacyCode()));
		assert.equal(status, 200);
		assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'refresh_token', 'token_type']);
		assert.equal(body.token_type, 'bearer');
		const payload = Buffer.from(body.access_token.split('.')[1], 'base64url').toString();
		assert.ok(payload.includes(`"BusinessPK":${businessA2},`), payload);
		const info = await call('GET', '/v2/get-thumbtack-info', { token: body.access_token });
		assert.deepEqual(info.body, {
			business_pk: businessA2,
			client_id: 'Sandbox CRM',
			scope: ['messages', 'targeting'],
			business_name: 'Rivera Lawn Care',
		});
	});

	await check('legacy: the code on screen, when no redirect_uri is given', async () => {
		const path = partnerConnectPath({}, ['redirect_uri']);
		const page = await call('POST', path, { form: { decision: 'allow', businessId: businessA } });
		assert.equal(page.status, 200);
		const code = /<output[^>]*>([^<]+)</.exec(page.text)![1]!;
		const parameters = { grant_type: 'authorization_code', token_type: 'AUTH_CODE', code };
		assert.equal((await legacyTokens(parameters)).status, 200);
	});

	await check('legacy: state comes back, the pro cancels, wrong scope', async () => {
		const back = await consent(partnerConnectPath({ state: 's' }), 'allow', { businessId: businessA });
		assert.equal(back.get('state'), 's');
		assert.equal(back.get('scope'), 'messages targeting');
		const denied = await consent(partnerConnectPath(), 'deny', { businessId: businessA });
		assert.equal(denied.get('error'), 'access_denied');
		const wrong = await call('GET', partnerConnectPath({ scope: 'everything' }));
		assert.match(wrong.headers.get('location')!, /error=invalid_scope/);
	});

	await check('legacy: what the token endpoint insists on', async () => {
		const errorOf = async (parameters: Parameters, options?: CallOptions) => {
			const { status, body } = await legacyTokens(parameters, options);
			assert.equal(status, 400, JSON.stringify(body));
			return body.error;
		};
		const code = await legacyCode();
		const { token_type: _type, ...noType } = legacyCodeParameters(code);
		assert.equal(await errorOf(noType), 'INVALID_REQUEST');
		assert.equal(await errorOf({ ...legacyCodeParameters(code), token_type: 'REFRESH' }), 'INVALID_REQUEST');
		assert.equal(await errorOf(legacyRefreshParameters('')), 'INVALID_REQUEST');
		assert.equal(await errorOf(legacyCodeParameters('nonsense')), 'INVALID_GRANT');
		assert.equal(await errorOf(legacyCodeParameters(code), {}), 'INVALID_CLIENT');
		assert.equal(await errorOf(legacyCodeParameters(code), { basic: ['Sandbox CRM', 'wrong'] }), 'INVALID_CLIENT');
		const form = legacyCodeParameters(code);
		const inBody = await call('POST', '/v2/tokens/access', { basic: legacyClient, form });
		assert.equal(inBody.body.error, 'INVALID_REQUEST');
		assert.equal((await legacyTokens(form)).status, 200);
		assert.equal(await errorOf(form), 'INVALID_GRANT');
	});

	await check('legacy: the setting lets parameters come in the body', async () => {
		const form = { ...legacyCodeParameters(await legacyCode()), client_id: 'Sandbox CRM' };
		await control('PUT', '/settings', { legacyTokenParameters: 'either' });
		const first = await call('POST', '/v2/tokens/access', { basic: legacyClient, form });
		assert.equal(first.status, 200, first.text);
		await control('PUT', '/settings', { legacyTokenParameters: 'body' });
		assert.equal((await legacyTokens(legacyRefreshParameters(first.body.refresh_token))).status, 400);
		const json = legacyRefreshParameters(first.body.refresh_token);
		assert.equal((await call('POST', '/v2/tokens/access', { basic: legacyClient, json })).status, 200);
	});

	await check('legacy: rotation, null reply, same pair within the grace, nothing after', async () => {
		const first = (await legacyTokens(legacyCodeParameters(await legacyCode()))).body;
		await control('PUT', '/settings', { nullTokenReplies: 1 });
		const lost = await legacyTokens(legacyRefreshParameters(first.refresh_token));
		assert.equal(lost.status, 200);
		assert.equal(lost.text, 'null');
		const second = (await legacyTokens(legacyRefreshParameters(first.refresh_token))).body;
		const again = (await legacyTokens(legacyRefreshParameters(first.refresh_token))).body;
		assert.equal(again.access_token, second.access_token);
		assert.equal(again.refresh_token, second.refresh_token);
		await control('PUT', '/settings', { legacyGraceSeconds: 0 });
		await wait(5);
		const late = await legacyTokens(legacyRefreshParameters(first.refresh_token));
		assert.equal(late.body.error, 'INVALID_GRANT');
		assert.equal((await legacyTokens(legacyRefreshParameters(second.refresh_token))).status, 200);
	});
}
