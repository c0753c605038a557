/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the test serves the replies itself */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { NodeApiError, NodeOperationError, type INodeExecutionData } from 'n8n-workflow';

import { resources } from '../../../nodes/Thumbtack/resources';
import { apiOf, credentialsFor, runNode } from '../../../tools/lib/testing/action-node';
import { fuzz } from '../../../tools/lib/testing/fuzz';
import { sampleParameters } from '../../../tools/lib/testing/operation-samples';

// Waits pass at once, on a clock that the code reads as well.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual('n8n-workflow'),
	sleep: async (ms: number) => void (mockSkipped += ms),
}));
let mockSkipped = 0;
const realNow = Date.now;
jest.spyOn(Date, 'now').mockImplementation(() => realNow() + mockSkipped);

/** What comes back for a call, of whatever sense. */
interface Made {
	status: number;
	headers: Record<string, string>;
	/** Base64, because not every body is text. */
	body: string;
	/** Cuts the connection: before the first byte, or within the body. */
	cut: 'none' | 'before' | 'within';
}

const operations = resources.flatMap((resource) =>
	resource.operations.flatMap((operation) =>
		(operation.authentication ?? ['oAuth2']).map((authentication) => ({ resource, operation, authentication })),
	),
);

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const problem = fc.record(
	{
		type: fc.jsonValue(),
		title: fc.jsonValue(),
		status: fc.jsonValue(),
		detail: fc.jsonValue(),
		traceID: fc.jsonValue(),
		errors: fc.jsonValue(),
		error: fc.jsonValue(),
		message: fc.jsonValue(),
	},
	{ requiredKeys: [] },
);
const list = fc.record(
	{
		data: fc.array(
			fc.oneof(
				fc.jsonValue(),
				fc.record({ messageID: fc.jsonValue(), businessID: fc.jsonValue(), webhookID: fc.jsonValue() }),
			),
		),
		phoneNumbers: fc.jsonValue(),
		pagination: fc.oneof(
			fc.jsonValue(),
			fc.record({ next: fc.constantFrom('', '/v4/x?offset=1', '?cursor=a', null), limit: fc.jsonValue() }),
		),
	},
	{ requiredKeys: [] },
);
const body = fc.oneof(
	fc.constant(''),
	fc.jsonValue().map((value) => base64(JSON.stringify(value))),
	problem.map((value) => base64(JSON.stringify(value))),
	list.map((value) => base64(JSON.stringify(value))),
	// The beginning of JSON, long numbers, a page of a proxy, and bytes that are no text at all.
	fc.tuple(list, fc.nat(40)).map(([value, length]) => base64(JSON.stringify(value).slice(0, length))),
	fc.stringMatching(/^[0-9]{15,30}$/).map((digits) => base64(`{"messageID":${digits}}`)),
	fc.string().map((text) => base64(`<html>${text}</html>`)),
	fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64')),
);
const header = fc.stringMatching(/^[ -~]{0,30}$/);
const made: fc.Arbitrary<Made> = fc.record({
	status: fc.oneof(
		fc.constantFrom(200, 200, 200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 410, 422, 429, 451, 500, 502, 503),
		fc.integer({ min: 200, max: 599 }),
	),
	headers: fc.record(
		{
			'content-type': fc.constantFrom('application/json', 'application/problem+json', 'text/html', 'x'),
			'retry-after': fc.oneof(fc.constantFrom('0', '1', '-1', '1e9', 'soon'), header),
			location: header,
			'x-trace-id': header,
		},
		{ requiredKeys: [] },
	),
	body,
	cut: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'none', 'before', 'within'),
});

let server: Server;
let url: string;
let reply: Made;
let calls: Array<{ method: string }> = [];

function answer(response: ServerResponse, { status, headers, body: content, cut }: Made): void {
	if (cut === 'before') return void response.socket?.destroy();
	const bytes = Buffer.from(content, 'base64');
	const hasBody = status !== 204 && status !== 304;
	response.writeHead(status, {
		...headers,
		...(hasBody ? { 'content-length': String(bytes.length + (cut === 'within' ? 10 : 0)) } : {}),
	});
	if (hasBody) response.write(bytes);
	if (cut === 'within' && hasBody) setImmediate(() => response.destroy());
	else response.end();
}

beforeAll(async () => {
	server = createServer((request, response) => {
		if (/^\/(oauth2\/token|v2\/tokens\/access)/.test(request.url ?? '')) {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end('{"access_token":"renewed","refresh_token":"r2","token_type":"bearer","expires_in":3600}');
			return;
		}
		calls.push({ method: request.method ?? '' });
		answer(response, reply);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

fuzz(
	'replies',
	'whatever Thumbtack replies: items, or an error that says what happened and what to do',
	600,
	fc.tuple(fc.nat(operations.length - 1), made),
	async ([index, fuzzed]) => {
		const { resource, operation, authentication } = operations[index]!;
		reply = fuzzed;
		calls = [];
		const outcome = await runNode({
			parameters: {
				apiVersion: resource.generation,
				resource: resource.value,
				operation: operation.value,
				authentication,
				...sampleParameters(operation),
			},
			credentials: credentialsFor(url, authentication, apiOf(resource)),
		}).catch((error: Error) => error);

		if (outcome instanceof Error) {
			expect(
				outcome instanceof NodeApiError || outcome instanceof NodeOperationError ? 'explained' : outcome.stack,
			).toBe('explained');
			const { message, description } = outcome as NodeApiError;
			expect(message.trim()).not.toBe('');
			expect(String(description ?? '').trim()).not.toBe('');
			if (fuzzed.cut === 'within' && fuzzed.status < 300 && fuzzed.status !== 204) expect(message).toMatch(/broke off/);
		} else {
			for (const { json, pairedItem } of outcome as INodeExecutionData[]) {
				expect(Object.prototype.toString.call(json)).toBe('[object Object]');
				expect(pairedItem).toEqual({ item: 0 });
			}
			expect(fuzzed.cut).not.toBe('before');
			expect([...Array(100).keys()].map((offset) => 200 + offset)).toContain(fuzzed.status);
		}
		const posts = calls.filter(({ method }) => method === 'POST').length;
		// 401 and 429 say that nothing was done: n8n renews the token and calls again, and we wait and call again. A legacy token may have been
		// "renewed" to null, so there that is done again within the grace. Nothing else is repeated.
		const renewals = resource.generation === 'legacy' && authentication === 'oAuth2' ? 5 : 1;
		const mostPosts = fuzzed.status === 401 ? 2 * renewals : fuzzed.status === 429 ? 60 : 1;
		// Where the status came before the cut, it still says so.
		expect(posts).toBeLessThanOrEqual(fuzzed.cut === 'before' ? 1 : mostPosts);
		expect(calls.length).toBeLessThan(70);
	},
);
