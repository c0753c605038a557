import { until } from './poll';

export type JsonObject = { [key: string]: unknown };

export interface Reply<T> {
	status: number;
	headers: Headers;
	text: string;
	json: T;
}

export interface Call {
	method?: string;
	headers?: Record<string, string>;
	/** An object is sent as JSON, a string as it is. */
	body?: unknown;
}

/** One HTTP call, redirects not followed; any status is an answer. */
export async function call<T = unknown>(
	url: string,
	{ method = 'GET', headers = {}, body }: Call = {},
): Promise<Reply<T>> {
	const isText = typeof body === 'string';
	const response = await fetch(url, {
		method,
		redirect: 'manual',
		headers: {
			// n8n closes idle connections after five seconds, sometimes just as one is used again.
			connection: 'close',
			...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		body: body === undefined || isText ? body : JSON.stringify(body),
	});
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		text,
		get json() {
			return JSON.parse(text) as T;
		},
	};
}

/** n8n refuses a call with this before it looks at it, when a busy machine made its ping of the database late. */
const isNotReady = ({ status, text }: Reply<unknown>) => status === 503 && text.includes('Database is not ready!');

/** The same, for calls that have to succeed. */
export async function callOk<T = unknown>(url: string, options: Call = {}): Promise<T> {
	const reply = await until(
		`${url} to be ready`,
		async () => {
			const answer = await call<T>(url, options);
			return isNotReady(answer) ? undefined : answer;
		},
		{ withinMs: 30_000 },
	);
	if (reply.status < 200 || reply.status > 299) {
		throw new Error(`${options.method ?? 'GET'} ${url} answered ${reply.status}: ${reply.text.slice(0, 2_000)}`);
	}
	return (reply.text === '' ? undefined : reply.json) as T;
}

export function basic(username: string, password: string): string {
	return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
