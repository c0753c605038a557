/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the test serves the replies itself */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { resources } from '../../../nodes/Thumbtack/resources';
import { sampleParameters } from '../../../tools/lib/testing/operation-samples';
import { apiOf, credentialsFor, runNode } from '../../../tools/lib/testing/action-node';

// Waits pass at once, on a clock that the code reads as well.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual('n8n-workflow'),
	sleep: async (ms: number) => void (mockSkipped += ms),
}));
let mockSkipped = 0;
const realNow = Date.now;
jest.spyOn(Date, 'now').mockImplementation(() => realNow() + mockSkipped);

/** What Thumbtack, its firewall or the network may answer (quality.md E2), and what the user must then be told. */
interface Fault {
	name: string;
	answer: (request: IncomingMessage, response: ServerResponse) => void;
	/** What the message must say. */
	says: RegExp;
	/** What the description must tell to do. */
	advises: RegExp;
	/** How often the call is made in all, for a call that changes nothing twice and for a POST; `waits` for as often as fits into three minutes. */
	calls: { repeatable: number | 'waits'; post: number | 'waits' };
}

const json =
	(status: number, body: unknown, headers: Record<string, string> = {}) =>
	(_: IncomingMessage, response: ServerResponse) => {
		response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
		response.end(body === undefined ? undefined : JSON.stringify(body));
	};
const html = (status: number) => (_: IncomingMessage, response: ServerResponse) => {
	response.writeHead(status, { 'content-type': 'text/html' });
	response.end('<html><body>Bad gateway</body></html>');
};

