import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the stub answers a call that sends a message. */
export interface Manner {
	delayMs?: number;
	/** Calls accepted within any second; more are answered 429. */
	perSecond?: number;
	/** Sends Retry-After, in whole seconds, with a 429. */
	retryAfter?: boolean;
}

/**
 * The least of a Thumbtack: takes messages and says so. The sandbox checks every call against its OpenAPI file, which would be most of
 * the time that is measured here.
 */
export class Stub {
	manner: Manner = {};
	/** Texts of the messages taken, in their order. */
	taken: string[] = [];
	refused = 0;
	firstAt = 0;
	lastAt = 0;
	onMessage: (text: string) => void = () => {};
	private accepted: number[] = [];
	private readonly server = createServer((request, response) => void this.handle(request, response));

	static async start(): Promise<Stub> {
		const stub = new Stub();
		await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
		return stub;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	reset(manner: Manner = {}): void {
		this.manner = manner;
		this.taken = [];
		this.refused = 0;
		this.firstAt = 0;
		this.lastAt = 0;
		this.accepted = [];
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const now = performance.now();
		this.firstAt ||= now;
		this.lastAt = now;
		const { delayMs, perSecond, retryAfter } = this.manner;
		if (perSecond !== undefined) {
			this.accepted = this.accepted.filter((at) => at > now - 1000);
			if (this.accepted.length >= perSecond) {
				this.refused++;
				response.writeHead(429, { 'content-type': 'application/json', ...(retryAfter ? { 'retry-after': '1' } : {}) });
				response.end('{"title":"Too many requests"}');
				return;
			}
			this.accepted.push(now);
		}
		const { text } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { text?: string };
		this.taken.push(text ?? '');
		this.onMessage(text ?? '');
		const answer = () => {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end('{"messageID":"540000111222333444"}');
		};
		if (delayMs === undefined) answer();
		else setTimeout(answer, delayMs);
	}
}
