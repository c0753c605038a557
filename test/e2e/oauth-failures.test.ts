import type { JsonObject } from '../../tools/lib/testing/http';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { clientOf, Connections, CREDENTIAL_TYPE, isV4, textOf, type Kind } from '../../tools/lib/testing/connections';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';
import { outputOf } from '../../tools/lib/testing/n8n-client';
import { n8n } from '../../tools/lib/testing/stack';
import { locator } from '../../tools/lib/testing/workflows';

/**
 * Family E1 of the quality page: what may happen to a connection while workflows run, through a real n8n. The sandbox is this file's
 * own, because its switches would be felt by other files.
 */
const sandbox = ownSandbox();
let connections: Connections;

beforeEach(async () => {
	await sandbox.client.reset();
	connections = new Connections(n8n(), sandbox.client);
	await sandbox.client.control('PUT', '/settings', { legacyTokenParameters: 'either' });
});
afterEach(async () => await connections.close());

interface World {
	kind: Kind;
	accessToken: string;
	refreshToken: string;
}

interface Case {
	kind: Kind;
	name: string;
	/** Scope of the connection; absent for all of the client's. */
	scope?: string;
	/** The calls; absent for "who is connected". */
	parameters?: JsonObject;
	happens: (world: World) => Promise<unknown>;
	/** What the user reads; absent when the run has to go well. */
	says?: RegExp;
	/** Whether the text sends the user to reconnect: only where that helps. */
	reconnect?: true;
	/** Requests at the token endpoint, when it matters. */
	tokenRequests?: number;
	/** Form fields other than the usual ones. */
	more?: JsonObject;
	clientId?: string;
}

const control = async (method: string, path: string, body?: unknown) =>
	await sandbox.client.control(method, path, body);
const settings = async (change: JsonObject) => await control('PUT', '/settings', change);
const fault = async (path: string, reply: JsonObject, times = 1) =>
	await control('POST', '/faults', { match: { path }, times, reply });
const expire = async () => await sandbox.client.expireTokens();
const revoke = async () => await control('POST', '/tokens/revoke', {});
const TOKEN = '/oauth2/token|/v2/tokens/access';
const API = '/users/self|/get-thumbtack-info|/keywords/search';
const and =
	(...steps: Array<(world: World) => Promise<unknown>>) =>
	async (world: World) => {
		for (const step of steps) await step(world);
	};

/** The refresh token is used by somebody else (a restored backup, say), and its grace is over. */
const usedElsewhere = async ({ kind, refreshToken }: World) => {
	await settings(isV4(kind) ? { v4GraceSeconds: 0 } : { legacyGraceSeconds: 0 });
	const { clientId, clientSecret } = clientOf(kind);
	const parameters = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
	if (!isV4(kind)) parameters.set('token_type', 'REFRESH');
	const path = isV4(kind) ? '/oauth2/token' : `/v2/tokens/access?${parameters}`;
	const reply = await fetch(sandbox.url + path, {
		method: 'POST',
		headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
		body: isV4(kind) ? parameters : undefined,
	});
	expect(reply.status).toBe(200);
	// A grace of 0 s is over with the next millisecond.
	await reply.text();
};

const sendMessage = {
	apiVersion: 'v4',
	resource: 'message',
	operation: 'getAll',
	leadId: locator('519000111222333444'),
};

