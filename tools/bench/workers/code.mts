// Runs under n8n's Node.js, on the package as installed: node --import tsx code.mts PACKAGE_FOLDER ROUNDS
// Prints, for each size and round, microseconds per delivery in our trigger's code and per JSON.parse of the same text.
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { authorization, leadOfSize, newIds } from '../lib/deliveries.mts';
import { median } from '../lib/stats.mts';
import { webhookUser } from '../../lib/testing/credentials.ts';

const [folder, rounds] = [process.argv[2] as string, Number(process.argv[3])];
const require = createRequire(path.join(folder, 'package.json'));
const { ThumbtackTrigger } = require('./dist/nodes/ThumbtackTrigger/ThumbtackTrigger.node.js') as {
	ThumbtackTrigger: new () => { webhook(this: unknown): Promise<{ workflowData?: unknown }> };
};
const { webhook } = new ThumbtackTrigger();

const parameters: Record<string, unknown> = {
	source: 'selfServe',
	events: ['lead', 'message', 'review'],
	authentication: 'basic',
	respond: 'onReceived',
	output: 'simplified',
	options: {},
};
const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const node = { id: 'node', name: 'Trigger', type: 'thumbtackTrigger', typeVersion: 2 };

/** As Node's own response looks to the trigger. */
class Response extends EventEmitter {
	statusCode = 200;
	writableFinished = false;
}

/** What n8n has ready when it calls a trigger: the raw body, and the body parsed. n8n's own work is not to be measured. */
function contextOf(text: string, body: unknown) {
	const rawBody = Buffer.from(text);
	const response = new Response();
	const request = {
		headers: { authorization, 'content-type': 'application/json' },
		rawHeaders: ['Authorization', authorization, 'Content-Type', 'application/json'],
		contentType: 'application/json',
		encoding: 'utf-8',
		rawBody,
	};
	return {
		response,
		getRequestObject: () => request,
		getResponseObject: () => response,
		getBodyData: () => body,
		getNodeParameter: (name: string, otherwise: unknown) => parameters[name] ?? otherwise,
		getCredentials: async () => webhookUser,
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => node,
		getMode: () => 'webhook',
		logger,
	};
}

const nextId = newIds();

/**
 * Microseconds of the middle delivery of many. Each is timed for itself, right after n8n's own parsing as in life: a batch would
 * find its bodies gone from the processor's cache, and what else goes on on the machine spoils single deliveries, not their median.
 */
async function round(bytes: number, deliveries: number): Promise<{ ours: number; parse: number }> {
	const ours: number[] = [];
	const parse: number[] = [];
	for (let count = 0; count < deliveries; count++) {
		const text = leadOfSize(nextId(), bytes);
		const beforeParse = performance.now();
		const body = JSON.parse(text) as unknown;
		parse.push(performance.now() - beforeParse);
		const context = contextOf(text, body);
		const before = performance.now();
		const { workflowData } = await webhook.call(context);
		ours.push(performance.now() - before);
		if (workflowData === undefined) throw new Error('A delivery did not come out');
		// The answer goes out, as in n8n: only then is a delivery remembered as taken.
		context.response.writableFinished = true;
		context.response.emit('finish');
	}
	return { ours: median(ours) * 1000, parse: median(parse) * 1000 };
}

const only = process.env.ONLY_SIZE;
const sizes: Array<[string, number, number]> = [
	['2 KB', 2_000, 2_000],
	['20 KB', 20_000, 400],
	['1 MB', 1_000_000, 12],
];
for (const [name, bytes, deliveries] of sizes.filter(([size]) => only === undefined || size === only)) {
	for (let warmUp = 0; warmUp < 3; warmUp++) await round(bytes, deliveries);
	for (let count = 0; count < rounds; count++) {
		globalThis.gc?.();
		process.stdout.write(`${JSON.stringify({ name, ...(await round(bytes, deliveries)) })}\n`);
	}
}
