/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a server with random latency */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { credentialsFor, runNode } from '../../../tools/lib/testing/action-node';

/** Several parts to one customer, while the network and Thumbtack do what they like. */

// The waits of retries and of the rate limiter are not what is tested here: the clock jumps over them.
let mockAheadMs = 0;
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) => {
		mockAheadMs += ms;
		await new Promise((resolve) => setImmediate(resolve));
	},
}));

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const random = seeded(20_261_125);
let arrived: Array<{ path: string; text: string }> = [];
let underWay = 0;
let mostUnderWay = 0;
/** How many more calls of the round are refused. */
let toRefuse = 0;
let refusals = 0;
let server: Server;
let url: string;

beforeAll(async () => {
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + mockAheadMs);
	server = createServer((request, response) => {
		let body = '';
		mostUnderWay = Math.max(mostUnderWay, ++underWay);
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			const isRefused = toRefuse > 0 && random() < 0.3;
			if (isRefused) toRefuse--;
			setTimeout(() => {
				underWay--;
				if (isRefused) refusals++;
				else arrived.push({ path: request.url!, text: (JSON.parse(body) as { text: string }).text });
				response.writeHead(isRefused ? 429 : 200, { 'content-type': 'application/json' });
				response.end(isRefused ? '{"title":"slow down"}' : JSON.stringify({ messageID: '1', text: 'x' }));
			}, random() * 3);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

it('200 rounds with random latency and refusals: each customer gets the parts in the order of the items, beside each other', async () => {
	for (let round = 0; round < 200; round++) {
		arrived = [];
		toRefuse = round % 4 === 0 ? 2 : 0;
		const items = Array.from({ length: 12 }, (_, index) => ({
			leadId: `51900011122233344${Math.floor(random() * 3)}`,
			text: `part ${String(index).padStart(2, '0')}`,
		}));
		const output = await runNode({
			parameters: {
				apiVersion: 'v4',
				resource: 'message',
				operation: 'send',
				leadId: '={{ $json.leadId }}',
				text: '={{ $json.text }}',
			},
			items,
			credentials: credentialsFor(url, 'oAuth2', 'v4'),
		});
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		for (const leadId of new Set(items.map((item) => item.leadId))) {
			const texts = arrived.filter(({ path }) => path.includes(leadId)).map(({ text }) => text);
			expect(texts).toEqual(items.filter((item) => item.leadId === leadId).map(({ text }) => text));
		}
	}
	expect(mostUnderWay).toBeGreaterThan(1);
	expect(refusals).toBeGreaterThan(50);
}, 120_000);