/** The same for all ways in which a person connects. */
const forAll: Array<Omit<Case, 'kind'>> = [
	{ name: 'expired: renewed, and the run goes on', happens: expire, tokenRequests: 1 },
	{
		name: 'revoked by the user at Thumbtack',
		happens: and(expire, revoke),
		says: /"\w+ E1" needs to be reconnected/,
		reconnect: true,
	},
	{
		name: 'refresh token used elsewhere',
		happens: and(usedElsewhere, expire),
		says: /"\w+ E1" needs to be reconnected/,
		reconnect: true,
	},
	{
		name: 'reply to the refresh lost: repeated within the grace',
		happens: and(expire, async () => await fault(TOKEN, { dropAfter: true })),
		tokenRequests: 2,
	},
	{
		name: 'connection reset at the token endpoint',
		happens: and(expire, async () => await fault(TOKEN, { reset: true })),
		tokenRequests: 2,
	},
	{
		name: '503 once at the token endpoint',
		happens: and(expire, async () => await fault(TOKEN, { status: 503 })),
		tokenRequests: 2,
	},
	{
		name: '503 for long at the token endpoint',
		happens: and(expire, async () => await fault(TOKEN, { status: 503 }, 0)),
		says: /sign-in service[\s\S]*a few minutes/,
	},
	{
		name: '429 at the token endpoint',
		happens: and(expire, async () => await fault(TOKEN, { status: 429, body: { error: 'slow_down' } }, 0)),
		says: /sign-in service[\s\S]*a few minutes/,
	},
	{
		name: 'an HTML page at the token endpoint',
		happens: and(
			expire,
			async () =>
				await fault(
					TOKEN,
					{ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>maintenance</html>' },
					0,
				),
		),
		says: /sign-in service[\s\S]*(a )?few minutes|did not accept the credential/,
	},
	{
		name: 'client secret was changed at Thumbtack',
		happens: expire,
		more: { clientSecret: 'an-old-secret' },
		says: /does not recognize the client of the credential "\w+ E1"[\s\S]*"Environment"/,
	},
	{
		name: 'wrong audience: the new token is refused as well',
		happens: async () =>
			await fault(
				API,
				{ status: 401, body: { title: 'Unauthorized', status: 401, detail: 'token audience is not urn:partner-api' } },
				0,
			),
		says: /did not accept the credential "\w+ E1" \(401\)[\s\S]*"Environment"/,
		reconnect: true,
	},
	{
		name: '500 of the API: nothing to do with the connection',
		happens: async () => await fault(API, { status: 500 }, 0),
		says: /server error \(500\)/,
		tokenRequests: 0,
	},
];

/** The app of a marketplace partner: nobody connects, and n8n fetches a new token with the client where others refresh. */
const forApp: Array<Omit<Case, 'kind'>> = [
	{
		name: 'never used: one token, and the run goes on',
		more: { oauthTokenData: undefined },
		happens: async () => {},
		tokenRequests: 1,
	},
	{ name: 'expired: renewed, and the run goes on', happens: expire, tokenRequests: 1 },
	{ name: 'revoked at Thumbtack: a new token, and the run goes on', happens: revoke, tokenRequests: 1 },
	{
		name: 'reply with the token lost: asked for again',
		happens: and(expire, async () => await fault(TOKEN, { dropAfter: true })),
		tokenRequests: 2,
	},
	{
		name: '503 once at the token endpoint',
		happens: and(expire, async () => await fault(TOKEN, { status: 503 })),
		tokenRequests: 2,
	},
	{
		name: '503 for long at the token endpoint',
		happens: and(expire, async () => await fault(TOKEN, { status: 503 }, 0)),
		says: /sign-in service[\s\S]*a few minutes/,
	},
	{
		name: 'client secret was changed at Thumbtack',
		happens: expire,
		more: { clientSecret: 'an-old-secret' },
		says: /does not recognize the client of the credential "app E1"[\s\S]*"Environment"/,
	},
	{
		name: 'never used, with a wrong secret',
		happens: async () => {},
		more: { clientSecret: 'wrong', oauthTokenData: undefined },
		says: /does not recognize the client of the credential "app E1"[\s\S]*"Environment"/,
	},
	{
		name: 'a client that may not sign in without a person',
		happens: async () => {},
		more: { ...cast.v4Client, oauthTokenData: undefined },
		says: /has not enabled this way of signing in/,
	},
	{
		name: 'a scope in "Scope" that was not granted',
		happens: async () => {},
		more: { scope: 'demand::orders.refund', oauthTokenData: undefined },
		says: /did not grant a scope in "Scope"/,
	},
	{
		name: 'a missing scope is named',
		happens: async () => {},
		more: { ...cast.searchClient, oauthTokenData: undefined },
		says: /lacks the scope demand::keywords\.read[\s\S]*Ask Thumbtack to grant demand::keywords\.read/,
	},
	{
		name: '500 of the API: nothing to do with the connection',
		happens: async () => await fault(API, { status: 500 }, 0),
		says: /server error \(500\)/,
		tokenRequests: 0,
	},
];

const CASES: Case[] = [
	...(['v4', 'marketplace', 'legacy', 'legacyToken'] as const).flatMap((kind) =>
		forAll.map((one) => ({ kind, ...one })),
	),
	...forApp.map((one) => ({ kind: 'app' as const, ...one })),
	{
		kind: 'v4',
		name: 'a missing scope is named',
		scope: 'offline_access supply::users.read',
		parameters: sendMessage,
		happens: async () => {},
		says: /lacks the scope supply::messages\.read[\s\S]*set "Scope" to: .*supply::messages\.read/,
		reconnect: true,
	},
	{
		kind: 'v4',
		name: 'connected without offline_access, and expired',
		scope: 'supply::users.read',
		happens: expire,
		says: /"v4 E1" needs to be reconnected[\s\S]*offline_access/,
		reconnect: true,
		tokenRequests: 0,
	},
	{
		kind: 'legacy',
		name: 'a missing scope is named',
		scope: 'messages',
		parameters: {
			apiVersion: 'legacy',
			resource: 'targeting',
			operation: 'setService',
			authentication: 'oAuth2',
			serviceId: cast.riveraHandyman.businessId,
			enabled: true,
		},
		happens: async () => {},
		says: /lacks the scope targeting[\s\S]*set "Scope" to: messages targeting/,
		reconnect: true,
	},
	{
		kind: 'legacyToken',
		name: 'a missing scope is named',
		scope: 'messages',
		parameters: {
			apiVersion: 'legacy',
			resource: 'targeting',
			operation: 'setService',
			authentication: 'legacyToken',
			serviceId: cast.riveraHandyman.businessId,
			enabled: true,
		},
		happens: async () => {},
		says: /lacks the scope targeting[\s\S]*connect link/,
		reconnect: true,
	},
	{
		kind: 'legacy',
		name: 'the null reply, once: within the grace the run goes on',
		happens: and(expire, async () => await settings({ nullTokenReplies: 1 })),
		tokenRequests: 2,
	},
	{
		kind: 'legacyToken',
		name: 'the null reply, twice: within the grace the run goes on',
		happens: and(expire, async () => await settings({ nullTokenReplies: 2 })),
		tokenRequests: 3,
	},
	{
		kind: 'legacy',
		name: 'the null reply with 400, which n8n trips over',
		happens: and(
			expire,
			async () => await fault(TOKEN, { status: 400, headers: { 'content-type': 'application/json' }, body: 'null' }, 0),
		),
		says: /sign-in service[\s\S]*a few minutes/,
	},
	{
		kind: 'legacy',
		name: '"Reconnecting" left on: a workflow renews all the same',
		more: { reconnecting: true },
		happens: expire,
		tokenRequests: 1,
	},
];

it('has 68 cases, at least the 40 of the quality page', () => {
	expect(CASES).toHaveLength(68);
});

const CONNECTED: Record<Kind, object> = {
	v4: { userID: cast.sam.userId },
	marketplace: { userID: cast.noor.userId },
	app: { name: expect.any(String) },
	legacy: { business_name: cast.riveraHandyman.name },
	legacyToken: { business_name: cast.riveraHandyman.name },
};

describe('a connection that fails says what is wrong and what to do', () => {
	it.each(CASES)(
		'$kind: $name',
		async ({ kind, scope, parameters, happens, says, reconnect, tokenRequests, more, clientId }) => {
			const { credential, tokens } = await connections.planted(kind, `${kind} E1`, { scope, more, clientId });
			const workflow = parameters
				? await connections.workflowOf(parameters, CREDENTIAL_TYPE[kind], credential)
				: await connections.workflow(kind, credential);
			await happens({ kind, accessToken: tokens.access_token, refreshToken: tokens.refresh_token });
			await control('DELETE', '/requests');

			const execution = await connections.run(workflow);

			const text = textOf(execution);
			if (says) {
				expect(execution.status).toBe('error');
				expect(text).toMatch(says);
			} else {
				expect(text).toBe('');
				expect(outputOf(execution, 'Ask')).toEqual([expect.objectContaining(CONNECTED[kind])]);
			}
			if (reconnect) expect(text).toMatch(/reconnect|connect it again/i);
			else expect(text).not.toMatch(/reconnect(?!ing")|connect it again/i);
			if (tokenRequests !== undefined) expect(await connections.tokenRequests()).toHaveLength(tokenRequests);
			for (const secret of [tokens.access_token, tokens.refresh_token])
				if (secret) expect(execution.stored).not.toContain(secret);
		},
	);
});

const KINDS: Kind[] = ['v4', 'marketplace', 'app', 'legacy', 'legacyToken'];

describe('many at once meet an expired token', () => {
	it.each(KINDS)('%s: 50 items, one refresh', async (kind) => {
		const { credential } = await connections.planted(kind, `${kind} 50 items`);
		const workflow = await connections.workflow(kind, credential, 50);
		await expire();
		await control('DELETE', '/requests');
		const execution = await connections.run(workflow);
		expect(textOf(execution)).toBe('');
		expect(outputOf(execution, 'Ask')).toHaveLength(50);
		expect(await connections.tokenRequests()).toHaveLength(1);
	});

	it.each(KINDS)('%s: 20 executions at the same time, one refresh', async (kind) => {
		const { credential } = await connections.planted(kind, `${kind} 20 executions`);
		const workflow = await connections.workflow(kind, credential);
		await expire();
		// So slow that the others are refused as well before the first has new tokens.
		await fault(TOKEN, { delayMs: 6_000 }, 0);
		await control('DELETE', '/requests');
		const executions = await Promise.all(Array.from({ length: 20 }, async () => await connections.run(workflow)));
		expect(executions.map(textOf)).toEqual(Array(20).fill(''));
		expect(await connections.tokenRequests()).toHaveLength(1);
		const calls = (await sandbox.client.requests()).filter(({ path }) => new RegExp(API).test(path));
		expect(calls.filter(({ status }) => status === 401).length).toBeGreaterThan(1);
	});

	it.each<Kind>(['v4', 'marketplace', 'legacy', 'legacyToken'])(
		'%s: the renewed tokens were stored, and the next expiry is met with them',
		async (kind) => {
			const { credential, tokens } = await connections.planted(kind, `${kind} twice`);
			const workflow = await connections.workflow(kind, credential);
			const used: string[] = [];
			for (let round = 0; round < 2; round++) {
				await expire();
				await control('DELETE', '/requests');
				expect(textOf(await connections.run(workflow))).toBe('');
				const [request] = await connections.tokenRequests();
				used.push({ ...request!.query, ...request!.form }.refresh_token ?? '');
			}
			expect(used[0]).toBe(tokens.refresh_token);
			expect(used[1]).not.toBe(tokens.refresh_token);
		},
	);
});

describe('token requests of the app', () => {
	/** What 20 executions cost, one after the other and all at once. */
	async function cost(name: string, planted: boolean, isParallel: boolean): Promise<number> {
		const { credential } = planted
			? await connections.planted('app', name)
			: { credential: await connections.create('app', name) };
		const workflow = await connections.workflow('app', credential);
		if (planted) await expire();
		await control('DELETE', '/requests');
		const run = async () => expect(textOf(await connections.run(workflow))).toBe('');
		if (isParallel) await Promise.all(Array.from({ length: 20 }, run));
		else for (let i = 0; i < 20; i++) await run();
		return (await connections.tokenRequests()).length;
	}

	it('20 executions with a new credential: one', async () => expect(await cost('New', false, false)).toBe(1));

	it('20 executions with an expired token: one', async () => expect(await cost('Expired', true, false)).toBe(1));

	it('20 at once with an expired token: one', async () => expect(await cost('Expired, at once', true, true)).toBe(1));

	it('20 at once with a new credential: n8n does not hold the first request back for the others', async () => {
		const requests = await cost('New, at once', false, true);
		expect(requests).toBeGreaterThanOrEqual(1);
		expect(requests).toBeLessThanOrEqual(20);
	});
});
