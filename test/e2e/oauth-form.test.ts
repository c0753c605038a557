import { Connections, CREDENTIAL_TYPE, formOf, type Kind } from '../../tools/lib/testing/connections';
import { call, type JsonObject } from '../../tools/lib/testing/http';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';
import { addresses, n8n } from '../../tools/lib/testing/stack';

/** What the test of a credential says, as its form asks for it. n8n's own words for a success are "Connection successful!". */
const sandbox = ownSandbox();
let connections: Connections;

beforeEach(async () => {
	await sandbox.client.reset();
	connections = new Connections(n8n(), sandbox.client);
	await sandbox.client.control('PUT', '/settings', { legacyTokenParameters: 'either' });
});
afterEach(async () => await connections.close());

const fault = async (path: string, reply: JsonObject, times = 0) =>
	await sandbox.client.control('POST', '/faults', { match: { path }, times, reply });
const TOKEN = '/oauth2/token|/v2/tokens/access';
const API = '/users/self|/get-thumbtack-info';
const nothing = async () => {};

const LIVE_SCOPE = 'offline_access demand::negotiations.read demand::messages.read demand::messages.write';

interface Row {
	kind: Kind;
	name: string;
	happens: () => Promise<unknown>;
	says: RegExp;
	right?: true;
	more?: JsonObject;
	scope?: string;
}

const forAll: Array<Omit<Row, 'kind'>> = [
	{ name: 'all is right', happens: nothing, right: true, says: /successful/i },
	{
		name: 'a wrong secret',
		happens: nothing,
		more: { clientSecret: 'wrong' },
		says: /does not recognize this client.*"Client Secret"/,
	},
	{
		name: 'a client of another environment',
		happens: nothing,
		more: { clientId: 'a client of staging' },
		says: /does not recognize this client.*"Environment"/,
	},
	{
		name: 'the firewall, in silence',
		happens: async () => await fault(API, { status: 202 }),
		says: /firewall.*202.*public IP/,
	},
	{
		name: 'the firewall, in silence, with a page',
		happens: async () =>
			await fault(API, {
				status: 202,
				headers: { 'content-type': 'text/html' },
				body: '<html>checking your browser</html>',
			}),
		says: /firewall.*202.*public IP/,
	},
	{
		name: 'the firewall, aloud',
		happens: async () => await fault(API, { status: 403, body: 'blocked' }),
		says: /firewall.*403.*public IP/,
	},
	{
		name: 'the firewall before the token endpoint',
		happens: async () => await fault(TOKEN, { status: 403, body: 'blocked' }),
		says: /firewall.*403.*public IP/,
	},
	{
		name: 'a host without https',
		happens: nothing,
		more: { apiUrl: 'http://thumbtack.example', authUrlBase: 'http://thumbtack.example' },
		says: /must start with https:\/\//,
	},
	{
		name: 'trouble at the API',
		happens: async () => await fault(API, { status: 503 }),
		says: /\(503\).*few minutes/,
	},
	{
		name: 'trouble at the token endpoint',
		happens: async () => await fault(TOKEN, { status: 500 }),
		says: /\(500\).*few minutes/,
	},
];

const unreachable: Array<Omit<Row, 'kind'>> = [
	{
		name: 'a host that is not there',
		happens: nothing,
		more: { apiUrl: 'http://localhost:1', authUrlBase: 'http://localhost:1' },
		says: /connection to Thumbtack was refused.*"Environment"/,
	},
	{
		name: 'a host without a name',
		happens: nothing,
		more: { apiUrl: 'https://thumbtack.invalid', authUrlBase: 'https://thumbtack.invalid' },
		says: /address could not be found.*"Environment"/,
	},
];
/** A stored token is tried at once, and then n8n gives its own word: the network's code. */
const unreachableToken = unreachable.map((row) => ({ ...row, says: /^(ECONNREFUSED|ENOTFOUND)$/ }));

