// node --expose-gc --import tsx soak.mts deliveries|actions COUNT
// Our own node code in n8n-core's contexts, over real HTTP on loopback; prints memory after the first thousand and after all.
import { once } from 'node:events';
import { createServer, Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { webhookUser } from '../../lib/testing/credentials.ts';
import { authorization, leadBody, newIds } from '../lib/deliveries.mts';
import { Stub } from '../lib/stub.mts';

// `X.node` means `X.node.ts` to the nodes, and there is an `X.node.json` beside it, which Node.js would try first.
const require = createRequire(import.meta.url);
const extensions: Partial<NodeJS.RequireExtensions> = require.extensions;
const json = extensions['.json'];
delete extensions['.json'];
extensions['.json'] = json;
const { Trigger, logs } =
	require('../../lib/testing/trigger-node.ts') as typeof import('../../lib/testing/trigger-node.ts');
const { prepareNode } =
	require('../../lib/testing/action-node.ts') as typeof import('../../lib/testing/action-node.ts');

const FIRST = 1_000;
const SENDERS = 10;

interface Memory {
	done: number;
	heapMB: number;
	rssMB: number;
}

async function memory(done: number): Promise<Memory> {
	// Twice, with a pause: what a first collection lets go of may hold more.
	for (let pass = 0; pass < 3; pass++) {
		globalThis.gc?.();
		await sleep(100);
	}
	const { heapUsed, external, rss } = process.memoryUsage();
	return { done, heapMB: (heapUsed + external) / 2 ** 20, rssMB: rss / 2 ** 20 };
}

/** What keeps a process alive, timers and sockets among it, by kind. */
function handles(): string[] {
	return process
		.getActiveResourcesInfo()
		.filter((kind) => !['TTYWrap', 'PipeWrap', 'FSReqPromise'].includes(kind))
		.sort();
}

async function deliveries(count: number): Promise<{ memories: Memory[]; executions: number }> {
	const trigger = new Trigger({
		parameters: { source: 'selfServe', events: ['lead'], authentication: 'basic', options: {} },
		credentials: { thumbtackBasicApi: { ...webhookUser } },
	});
	const server = createServer((incoming, outgoing) => void trigger.receive(incoming, outgoing));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
	const nextId = newIds();
	let executions = 0;

	const send = async () => {
		const body = leadBody(nextId());
		const call = request({
			port,
			host: '127.0.0.1',
			method: 'POST',
			agent,
			headers: { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
		});
		call.end(body);
		const [response] = (await once(call, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
		response.resume();
		await once(response, 'end');
		if (response.statusCode !== 200) throw new Error(`A delivery was answered ${response.statusCode}`);
	};
	const sendMany = async (amount: number) => {
		let begun = 0;
		const sender = async () => {
			while (begun < amount) {
				begun++;
				await send();
				// What the test's own n8n keeps of each execution and each log line must not be taken for ours.
				executions += trigger.executions.splice(0).length;
				logs.splice(0);
			}
		};
		await Promise.all(Array.from({ length: SENDERS }, sender));
	};

	const memories: Memory[] = [];
	for (const mark of [FIRST, count / 10, count]) {
		await sendMany(mark - (memories.at(-1)?.done ?? 0));
		memories.push(await memory(mark));
	}
	agent.destroy();
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
	return { memories, executions };
}

async function actions(count: number): Promise<{ memories: Memory[]; executions: number }> {
	const stub = await Stub.start();
	let executions = 0;
	const runThousand = async () => {
		stub.reset();
		const { execute } = prepareNode({
			parameters: {
				apiVersion: 'v4',
				resource: 'message',
				operation: 'send',
				leadId: { __rl: true, mode: 'id', value: '519000111222333444' },
				text: 'Hello',
			},
			items: Array.from({ length: FIRST }, (_, number) => ({ number })),
			credentials: {
				thumbtackOAuth2Api: {
					api: 'v4',
					environment: 'custom',
					apiUrl: stub.url,
					grantType: 'authorizationCode',
					clientId: 'client',
					clientSecret: 'secret',
					authentication: 'header',
					accessTokenUrl: `${stub.url}/oauth2/token`,
					oauthTokenData: { access_token: 'access', refresh_token: 'refresh', token_type: 'bearer' },
				},
			},
		});
		const items = await execute();
		if (items?.length !== FIRST || stub.taken.length !== FIRST)
			throw new Error(`Of ${FIRST} messages ${stub.taken.length} arrived`);
		executions += items.length;
		stub.reset();
	};
	const memories: Memory[] = [];
	for (const mark of [FIRST, count / 10, count]) {
		while (executions < mark) await runThousand();
		memories.push(await memory(mark));
	}
	await stub.stop();
	return { memories, executions };
}

const [kind, count] = [process.argv[2], Number(process.argv[3])];
const before = handles();
const began = performance.now();
const { memories, executions } = await (kind === 'deliveries' ? deliveries(count) : actions(count));
const seconds = (performance.now() - began) / 1000;
// Sockets that are being closed take a moment.
await sleep(1_000);
const left = [...handles()];
for (const kind of before) {
	const at = left.indexOf(kind);
	if (at !== -1) left.splice(at, 1);
}
process.stdout.write(`${JSON.stringify({ memories, executions, seconds, handlesLeft: left })}\n`);
process.exit();
