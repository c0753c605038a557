/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals --
   a server of Node itself; the rules are for code inside n8n Cloud */
import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FakeResponse } from '../../../tools/lib/testing/fake-response';

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

type Watched = Pick<ServerResponse, 'statusCode' | 'writableEnded' | 'destroyed'> & {
	on(event: string, listener: () => void): unknown;
};

/** Every event of a response, with what can be seen of it then. */
function watch(response: Watched): string[] {
	const seen: string[] = [];
	for (const event of ['prefinish', 'finish', 'close']) {
		response.on(event, () =>
			seen.push(
				`${event}: ${response.statusCode}, ended ${response.writableEnded}, destroyed ${response.destroyed || event === 'close'}`,
			),
		);
	}
	return seen;
}

/** What a real response on loopback does. */
async function real(steps: Array<'hangUp' | number>): Promise<string[]> {
	let response: ServerResponse | undefined;
	let seen: string[] = [];
	const server = createServer((incoming, outgoing) => {
		incoming.resume();
		seen = watch((response = outgoing));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const client = request({
		port: (server.address() as AddressInfo).port,
		host: '127.0.0.1',
		method: 'POST',
		agent: false,
	});
	client.on('error', () => {});
	client.on('response', (reply) => reply.resume());
	client.end('{}');
	while (!response) await pause(5);
	for (const step of steps) {
		if (step === 'hangUp') {
			client.destroy();
			while (!response.destroyed) await pause(5);
		} else {
			response.statusCode = step;
			response.end();
		}
		await pause(30);
	}
	server.closeAllConnections();
	server.close();
	return seen;
}

/** What the stand-in of the fast tests does. */
function fake(steps: Array<'hangUp' | number>): string[] {
	const response = new FakeResponse();
	const seen = watch(response);
	for (const step of steps) {
		if (step === 'hangUp') response.hangUp();
		else response.status(step).end();
	}
	return seen;
}

describe('the response on which the outcome of a delivery is read', () => {
	it.each<[string, Array<'hangUp' | number>, string[]]>([
		[
			'is answered',
			[202],
			[
				'prefinish: 202, ended true, destroyed false',
				'finish: 202, ended true, destroyed false',
				'close: 202, ended true, destroyed true',
			],
		],
		[
			'is answered after the sender has hung up: prefinish tells the status, finish never comes',
			['hangUp', 500],
			['close: 200, ended false, destroyed true', 'prefinish: 500, ended true, destroyed true'],
		],
		['is never answered', ['hangUp'], ['close: 200, ended false, destroyed true']],
	])('%s: Node’s own and the stand-in do the same', async (_, steps, seen) => {
		expect(await real(steps)).toEqual(seen);
		expect(fake(steps)).toEqual(seen);
	});
});