const ROWS: Row[] = [
	...(['v4', 'marketplace', 'legacy', 'legacyToken'] as const).flatMap((kind) =>
		[...forAll, ...(kind === 'legacyToken' ? unreachableToken : unreachable)].map((one) => ({ kind, ...one })),
	),
	{
		kind: 'v4',
		name: 'a missing scope',
		scope: 'offline_access supply::messages.read',
		happens: nothing,
		says: /lacks the scope supply::users\.read.*connected all the same/,
	},
	{
		kind: 'v4',
		name: 'a scope that was not asked for',
		scope: 'offline_access supply::messages.read',
		more: { scope: 'offline_access supply::messages.read' },
		happens: nothing,
		says: /^Connected, without the scope supply::users\.read/,
	},
	{
		kind: 'marketplace',
		name: 'a scope that was not asked for, as with the client of a live partner',
		scope: LIVE_SCOPE,
		more: { ...cast.limitedMarketplaceClient, scope: LIVE_SCOPE },
		happens: nothing,
		says: /^Connected, without the scope .*demand::users\.read/,
	},
	{
		kind: 'marketplace',
		name: 'a UTM source that Thumbtack would refuse',
		more: { utmSource: 'partner' },
		happens: nothing,
		says: /"UTM Source".*start with cma-/,
	},
	{
		kind: 'legacy',
		name: 'a token endpoint that takes the query only',
		happens: async () => await sandbox.client.control('PUT', '/settings', { legacyTokenParameters: 'query' }),
		says: /"Thumbtack Legacy Token API"/,
	},
	{
		kind: 'legacyToken',
		name: 'a token endpoint that takes the body only',
		happens: async () => await sandbox.client.control('PUT', '/settings', { legacyTokenParameters: 'body' }),
		says: /"Thumbtack Legacy OAuth2 API"/,
	},
	{
		kind: 'legacyToken',
		name: 'a revoked connection',
		happens: async () => await sandbox.client.control('POST', '/tokens/revoke', {}),
		says: /no longer accepts the code or the refresh token.*paste the new code/,
	},
	{
		kind: 'v4',
		name: 'a revoked connection',
		happens: async () => await sandbox.client.control('POST', '/tokens/revoke', {}),
		says: /\(401\).*access token has expired.*connect again/,
	},
];

it.each(ROWS)('$kind: $name', async ({ kind, happens, says, right, more, scope }) => {
	const { credential } = await connections.planted(kind, 'Under test', { scope, more });
	// As long as the access token lasts, nothing else of this credential is asked for.
	if (kind === 'legacyToken') await sandbox.client.expireTokens();
	await happens();
	const result = await n8n().testCredential(credential, CREDENTIAL_TYPE[kind]);
	expect(result.message).toMatch(says);
	expect(result.status).toBe(right ? 'OK' : 'Error');
});

const APP: Array<Omit<Row, 'kind'>> = [
	{ name: 'all is right', happens: nothing, right: true, says: /successful/i },
	{
		name: 'a wrong secret',
		happens: nothing,
		more: { clientSecret: 'wrong' },
		says: /Client authentication failed/,
	},
	{
		name: 'a client that may not sign in without a person',
		happens: nothing,
		more: cast.v4Client,
		says: /not authorized/,
	},
	{
		name: 'a client without the scope of the test',
		happens: nothing,
		more: { scope: 'demand::keywords.read' },
		says: /^Connected, without the scope demand::categories\.read/,
	},
	{
		name: 'a UTM source that Thumbtack would refuse',
		happens: nothing,
		more: { utmSource: 'partner' },
		says: /"UTM Source".*start with cma-/,
	},
	{
		name: 'no UTM source',
		happens: nothing,
		more: { utmSource: '' },
		says: /Connected.*\(400\).*"UTM Source"/,
	},
	{
		name: 'the firewall, in silence',
		happens: async () => await fault('/categories/search', { status: 202 }),
		says: /firewall.*202.*public IP/,
	},
	{
		name: 'the firewall, aloud',
		happens: async () => await fault('/categories/search', { status: 403, body: { title: 'Forbidden', status: 403 } }),
		says: /firewall.*403.*public IP/,
	},
	{
		name: 'trouble at the API',
		happens: async () => await fault('/categories/search', { status: 503, body: { title: 'Down', status: 503 } }),
		says: /server error \(503\).*few minutes/,
	},
	{ name: 'trouble at the token endpoint', happens: async () => await fault(TOKEN, { status: 503 }), says: /503/ },
	{
		name: 'a host without https',
		happens: nothing,
		more: { apiUrl: 'http://thumbtack.example', authUrlBase: 'http://thumbtack.example' },
		says: /Invalid URL|must start with https/,
	},
];

it.each(APP)('app: $name', async ({ happens, says, right, more }) => {
	const credential = await connections.create('app', 'Under test', more);
	await happens();
	const result = await n8n().testCredential(credential, CREDENTIAL_TYPE.app);
	expect(result.message).toMatch(says);
	expect(result.status).toBe(right ? 'OK' : 'Error');
	// The second test has the token of the first, which n8n then holds back.
	expect(await n8n().testCredential(credential, CREDENTIAL_TYPE.app)).toEqual(result);
});

