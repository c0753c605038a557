declare module 'autocannon' {
	export interface Request {
		method?: string;
		path?: string;
		headers?: Record<string, string>;
		body?: string;
	}

	export interface Options {
		url: string;
		connections: number;
		amount: number;
		/** Seconds after which a request counts as failed. */
		timeout: number;
		requests: Array<Request & { setupRequest?: (request: Request) => Request }>;
	}

	export interface Result {
		'2xx': number;
		non2xx: number;
		errors: number;
		timeouts: number;
		latency: { p50: number; p97_5: number; p99: number };
	}

	export default function autocannon(options: Options): Promise<Result>;
}
