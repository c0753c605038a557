import {
	Connections,
	CREDENTIAL_TYPE,
	codeOnScreen,
	formOf,
	textOf,
	type Kind,
} from '../../tools/lib/testing/connections';
import { basic, call, type JsonObject } from '../../tools/lib/testing/http';
import { outputOf, type CredentialReference } from '../../tools/lib/testing/n8n-client';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';
import { addresses, n8n } from '../../tools/lib/testing/stack';

/** Connecting an account through n8n's own machinery, and the words when it cannot be. */
const sandbox = ownSandbox();
let connections: Connections;

beforeEach(async () => {
	await sandbox.client.reset();
	connections = new Connections(n8n(), sandbox.client);
});
afterEach(async () => await connections.close());

const settings = async (change: JsonObject) => await sandbox.client.control('PUT', '/settings', change);

/** What n8n's Connect button opens, or what it says instead. */
async function connectLink({ api, ...data }: JsonObject): Promise<{ url?: URL; message?: string }> {
	const credential =
		api === 'legacy'
			? await n8n().createCredential(CREDENTIAL_TYPE.legacy, 'To connect', data)
			: await n8n().createCredential(CREDENTIAL_TYPE.v4, 'To connect', { api, ...data });
	try {
		const answer = await n8n().request('GET', `/oauth2-credential/auth?id=${credential.id}`);
		const { data: link, message } = answer.json as { data?: string; message?: string };
		return answer.status === 200 ? { url: new URL(link ?? '') } : { message };
	} finally {
		await n8n().deleteCredential(credential.id);
	}
}

const V4_MINIMUM =
	'offline_access supply::users.read supply::businesses.list supply::negotiations.read supply::negotiations.write supply::messages.read supply::messages.write supply::webhooks.read supply::webhooks.write';
const MARKETPLACE_MINIMUM =
	'offline_access demand::users.read demand::negotiations.read demand::messages.read demand::messages.write demand::webhooks.read demand::webhooks.write demand::requests.write';
const client = { clientId: 'Some Client+/=', clientSecret: 'some-secret' };

describe('the Connect button opens', () => {
	it.each([
		['v4', 'production', 'https://auth.thumbtack.com/oauth2/auth', V4_MINIMUM],
		['v4', 'staging', 'https://staging-auth.thumbtack.com/oauth2/auth', V4_MINIMUM],
		['marketplace', 'production', 'https://auth.thumbtack.com/oauth2/auth', MARKETPLACE_MINIMUM],
		['marketplace', 'staging', 'https://staging-auth.thumbtack.com/oauth2/auth', MARKETPLACE_MINIMUM],
		['legacy', 'production', 'https://thumbtack.com/services/partner-connect/', 'messages'],
		// The test client of the Pro API uses the same page.
		['legacy', 'staging', 'https://thumbtack.com/services/partner-connect/', 'messages'],
	])('%s %s: %s', async (api, environment, address, scope) => {
		const { url } = await connectLink({ api, environment, ...client });
		expect(url!.origin + url!.pathname).toBe(address);
		expect(url!.searchParams.getAll('scope')).toEqual([scope]);
		expect(url!.searchParams.get('client_id')).toBe(client.clientId);
		expect(url!.searchParams.get('response_type')).toBe('code');
		expect(url!.searchParams.get('redirect_uri')).toBe(`${addresses().n8nUrl}/rest/oauth2-credential/callback`);
		expect(url!.searchParams.get('state')!.length).toBeGreaterThanOrEqual(16);
		expect(url!.searchParams.get('audience')).toBe(api === 'legacy' ? null : 'urn:partner-api');
	});

	it.each([
		['https://proxy.example.com', 'https://proxy.example.com/oauth2/auth'],
		[' https://proxy.example.com/thumbtack/ ', 'https://proxy.example.com/thumbtack/oauth2/auth'],
		['http://localhost:8484', 'http://localhost:8484/oauth2/auth'],
		['http://127.0.0.1:8484/', 'http://127.0.0.1:8484/oauth2/auth'],
		['http://[::1]:8484', 'http://[::1]:8484/oauth2/auth'],
	])('custom %j: %s', async (origin, address) => {
		const { url } = await connectLink({
			api: 'v4',
			environment: 'custom',
			apiUrl: origin,
			authUrlBase: origin,
			...client,
		});
		expect(url!.origin + url!.pathname).toBe(address);
	});

	it('with the scopes that the user entered, and no others', async () => {
		const { url } = await connectLink({ api: 'v4', scope: 'offline_access supply::users.read', ...client });
		expect(url!.searchParams.getAll('scope')).toEqual(['offline_access supply::users.read']);
	});

	it.each([
		['http://thumbtack.example'],
		['http://10.0.0.1:8484'],
		['http://localhost.thumbtack.example'],
		['http://localhost@thumbtack.example'],
		['http://127.0.0.1.thumbtack.example'],
		['ftp://localhost'],
		['thumbtack.example'],
	])('nothing for %j, and says why', async (unsafe) => {
		for (const api of ['v4', 'legacy']) {
			for (const field of ['apiUrl', 'authUrlBase']) {
				const place = {
					apiUrl: 'https://proxy.example.com',
					authUrlBase: 'https://proxy.example.com',
					[field]: unsafe,
				};
				const { url, message } = await connectLink({ api, environment: 'custom', ...place, ...client });
				expect(url).toBeUndefined();
				// n8n's own words. The form says under the URL what is wrong with it.
				expect(message).toBe('OAuth url is not a valid URL.');
			}
		}
	});
});

