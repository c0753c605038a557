/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a server on this machine that refuses, and a clock of its own */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { credentialsFor, runNode } from '../../../tools/lib/testing/action-node';

/** A run under the rate limit (429), through the whole node. Waits pass at once, on a clock that the code reads as well. */

const mockSleepers: Array<{ at: number; wake: () => void }> = [];
let mockSkipped = 0;
const realNow = Date.now;
jest.spyOn(Date, 'now').mockImplementation(() => realNow() + mockSkipped);
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) =>
		await new Promise<void>((resolve) => mockSleepers.push({ at: Date.now() + ms, wake: resolve })),
}));

let underWay = 0;
let refuses: () => boolean;
let headers: Record<string, string>;
let refusals = 0;
let sent: string[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		let text = '';
		underWay++;
		response.on('close', () => underWay--);
		request.on('data', (chunk) => (text += chunk));
		request.on('end', () => {
			const isRefused = refuses();
			if (isRefused) refusals++;
			else sent.push((JSON.parse(text) as { text: string }).text);
			response.writeHead(isRefused ? 429 : 200, { 'content-type': 'application/json', ...(isRefused && headers) });
			response.end(isRefused ? '{"title":"slow down"}' : '{"messageID":"1","text":"x"}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(() => {
	mockSleepers.length = 0;
	refusals = 0;
	sent = [];
	headers = {};
});

/** Longer than any run that ends by itself. */
const A_DAY = 86_400_000;

/** Runs items until the run ends or a day has passed on its clock; gives the minutes that it took. */
async function run(
	items: number,
	isRefused: (elapsed: number) => boolean,
): Promise<{ minutes: number; error?: string }> {
	const start = Date.now();
	const elapsed = () => Date.now() - start;
	refuses = () => isRefused(elapsed());
	let outcome: { minutes: number; error?: string } | undefined;
	void runNode({
		parameters: {
			apiVersion: 'v4',
			resource: 'message',
			operation: 'send',
			leadId: { __rl: true, mode: 'id', value: '519000111222333444' },
			text: '={{ $json.text }}',
		},
		items: Array.from({ length: items }, (_, number) => ({ text: `part ${number}` })),
		credentials: credentialsFor(url, 'oAuth2', 'v4'),
	}).then(
		() => (outcome = { minutes: elapsed() / 60_000 }),
		(error: Error) => (outcome = { minutes: elapsed() / 60_000, error: error.message }),
	);
	let idle = 0;
	while (outcome === undefined && elapsed() < A_DAY) {
		await new Promise((resolve) => setImmediate(resolve));
		idle = underWay === 0 ? idle + 1 : 0;
		if (idle < 100 || mockSleepers.length === 0) continue;
		// Nothing is on its way any more: on to the next timer.
		mockSleepers.sort((one, other) => one.at - other.at);
		const { at, wake } = mockSleepers.shift()!;
		mockSkipped += Math.max(0, at - Date.now());
		wake();
		idle = 0;
	}
	if (outcome === undefined) refuses = () => false;
	return outcome ?? { minutes: Infinity };
}

jest.setTimeout(60_000);

it.each([
	[1, undefined],
	[10, undefined],
	[30, undefined],
	[100, undefined],
	[10, 0],
	[10, 1],
	[30, 30],
])('%d items, Retry-After %j, refused without an end: a clear error within three minutes', async (items, seconds) => {
	headers = seconds === undefined ? {} : { 'retry-after': String(seconds) };
	const { minutes, error } = await run(items, () => true);
	expect(error).toMatch(/429/);
	expect(minutes).toBeLessThan(3.1);
	expect(refusals).toBeLessThan(100);
	expect(sent).toEqual([]);
});

it.each([
	[5, 30],
	[60, 30],
	[170, 30],
	[60, 300],
])('a block of %d s at the start of %d items: over 20 s after it, in order, none twice', async (seconds, items) => {
	const { minutes, error } = await run(items, (elapsed) => elapsed < seconds * 1000);
	expect(error).toBeUndefined();
	expect(sent).toEqual(Array.from({ length: items }, (_, number) => `part ${number}`));
	expect(minutes * 60).toBeLessThan(seconds + 20);
});
