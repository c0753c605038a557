import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type RunningSandbox } from '../server.mts';

// Replies are read freely here, as a client in plain JavaScript would.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Any = any;

export interface Answer {
	status: number;
	body: Any;
	text: string;
	headers: Headers;
}

export interface Received {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: Any;
	text: string;
}

export const businessA = '501100200300400500';
export const businessA2 = '501100200300400501';
export const businessB = '501100200300400600';
export const userB = '500100200300400600';

let passed = 0;
let failed = 0;

/** One fact about the sandbox. Each starts from a reset. */
export async function check(name: string, prove: () => Promise<void>): Promise<void> {
	try {
		await control('POST', '/reset');
		receiver.reset();
		await prove();
		passed++;
	} catch (error) {
		failed++;
		process.stdout.write(`FAILED ${name}\n${(error as Error).stack}\n`);
	}
}

export function counts(): { passed: number; failed: number } {
	return { passed, failed };
}

let running: RunningSandbox;

export const receiver = {
	url: '',
	received: [] as Received[],
	status: 200,
	delayMs: 0,
	reset(): void {
		this.received = [];
		this.status = 200;
		this.delayMs = 0;
	},
};
let receiverServer: Server;

export async function open(): Promise<void> {
	running = await startSandbox(0, { dataFile: null, allowAnyHost: false });
	receiverServer = createServer((req, res) => {
		const chunks: Buffer[] = [];
		req.on('data', (chunk: Buffer) => chunks.push(chunk));
		req.on('end', () => {
			const text = Buffer.concat(chunks).toString();
			receiver.received.push({
				method: req.method!,
				url: req.url!,
				headers: req.headers,
				body: JSON.parse(text),
				text,
			});
			setTimeout(() => {
				res.statusCode = receiver.status;
				res.end('thanks');
			}, receiver.delayMs);
		});
	});
	await new Promise<void>((resolve) => receiverServer.listen(0, '127.0.0.1', resolve));
	receiver.url = `http://127.0.0.1:${(receiverServer.address() as AddressInfo).port}`;
}

export async function close(): Promise<void> {
	await running.close();
	receiverServer.closeAllConnections();
	await new Promise((resolve) => receiverServer.close(resolve));
}

export function origin(): string {
	return running.url.replace('localhost', '127.0.0.1');
}

export interface CallOptions {
	token?: string;
	basic?: [string, string];
	json?: unknown;
	form?: Record<string, string>;
	raw?: string;
	headers?: Record<string, string>;
	base?: string;
}

export async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
	const headers: Record<string, string> = { 'user-agent': 'selfcheck', ...options.headers };
	if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
	if (options.basic) headers.authorization = `Basic ${Buffer.from(options.basic.join(':')).toString('base64')}`;
	let body = options.raw;
	if (options.json !== undefined) {
		headers['content-type'] = 'application/json';
		body = JSON.stringify(options.json);
	}
	if (options.form) {
		headers['content-type'] = 'application/x-www-form-urlencoded';
		body = String(new URLSearchParams(options.form));
	}
	const response = await fetch((options.base ?? origin()) + path, {
		method,
		headers,
		body: body ?? null,
		redirect: 'manual',
	});
	const text = await response.text();
	let parsed: Any;
	try {
		parsed = JSON.parse(text);
	} catch {
		parsed = text;
	}
	return { status: response.status, body: parsed, text, headers: response.headers };
}

export async function control(method: string, path: string, json?: unknown): Promise<Any> {
	const answer = await call(method, `/_sandbox${path}`, json === undefined ? {} : { json });
	assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`);
	return answer.body;
}

export async function v4Token(options: object = {}): Promise<string> {
	return (await control('POST', '/tokens', options)).access_token;
}

export async function legacyToken(options: object = {}): Promise<string> {
	return v4Token({ generation: 'legacy', ...options });
}

export async function newLead(options: object = {}): Promise<Any> {
	return control('POST', '/leads', { businessId: businessA, ...options });
}

export async function v4(method: string, path: string, token: string, json?: unknown): Promise<Answer> {
	return call(method, `/api/v4${path}`, { token, ...(json === undefined ? {} : { json }) });
}

export async function makeHook(token: string, changes: object = {}, base = `/businesses/${businessA}`): Promise<Any> {
	const hook = {
		webhookURL: `${receiver.url}/hook`,
		eventTypes: ['NegotiationCreatedV4', 'MessageCreatedV4'],
		enabled: true,
	};
	const answer = await v4('POST', `${base}/webhooks`, token, { ...hook, ...changes });
	assert.equal(answer.status, 201, answer.text);
	return answer.body;
}

export async function until(done: () => boolean | Promise<boolean>, what: string): Promise<void> {
	const end = Date.now() + 5000;
	while (!(await done())) {
		if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
