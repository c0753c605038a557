/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the test serves the replies itself */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { NodeApiError } from 'n8n-workflow';

import { credentialsFor, prepareNode } from '../../../tools/lib/testing/action-node';

const slept: number[] = [];
jest.mock('n8n-workflow', () => ({
	...jest.requireActual('n8n-workflow'),
	sleep: async (ms: number) => void slept.push(ms),
}));

type Answer = (response: ServerResponse) => void;

const json =
	(status: number, body: unknown): Answer =>
	(response) =>
		void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const oAuthError = (status: number, error: string) => json(status, { error, error_description: 'As Thumbtack says' });
const html =
	(status: number): Answer =>
	(response) =>
		void response.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>');
const tokens = json(200, { access_token: 'new', refresh_token: 'r2', token_type: 'bearer', expires_in: 3600 });

/** Answers of the token endpoint in turn, the last one for ever. */
let answers: Answer[];
let asked: string[] = [];
let calls: string[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		if (/^\/(oauth2\/token|v2\/tokens\/access)/.test(request.url ?? '')) {
			asked.push(request.url ?? '');
			return answers[Math.min(asked.length, answers.length) - 1](response);
		}
		calls.push(`${request.method} ${request.url}`);
		if (request.headers.authorization !== 'Bearer new') {
			return json(401, { title: 'Unauthorized', detail: 'token is not active' })(response);
		}
		const isInfo = request.url === '/v2/get-thumbtack-info';
		json(200, isInfo ? { business_pk: '501' } : { userID: '601' })(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
	asked = [];
	calls = [];
	slept.splice(0);
});

const KINDS = ['v4', 'legacy', 'legacyToken'] as const;
type Kind = (typeof KINDS)[number];

let clients = 0;
function prepare(kind: Kind, items = 1) {
	const generation = kind === 'v4' ? 'v4' : 'legacy';
	const credentials = credentialsFor(url, kind === 'legacyToken' ? 'legacyToken' : 'oAuth2', generation);
	// What was exchanged is remembered for each client.
	for (const credential of Object.values(credentials)) credential.clientId = `client ${++clients}`;
	const operation =
		generation === 'v4'
			? { resource: 'user', operation: 'getSelf' }
			: {
					resource: 'account',
					operation: 'getInfo',
					authentication: kind === 'legacyToken' ? 'legacyToken' : 'oAuth2',
				};
	return prepareNode({
		parameters: { apiVersion: generation, ...operation },
		items: Array.from({ length: items }, () => ({})),
		continueOnFail: items > 1,
		credentials,
	});
}

const run = async (kind: Kind, items = 1) => await prepare(kind, items).execute();

const failure = async (kind: Kind): Promise<NodeApiError> =>
	await run(kind).then(
		() => Promise.reject(new Error('no failure')),
		(error: NodeApiError) => error,
	);

/** What the endpoint answers, what is then said, and whether it is worth asking again. */
const REFUSALS: Array<[string, Answer, RegExp, 'final' | 'passing']> = [
	['invalid_grant', oAuthError(400, 'invalid_grant'), /needs to be reconnected/, 'final'],
	['INVALID_GRANT', oAuthError(400, 'INVALID_GRANT'), /needs to be reconnected/, 'final'],
	['invalid_client', oAuthError(401, 'invalid_client'), /does not recognize the client/, 'final'],
	['INVALID_CLIENT', oAuthError(400, 'INVALID_CLIENT'), /does not recognize the client.*"Environment"/, 'final'],
	['unauthorized_client', oAuthError(400, 'unauthorized_client'), /has not enabled this way of signing in/, 'final'],
	['UNAUTHORIZED_CLIENT', oAuthError(400, 'UNAUTHORIZED_CLIENT'), /not enabled .*Ask Thumbtack to enable it/, 'final'],
	['unsupported grant', oAuthError(400, 'UNSUPPORTED_GRANT_TYPE'), /does not offer this way of signing in/, 'final'],
	['INSUFFICIENT_SCOPE (400)', oAuthError(400, 'INSUFFICIENT_SCOPE'), /did not grant a scope in "Scope"/, 'final'],
	['INSUFFICIENT_SCOPE (403)', oAuthError(403, 'INSUFFICIENT_SCOPE'), /did not grant a scope in "Scope"/, 'final'],
	['invalid_scope', oAuthError(400, 'invalid_scope'), /did not grant a scope in "Scope"/, 'final'],
	['INVALID_REQUEST', oAuthError(400, 'INVALID_REQUEST'), /did not understand how the credential/, 'final'],
	['the firewall, 403', html(403), /firewall refused the call \(403\)/, 'final'],
	['a wrong address', html(404), /not at this address \(404\)/, 'final'],
	['429', html(429), /could not renew.*connection itself is intact/, 'final'],
	['500', html(500), /could not renew.*connection itself is intact/, 'passing'],
	['503', html(503), /could not renew.*connection itself is intact/, 'passing'],
	['a cut connection', (response) => void response.destroy(), /could not renew.*itself is intact/, 'passing'],
];