async function runs(kind: Kind, credential: CredentialReference): Promise<string> {
	const execution = await connections.run(await connections.workflow(kind, credential));
	return (
		textOf(execution) || String(outputOf(execution, 'Ask')[0]?.business_name ?? outputOf(execution, 'Ask')[0]?.userID)
	);
}

describe('v4', () => {
	it('connects with Basic at the token endpoint, refreshes with rotation, and stays connected', async () => {
		const credential = await connections.create('v4', 'v4');
		await n8n().connectOAuth2(credential.id, { userId: cast.alex.userId });
		expect(await runs('v4', credential)).toBe(cast.alex.userId);
		await sandbox.client.expireTokens();
		expect(await runs('v4', credential)).toBe(cast.alex.userId);

		const [exchange, refresh, ...more] = await connections.tokenRequests();
		expect(more).toEqual([]);
		const authorization = basic(cast.v4Client.clientId, cast.v4Client.clientSecret);
		expect(exchange).toEqual({
			query: {},
			form: {
				grant_type: 'authorization_code',
				code: expect.any(String),
				redirect_uri: `${addresses().n8nUrl}/rest/oauth2-credential/callback`,
			},
			authorization,
		});
		expect(refresh).toEqual({
			query: {},
			form: { grant_type: 'refresh_token', refresh_token: expect.stringMatching(/^ory_rt_/) },
			authorization,
		});
		expect((await sandbox.client.requests('/oauth2/token')).flatMap(({ violations }) => violations)).toEqual([]);
	});

	it('connects once more after the user had revoked it', async () => {
		const credential = await connections.create('v4', 'v4 again');
		await n8n().connectOAuth2(credential.id);
		await sandbox.client.control('POST', '/tokens/revoke', {});
		expect(await runs('v4', credential)).toMatch(/"v4 again" needs to be reconnected/);
		await n8n().connectOAuth2(credential.id);
		expect(await runs('v4', credential)).toBe(cast.sam.userId);
	});

	it.each<[string, JsonObject, Record<string, string>, RegExp]>([
		[
			'a scope that Thumbtack has not granted to the client',
			cast.limitedV4Client,
			{},
			/not allowed to request scope .*supply::negotiations\.read/,
		],
		['a client of another environment', { clientId: 'a-staging-client' }, {}, /401[\s\S]*a-staging-client/],
		['a wrong secret', { clientSecret: 'wrong' }, {}, /Client authentication failed/],
		['a user who says no', {}, { decision: 'deny' }, /denied/i],
	])('does not connect with %s, and says so', async (_, more, choices, says) => {
		const credential = await connections.create('v4', 'v4 refused', more);
		await expect(n8n().connectOAuth2(credential.id, choices)).rejects.toThrow(says);
		expect((await n8n().credentialData(credential.id)).oauthTokenData).toBeUndefined();
	});

	it('refuses another audience than its own', async () => {
		const credential = await connections.create('v4', 'v4 audience');
		const { json } = await n8n().request<{ data: string }>('GET', `/oauth2-credential/auth?id=${credential.id}`);
		const tampered = json.data.replace('urn%3Apartner-api', 'urn%3Aother');
		expect(tampered).not.toBe(json.data);
		const page = await call(tampered);
		expect(page.status).toBe(502);
		expect(page.text).toMatch(/'urn:other' has not been whitelisted/);
	});

	it('a code that is sent a second time ends the connection, which then has to be made anew', async () => {
		const credential = await connections.create('v4', 'v4 code');
		await n8n().connectOAuth2(credential.id);
		const [exchange] = await connections.tokenRequests();
		const again = await call(`${sandbox.url}/oauth2/token`, {
			method: 'POST',
			headers: { authorization: exchange!.authorization!, 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams(exchange!.form).toString(),
		});
		expect(again.json).toMatchObject({ error: 'invalid_grant' });
		expect(await runs('v4', credential)).toMatch(/"v4 code" needs to be reconnected/);
	});
});

/** Which credential works where the legacy token endpoint takes its parameters from: issue 5 wants it said plainly. */
describe('the legacy token endpoint', () => {
	const MATRIX: Array<['query' | 'body' | 'either', Kind, true | RegExp]> = [
		['query', 'legacy', /INVALID_REQUEST|query string/],
		['query', 'legacyToken', true],
		// n8n puts the code into the body, and we token_type into the query: an endpoint that refuses a query refuses that.
		['body', 'legacy', /INVALID_REQUEST|query string/],
		['body', 'legacyToken', /"Thumbtack Legacy OAuth2 API"/],
		['either', 'legacy', true],
		['either', 'legacyToken', true],
	];

	async function connect(kind: Kind): Promise<CredentialReference> {
		if (kind !== 'legacyToken') {
			const credential = await connections.create(kind, 'By button');
			await n8n().connectOAuth2(credential.id, { businessId: cast.riveraLawnCare.businessId });
			return credential;
		}
		const authorizationCode = await codeOnScreen(sandbox.url, 'messages', cast.riveraLawnCare.businessId);
		const credential = await connections.create(kind, 'By code', { authorizationCode });
		const { status, message } = await n8n().testCredential(credential, CREDENTIAL_TYPE.legacyToken);
		if (status !== 'OK') throw new Error(message);
		return credential;
	}

	it.each(MATRIX)('takes parameters from %s: %s', async (legacyTokenParameters, kind, outcome) => {
		await settings({ legacyTokenParameters });
		if (outcome !== true) {
			await expect(connect(kind)).rejects.toThrow(outcome);
			return;
		}
		const credential = await connect(kind);
		expect(await runs(kind, credential)).toBe(cast.riveraLawnCare.name);
		await sandbox.client.expireTokens();
		expect(await runs(kind, credential)).toBe(cast.riveraLawnCare.name);
		const requests = await connections.tokenRequests();
		expect(requests.map(({ query }) => query.token_type)).toEqual(['AUTH_CODE', 'REFRESH']);
		for (const { authorization } of requests)
			expect(authorization).toBe(basic(cast.legacyClient.clientId, cast.legacyClient.clientSecret));
		if (kind === 'legacyToken') {
			expect(requests).toEqual([
				{
					query: {
						grant_type: 'authorization_code',
						token_type: 'AUTH_CODE',
						code: expect.any(String),
						redirect_uri: '',
					},
					form: {},
					authorization: expect.any(String),
				},
				{
					query: { grant_type: 'refresh_token', token_type: 'REFRESH', refresh_token: expect.any(String) },
					form: {},
					authorization: expect.any(String),
				},
			]);
		}
		expect((await sandbox.client.requests('/v2/tokens/access')).flatMap(({ violations }) => violations)).toEqual([]);
	});

	it('by button, once more: with Disconnect and Connect, as the form and the failed run say', async () => {
		await settings({ legacyTokenParameters: 'either' });
		const credential = await connect('legacy');
		await sandbox.client.control('POST', '/tokens/revoke', {});
		expect(await runs('legacy', credential)).toMatch(
			/"By button" needs to be reconnected[\s\S]*select Disconnect first, then Connect/,
		);
		expect((await n8n().request('DELETE', `/credentials/${credential.id}/oauth-token`)).status).toBe(200);
		await n8n().connectOAuth2(credential.id, { businessId: cast.stonePlumbing.businessId });
		expect(await runs('legacy', credential)).toBe(cast.stonePlumbing.name);
	});

	it('by button, once more: with "Reconnecting" turned on', async () => {
		await settings({ legacyTokenParameters: 'either' });
		const credential = await connect('legacy');
		await expect(n8n().connectOAuth2(credential.id)).rejects.toThrow(/token_type must be AUTH_CODE/);

		await n8n().updateCredential(credential.id, CREDENTIAL_TYPE.legacy, 'By button', {
			...formOf('legacy', sandbox.url),
			reconnecting: true,
		});
		await n8n().connectOAuth2(credential.id, { businessId: cast.stonePlumbing.businessId });
		expect(await runs('legacy', credential)).toBe(cast.stonePlumbing.name);
		await n8n().updateCredential(credential.id, CREDENTIAL_TYPE.legacy, 'By button', {
			...formOf('legacy', sandbox.url),
			reconnecting: false,
		});
		await sandbox.client.expireTokens();
		expect(await runs('legacy', credential)).toBe(cast.stonePlumbing.name);
	});
});

describe('a pasted code', () => {
	const type = CREDENTIAL_TYPE.legacyToken;
	const test = async (credential: CredentialReference) => await n8n().testCredential(credential, type);
	const paste = async (more: JsonObject = {}) =>
		await connections.create('legacyToken', 'By code', { authorizationCode: await codeOnScreen(sandbox.url), ...more });

	it('is exchanged by the test of the form, once, and what came is stored', async () => {
		const credential = await paste();
		expect(await test(credential)).toMatchObject({ status: 'OK' });
		expect(await runs('legacyToken', credential)).toBe(cast.riveraHandyman.name);
		expect((await connections.tokenRequests()).filter(({ query }) => query.code)).toHaveLength(1);
	});

	it('is exchanged by the first run, if the form was never tested', async () => {
		expect(await runs('legacyToken', await paste())).toBe(cast.riveraHandyman.name);
	});

	it('of another business reconnects the credential', async () => {
		const credential = await paste();
		await test(credential);
		await sandbox.client.control('POST', '/tokens/revoke', {});
		expect(await runs('legacyToken', credential)).toMatch(
			/"By code" needs to be reconnected[\s\S]*paste the new code into "Authorization Code"/,
		);

		const stored = await n8n().credentialData(credential.id);
		await n8n().updateCredential(credential.id, type, 'By code', {
			...stored,
			authorizationCode: await codeOnScreen(sandbox.url, 'messages', cast.stonePlumbing.businessId),
		});
		expect(await test(credential)).toMatchObject({ status: 'OK' });
		expect(await runs('legacyToken', credential)).toBe(cast.stonePlumbing.name);
	});

	it('survives that the form, open since before, is saved again: n8n then empties what it had stored', async () => {
		const authorizationCode = await codeOnScreen(sandbox.url);
		const form = { ...formOf('legacyToken', sandbox.url), authorizationCode };
		const credential = await connections.create('legacyToken', 'By code', { authorizationCode });
		await test(credential);
		await sandbox.client.expireTokens();
		await runs('legacyToken', credential);
		await n8n().updateCredential(credential.id, type, 'By code, renamed', form);
		expect((await n8n().credentialData(credential.id)).refreshToken).toBeUndefined();
		expect(await runs('legacyToken', credential)).toBe(cast.riveraHandyman.name);
		await sandbox.client.expireTokens();
		expect(await runs('legacyToken', credential)).toBe(cast.riveraHandyman.name);
	});

	it.each<[string, () => Promise<JsonObject>, RegExp]>([
		[
			'that never was one',
			async () => ({ authorizationCode: 'no-such-code' }),
			/no longer accepts the code.*open the connect link/,
		],
		[
			'that was used',
			async () => {
				const authorizationCode = await codeOnScreen(sandbox.url);
				const query = new URLSearchParams({
					grant_type: 'authorization_code',
					token_type: 'AUTH_CODE',
					code: authorizationCode,
					redirect_uri: '',
				});
				const used = await call(`${sandbox.url}/v2/tokens/access?${query}`, {
					method: 'POST',
					headers: { authorization: basic(cast.legacyClient.clientId, cast.legacyClient.clientSecret) },
				});
				expect(used.status).toBe(200);
				return { authorizationCode };
			},
			/no longer accepts the code.*open the connect link/,
		],
		[
			'for a client with another secret',
			async () => ({ clientSecret: 'wrong', authorizationCode: await codeOnScreen(sandbox.url) }),
			/does not recognize this client.*"Client Secret"/,
		],
		[
			'for an unknown client',
			async () => ({ clientId: 'nobody', authorizationCode: await codeOnScreen(sandbox.url) }),
			/does not recognize this client.*"Environment"/,
		],
		[
			'for a host that is not there',
			async () => ({ apiUrl: 'http://localhost:1', authorizationCode: 'x' }),
			/connection to Thumbtack was refused.*"Environment"/,
		],
		[
			'for a host without https',
			async () => ({ apiUrl: 'http://thumbtack.example', authorizationCode: 'x' }),
			/"API URL".*must start with https/,
		],
	])('%s: the form says so', async (_, more, says) => {
		const credential = await connections.create('legacyToken', 'By code', await more());
		const { status, message } = await test(credential);
		expect(status).toBe('Error');
		expect(message).toMatch(says);
	});

	it('that has run out: the form says so', async () => {
		await settings({ authorizationCodeSeconds: 1 });
		const authorizationCode = await codeOnScreen(sandbox.url);
		const made = Date.now();
		const credential = await connections.create('legacyToken', 'By code', { authorizationCode });
		while (Date.now() - made < 1_100) await sandbox.client.control('GET', '/health');
		expect(await test(credential)).toEqual({ status: 'Error', message: expect.stringMatching(/older than 5 minutes/) });
	});
});