const FAULTS: Fault[] = [
	{
		name: '202 firewall',
		answer: json(202, undefined),
		says: /firewall.*202/,
		advises: /public IP address/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '301',
		answer: json(301, undefined, { location: 'https://elsewhere.example/' }),
		says: /redirected the call \(301 to https:\/\/elsewhere\.example\/\)/,
		advises: /"Environment" and "API URL"/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '400 problem document',
		answer: json(400, {
			type: 'https://api.thumbtack.com/problems/validation-error',
			title: 'Your request is not valid.',
			status: 400,
			traceID: '9f3c',
			errors: [{ text: 'is too long' }],
		}),
		says: /did not accept the request \(400\)/,
		advises: /Your request is not valid\. — text: is too long[\s\S]*Trace ID: 9f3c/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '400 legacy code',
		answer: json(400, { Code: 'INVALID_REQUEST', Message: 'missing body' }),
		says: /did not accept the request \(400\)/,
		advises: /missing body — INVALID_REQUEST/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '400 plain text',
		answer: (_, response) => response.writeHead(400).end('bad id'),
		says: /did not accept/,
		advises: /Thumbtack says: bad id/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '401 scope',
		answer: json(401, {
			title: 'Unauthorized',
			status: 401,
			detail: 'required scope(s) [supply::messages.write] not found',
			traceID: 't1',
		}),
		says: /lacks the scope supply::messages\.write/,
		advises: /Scope.*reconnect[\s\S]*Trace ID: t1/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '401 credential',
		answer: json(401, { title: 'Unauthorized', status: 401, detail: 'token is not active', traceID: 't4' }),
		says: /did not accept the credential "My \w+" \(401\)/,
		advises:
			/"Environment" \(now: custom\)[\s\S]*Thumbtack says: Unauthorized — token is not active\.[\s\S]*Trace ID: t4/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '403',
		answer: json(403, { title: 'Forbidden', status: 403, traceID: 't2' }),
		says: /refused access .*\(403\)/,
		advises: /does not own|blocks calls/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '404',
		answer: json(404, { title: 'Not found', status: 404 }),
		says: /(not found|did not find).*\(404\)/,
		advises: /Check "|not offer this call/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '409',
		answer: json(409, { title: 'Conflict' }),
		says: /conflicts .*\(409\)/,
		advises: /current state/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '410',
		answer: json(410, { title: 'Gone' }),
		says: /\(410\)/,
		advises: /newer version/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '422',
		answer: json(422, { errors: ['eventTypes is unknown'] }),
		says: /did not accept the request \(422\)/,
		advises: /eventTypes is unknown/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '429 with Retry-After',
		answer: json(429, { title: 'Too many requests' }, { 'retry-after': '0' }),
		says: /slow down \(429\), and has refused every call for 3 minutes/,
		advises: /fewer items at a time/,
		calls: { repeatable: 'waits', post: 'waits' },
	},
	{
		name: '429 with an hour of Retry-After',
		answer: json(429, undefined, { 'retry-after': '3600' }),
		says: /slow down \(429\) for 60 minutes, which is longer than a run waits/,
		advises: /not carried out\. Try again in 60 minutes \(at \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '429 without Retry-After',
		answer: json(429, undefined),
		says: /slow down \(429\), and has refused every call for 3 minutes/,
		advises: /not carried out\. Try again in a few minutes/,
		calls: { repeatable: 'waits', post: 'waits' },
	},
	{
		name: '451',
		answer: json(451, undefined),
		says: /country \(451\)/,
		advises: /country that Thumbtack serves/,
		calls: { repeatable: 1, post: 1 },
	},
	{
		name: '500',
		answer: json(500, { title: 'Internal', traceID: 't5' }),
		says: /server error \(500\)/,
		advises: /Trace ID: t5/,
		calls: { repeatable: 4, post: 1 },
	},
	{
		name: '502 HTML',
		answer: html(502),
		says: /server error \(502\)/,
		advises: /few minutes(?![\s\S]*<html>)/,
		calls: { repeatable: 4, post: 1 },
	},
	{
		name: '503',
		answer: json(503, undefined),
		says: /server error \(503\)/,
		advises: /few minutes/,
		calls: { repeatable: 4, post: 1 },
	},
	{
		name: '504',
		answer: json(504, undefined),
		says: /server error \(504\)/,
		advises: /few minutes/,
		calls: { repeatable: 4, post: 1 },
	},
	{
		name: 'connection reset',
		answer: (request) => void request.socket.destroy(),
		says: /connection to Thumbtack broke off/,
		advises: /can reach the internet/,
		calls: { repeatable: 4, post: 1 },
	},
	{
		name: 'unknown status',
		answer: json(418, undefined),
		says: /unexpected status \(418\)/,
		advises: /report it/,
		calls: { repeatable: 1, post: 1 },
	},
];

let server: Server;
let url: string;
let received: Array<{ method?: string; url?: string }> = [];
/** How often a token was asked for, with the client's secret. */
let renewals = 0;
let answer: Fault['answer'];

beforeAll(async () => {
	server = createServer((request, response) => {
		// A refresh of the token must work, so that a 401 is about the call itself.
		if (request.url?.startsWith('/oauth2/token') || request.url?.startsWith('/v2/tokens/access')) {
			renewals++;
			return json(200, { access_token: 'renewed', refresh_token: 'r2', token_type: 'bearer', expires_in: 3600 })(
				request,
				response,
			);
		}
		received.push({ method: request.method, url: request.url });
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
	received = [];
	renewals = 0;
});

const operations = resources.flatMap((resource) =>
	resource.operations.flatMap((operation) =>
		(operation.authentication ?? ['oAuth2']).map((authentication) => ({ resource, operation, authentication })),
	),
);

async function runOne({ resource, operation, authentication }: (typeof operations)[number]) {
	return await runNode({
		parameters: {
			apiVersion: resource.generation,
			resource: resource.value,
			operation: operation.value,
			authentication,
			...sampleParameters(operation),
		},
		credentials: credentialsFor(url, authentication, apiOf(resource)),
	});
}

describe.each(FAULTS)('$name', ({ answer: faulty, says, advises, calls, name }) => {
	it.each(operations)(
		'$resource.generation $resource.value $operation.value over $authentication',
		async ({ resource, operation, authentication }) => {
			answer = faulty;
			const run = runOne({ resource, operation, authentication });
			const error = await run.then(
				() => undefined,
				(thrown: NodeApiError) => thrown,
			);
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error?.message).toMatch(says);
			expect(error?.description).toMatch(advises);
			expect(error?.context.itemIndex).toBe(0);
			// A refusal of the call must never send the user to reconnect; a missing scope must, to grant it.
			if (!name.includes('401')) expect(`${error?.message} ${error?.description}`).not.toMatch(/reconnect/i);
			if (received[0]?.method === 'POST' && calls.repeatable !== calls.post)
				expect(error?.description).toMatch(/not known whether/);
			const post = received[0]?.method === 'POST';
			const wanted = post ? calls.post : calls.repeatable;
			if (wanted === 'waits') {
				expect(received.length).toBeGreaterThan(20);
				expect(received.length).toBeLessThan(60);
			} else {
				// On 401 n8n renews the token and makes the call once more by itself; a Basic user has nothing to renew, but n8n tries again too.
				// What the Pro API renewed may have been null, so there that happens again within the grace.
				const mayBeNull = resource.generation === 'legacy' && authentication === 'oAuth2';
				const renewals = name === '401 credential' && mayBeNull ? 5 : 1;
				expect(received).toHaveLength(name.includes('401') ? 2 * renewals : wanted);
			}
		},
	);
});

/** What a proxy, a firewall or a changed API may answer with a success (quality.md E4). */
const STRANGE: Array<[string, string, string]> = [
	['a web page', 'text/html', '<html><body>Welcome</body></html>'],
	['text', 'application/json', '"ok"'],
	['a number', 'application/json', '42'],
	['a list', 'application/json', '[]'],
	['an error of another API', 'application/json', '{"Code":"NOT_FOUND","Message":"no such thing"}'],
	['a problem document', 'application/json', '{"title":"Not found","status":404,"traceID":"t9"}'],
];

describe.each(STRANGE)('a success with %s instead of the answer', (_, type, body) => {
	it.each(operations)(
		'$resource.generation $resource.value $operation.value over $authentication is an error that says what came',
		async ({ resource, operation, authentication }) => {
			answer = (__, response) => void response.writeHead(200, { 'content-type': type }).end(body);
			const error = await runOne({ resource, operation, authentication }).then(
				() => undefined,
				(thrown: NodeApiError) => thrown,
			);
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error?.message).toMatch(
				/^Thumbtack's answer \(200\) is not what it documents: it sent .+ instead of an object/,
			);
			if (received[0]?.method === 'POST') expect(error?.description).toMatch(/not known whether/);
			expect(received).toHaveLength(1);
		},
	);
});

describe.each([
	['200', 200],
	['204', 204],
])('%s without a body', (_, status) => {
	it.each(operations)(
		'$resource.generation $resource.value $operation.value over $authentication: a success for writes, an error for reads',
		async ({ resource, operation, authentication }) => {
			answer = (__, response) => void response.writeHead(status).end();
			const outcome = await runOne({ resource, operation, authentication }).then(
				(items) => items,
				(thrown: NodeApiError) => thrown,
			);
			// A search is a POST that only reads.
			if (received[0]?.method === 'GET' || operation.replyLists !== undefined) {
				expect(outcome).toBeInstanceOf(NodeApiError);
				expect((outcome as NodeApiError).message).toMatch(/it sent nothing instead of an object/);
			} else if (status === 204 || Array.isArray(outcome)) {
				expect(outcome).toEqual([expect.objectContaining({ json: expect.any(Object) })]);
			} else {
				// Where the documentation has a body, an empty one settles nothing.
				expect((outcome as NodeApiError).message).toMatch(/it sent nothing instead of an object with/);
			}
		},
	);
});

describe('a wrong address', () => {
	it.each(operations.filter(({ operation }) => operation.value === 'send'))(
		'$resource.generation message over $authentication: refused connection',
		async ({ resource, operation, authentication }) => {
			const credentials = credentialsFor(url, authentication, apiOf(resource));
			for (const credential of Object.values(credentials)) credential.apiUrl = 'http://127.0.0.1:1';
			const run = runNode({
				parameters: {
					apiVersion: resource.generation,
					resource: resource.value,
					operation: operation.value,
					authentication,
					...sampleParameters(operation),
				},
				credentials,
			});
			await expect(run).rejects.toMatchObject({
				message: 'The connection to Thumbtack was refused',
				description: expect.stringMatching(/"API URL".*ECONNREFUSED/),
			});
		},
	);

	it('is refused before anything is sent when it is not safe', async () => {
		const credentials = credentialsFor(url, 'oAuth2', 'v4');
		credentials.thumbtackOAuth2Api!.apiUrl = 'http://thumbtack.example';
		const run = runNode({ parameters: { apiVersion: 'v4', resource: 'user', operation: 'getSelf' }, credentials });
		await expect(run).rejects.toBeInstanceOf(NodeOperationError);
		expect(received).toHaveLength(0);
	});
});

describe('a refusal that every item of the run would meet', () => {
	const many = async (answerOfApi: Fault['answer'], tokens: object | undefined) => {
		answer = answerOfApi;
		const credentials = credentialsFor(url, 'oAuth2', 'v4');
		Object.assign(credentials.thumbtackOAuth2Api!, { oauthTokenData: tokens, authUrlBase: url });
		const run = runNode({
			parameters: {
				apiVersion: 'v4',
				resource: 'message',
				operation: 'send',
				leadId: { __rl: true, mode: 'id', value: '519000111222333444' },
				text: 'Hi',
			},
			items: Array.from({ length: 50 }, () => ({})),
			continueOnFail: true,
			credentials,
		});
		return await run.then(
			(items) => items.map(({ json }) => String(json.error)),
			(error: Error) => [error.message],
		);
	};

	it('a missing scope is met once: one call and its repeat with a renewed token, not one for each of 50 items', async () => {
		const texts = await many(
			json(401, { title: 'Unauthorized', detail: 'required scope(s) [supply::messages.write] not found' }),
			{
				access_token: 'a',
				refresh_token: 'r',
				token_type: 'bearer',
			},
		);
		expect(texts).toHaveLength(50);
		expect(new Set(texts)).toEqual(new Set(['The connection lacks the scope supply::messages.write']));
		expect(received).toHaveLength(2);
		expect(renewals).toBe(1);
	});

	it('a wait that Thumbtack names and that is too long is said to all at once, with when to come back', async () => {
		const texts = await many(json(429, undefined, { 'retry-after': '3600' }), {
			access_token: 'a',
			refresh_token: 'r',
			token_type: 'bearer',
		});
		expect(texts).toHaveLength(50);
		expect(new Set(texts)).toEqual(
			new Set(['Thumbtack asks to slow down (429) for 60 minutes, which is longer than a run waits']),
		);
		expect(received).toHaveLength(1);
	});

	it.each([[undefined], [{}], [{ access_token: '' }], [{ token_type: 'bearer' }]])(
		'a credential that is not connected (%j) sends nothing at all, its secret least of all',
		async (tokens) => {
			const texts = await many(json(401, { title: 'Unauthorized' }), tokens);
			expect(renewals).toBe(0);
			expect(received).toEqual([]);
			expect(new Set(texts)).toEqual(new Set(['The credential "My thumbtackOAuth2Api" is not connected yet']));
		},
	);
});

describe('a call of the Pro API that Thumbtack switches on for each client', () => {
	const switchedOn = operations.filter(
		({ resource }) => resource.generation === 'legacy' && ['legacyMessage', 'targeting'].includes(resource.value),
	);
	it.each([403, 404].flatMap((status) => switchedOn.map((one) => ({ ...one, status }))))(
		'$status to $resource.value $operation.value over $authentication: says that it may not be switched on',
		async ({ status, ...one }) => {
			answer = json(status, { title: 'No', status });
			const error = await runOne(one).then(
				() => undefined,
				(thrown: NodeApiError) => thrown,
			);
			expect(error?.description).toMatch(/Thumbtack also has to enable this call for your client/);
		},
	);
	it('and no other call says so', async () => {
		for (const one of operations.filter((operation) => !switchedOn.includes(operation))) {
			answer = json(403, { title: 'No', status: 403 });
			const error = await runOne(one).then(
				() => undefined,
				(thrown: NodeApiError) => thrown,
			);
			expect(error?.description).not.toMatch(/enable this call/);
		}
	});
});

it('a server that repeats a secret does not get it into the error', async () => {
	answer = (request, response) =>
		void response
			.writeHead(400, { 'content-type': 'application/json' })
			.end(
				JSON.stringify({ title: 'Bad', detail: `You sent ${request.headers.authorization} and super-secret-value` }),
			);
	const credentials = credentialsFor(url, 'oAuth2', 'v4');
	Object.assign(credentials.thumbtackOAuth2Api!, {
		clientSecret: 'super-secret-value',
		oauthTokenData: { access_token: 'access-token-value', refresh_token: 'r', token_type: 'bearer' },
	});
	const error = await runNode({
		parameters: { apiVersion: 'v4', resource: 'user', operation: 'getSelf' },
		credentials,
	}).then(
		() => undefined,
		(thrown: NodeApiError) => thrown,
	);
	expect(error?.description).toMatch(/You sent Bearer \*\*\* and \*\*\*/);
	expect(JSON.stringify([error?.message, error?.description, error])).not.toMatch(/super-secret|access-token-value/);
});