describe.each(KINDS)('%s', (kind) => {
	it.each(REFUSALS)(
		'%s is said as what it is, and asked again only where that can help',
		async (name, answer, says, kindOf) => {
			answers = [answer];
			const error = await failure(kind);
			expect(error).toBeInstanceOf(NodeApiError);
			const text = `${error.message} ${error.description}`.replace(/\n/g, ' ');
			expect(text).toMatch(says);
			if (!/^invalid_grant$/i.test(name)) expect(error.message).not.toMatch(/needs to be reconnected/);
			if (/needs to be reconnected/.test(error.message))
				expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
			else expect(error.failure).toBeUndefined();
			// A lost grant may have been renewed by another process, where n8n has no lock: the credential is read once more.
			const isReadAgain = kind === 'legacyToken' && /^invalid_grant$/i.test(name);
			if (kindOf === 'final') expect(asked).toHaveLength(isReadAgain ? 2 : 1);
			else {
				expect(asked.length).toBeGreaterThan(1);
				expect(asked.length).toBeLessThanOrEqual(12);
			}
		},
	);

	it('a refresh that worked is the end of it', async () => {
		answers = [tokens];
		expect(await run(kind)).toHaveLength(1);
		expect(asked).toHaveLength(1);
	});

	it('50 items are told once', async () => {
		answers = [oAuthError(400, 'UNAUTHORIZED_CLIENT')];
		const items = await run(kind, 50);
		expect(items).toHaveLength(50);
		expect(new Set(items.map(({ json }) => json.error)).size).toBe(1);
		expect(asked).toHaveLength(1);
		expect(calls.length).toBeLessThanOrEqual(2);
	});
});

const NULL: Answer = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('null');

describe('the literal null that the Pro API may answer to a refresh', () => {
	it.each(['legacy', 'legacyToken'] as const)(
		'%s: is asked again within 10 s, and the call goes through',
		async (kind) => {
			answers = [NULL, NULL, tokens];
			expect((await run(kind)).map(({ json }) => json)).toEqual([{ business_pk: '501' }]);
			expect(asked).toHaveLength(3);
			expect(slept.length).toBeGreaterThan(0);
			expect(slept.reduce((sum, ms) => sum + ms)).toBeLessThan(10_000);
		},
	);

	it.each(['legacy', 'legacyToken'] as const)('%s: for ever, it ends within the grace', async (kind) => {
		answers = [NULL];
		const error = await failure(kind);
		expect(error.message).not.toMatch(/needs to be reconnected/);
		expect(asked.length).toBeLessThanOrEqual(12);
		expect(slept.reduce((sum, ms) => sum + ms)).toBeLessThan(20_000);
	});
});

it('a Legacy Token that another process has renewed meanwhile is read again, and the call goes through', async () => {
	const { execute, store } = prepare('legacyToken');
	answers = [
		(response) => {
			const { thumbtackLegacyTokenApi: credential } = Object.fromEntries(store.stored);
			store.stored.set('thumbtackLegacyTokenApi', { ...credential, accessToken: 'new', refreshToken: 'r2' });
			oAuthError(400, 'INVALID_GRANT')(response);
		},
	];
	expect((await execute()).map(({ json }) => json)).toEqual([{ business_pk: '501' }]);
	expect(asked).toHaveLength(1);
});
