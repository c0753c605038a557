import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/**
 * What a reverse proxy does in front of queue mode: production webhooks go to the webhook processors in turn, everything else to
 * main. A processor that cannot be reached is passed over; one that dies with a call in its hands makes the call a 502, never a
 * second call, because nobody knows how far the first one got.
 */
export class Balancer {
	private turn = 0;
	private readonly server: Server;

	private constructor(
		readonly url: string,
		private readonly main: () => number,
		private readonly processors: () => number[],
	) {
		this.server = createServer((incoming, outgoing) => {
			const candidates = incoming.url?.startsWith('/webhook/') ? this.inTurn() : [this.main()];
			this.forward(incoming, outgoing, candidates);
		});
	}

	static async start(port: number, main: () => number, processors: () => number[]): Promise<Balancer> {
		const balancer = new Balancer(`http://localhost:${port}`, main, processors);
		// n8n closes idle connections after five seconds; here they are never kept, so none can close just as it is used again.
		balancer.server.keepAliveTimeout = 60_000;
		await new Promise<void>((resolve) => balancer.server.listen(port, '127.0.0.1', resolve));
		return balancer;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private inTurn(): number[] {
		const all = this.processors();
		this.turn++;
		return all.map((_, index) => all[(index + this.turn) % all.length] as number);
	}

	private forward(incoming: IncomingMessage, outgoing: ServerResponse, candidates: number[]): void {
		const [port, ...others] = candidates;
		if (port === undefined) {
			outgoing.writeHead(502).end();
			return;
		}
		const call = request({
			host: '127.0.0.1',
			port,
			method: incoming.method,
			path: incoming.url,
			headers: { ...incoming.headers, 'x-forwarded-for': '127.0.0.1', connection: 'close' },
			agent: false,
		});
		call.once('response', (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
			answer.once('error', () => outgoing.destroy());
		});
		call.once('error', (error: NodeJS.ErrnoException) => {
			if (outgoing.headersSent) outgoing.destroy();
			// Never connected, so nothing of the body was read yet.
			else if (error.code === 'ECONNREFUSED') this.forward(incoming, outgoing, others);
			else outgoing.writeHead(502).end();
		});
		outgoing.once('close', () => call.destroy());
		call.once('socket', (socket) => socket.once('connect', () => incoming.pipe(call)));
	}
}