it.each(['v4', 'marketplace', 'legacy'] as const)('%s: not connected yet', async (kind) => {
	const credential = await connections.create(kind, 'Not connected');
	const result = await n8n().testCredential(credential, CREDENTIAL_TYPE[kind]);
	expect(result).toEqual({ status: 'Error', message: expect.stringMatching(/not connected yet/) });
});

describe('over n8n’s public API, which gives the test the stored tokens', () => {
	let apiKey: string;
	beforeAll(async () => {
		const scopes = (await n8n().request<{ data: string[] }>('GET', '/api-keys/scopes')).json.data;
		const answer = await n8n().request<{ data: { rawApiKey: string } }>('POST', '/api-keys', {
			label: `connections ${Date.now()}`,
			scopes,
			expiresAt: null,
		});
		apiKey = answer.json.data.rawApiKey;
	});

	it.each(['v4', 'marketplace', 'app', 'legacy'] as const)(
		'%s: an expired token is renewed, and all is right',
		async (kind) => {
			const { credential } = await connections.planted(kind, 'Expired');
			await sandbox.client.expireTokens();
			const { text } = await call(`${addresses().n8nUrl}/api/v1/credentials/${credential.id}/test`, {
				method: 'POST',
				headers: { 'x-n8n-api-key': apiKey },
			});
			expect(text).toMatch(/"status":"OK"/);
			expect(await connections.tokenRequests()).toHaveLength(1);
		},
	);
});

interface BasicRow {
	name: string;
	form: JsonObject;
	happens?: () => Promise<unknown>;
	right?: true;
	says: RegExp;
}

const client = { usedFor: 'client', username: cast.legacyClient.clientId, password: cast.legacyClient.clientSecret };
const v1 = { usedFor: 'v1', ...cast.basicUser };
const BASIC: BasicRow[] = [
	{ name: 'the user of v1', form: v1, right: true, says: /recognizes this user/ },
	{
		name: 'the user of v1 with a wrong password',
		form: { ...v1, password: 'wrong' },
		says: /does not recognize this user.*"Environment"/,
	},
	{
		name: 'the user of v1 behind the firewall',
		form: v1,
		happens: async () => await fault('/v1/', { status: 202 }),
		says: /firewall.*202/,
	},
	{
		name: 'the user of v1 while Thumbtack has trouble',
		form: v1,
		happens: async () => await fault('/v1/', { status: 502, body: '<html></html>' }),
		says: /server error \(502\)/,
	},
	{
		name: 'the user of v1 at a host that is not there',
		form: { ...v1, apiUrl: 'http://localhost:1' },
		says: /connection to Thumbtack was refused/,
	},
	{ name: 'the client pair', form: client, right: true, says: /recognizes this client/ },
	{
		name: 'the client pair with a wrong secret',
		form: { ...client, password: 'wrong' },
		says: /does not recognize this client.*"Password".*"Environment"/,
	},
	{
		name: 'the client pair of v4',
		form: { ...client, username: cast.v4Client.clientId, password: cast.v4Client.clientSecret },
		says: /does not recognize this client/,
	},
	{
		name: 'the client pair behind the firewall',
		form: client,
		happens: async () => await fault('/v2/tokens/access', { status: 403, body: 'blocked' }),
		says: /firewall.*403/,
	},
	{
		name: 'the pair for the trigger',
		form: { usedFor: 'trigger', username: 'thumbtack', password: 'thought up' },
		right: true,
		says: /same username and password in Thumbtack/,
	},
	{
		name: 'a username with a colon',
		form: { usedFor: 'trigger', username: 'thumb:tack', password: 'thought up' },
		says: /"Username" must not contain a colon/,
	},
	{
		name: 'a header for the trigger',
		form: { usedFor: 'header', headerName: 'X-Thumbtack-Secret', headerValue: 'thought up' },
		right: true,
		says: /same header name and value in Thumbtack/,
	},
	{
		name: 'a header that cannot be one',
		form: { usedFor: 'header', headerName: 'X Thumbtack', headerValue: 'thought up' },
		says: /"Header Name"/,
	},
	{ name: 'a URL without https', form: { ...v1, apiUrl: 'http://thumbtack.example' }, says: /"API URL".*https:\/\// },
];

it.each(BASIC)('basic: $name', async ({ form, happens, right, says }) => {
	await happens?.();
	const credential = await n8n().createCredential('thumbtackBasicApi', 'Basic', {
		...formOf('legacyToken', sandbox.url),
		clientId: undefined,
		clientSecret: undefined,
		...form,
	});
	try {
		const result = await n8n().testCredential(credential, 'thumbtackBasicApi');
		expect(result.message).toMatch(says);
		expect(result.status).toBe(right ? 'OK' : 'Error');
	} finally {
		await n8n().deleteCredential(credential.id);
	}
});
