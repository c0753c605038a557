import autocannon from 'autocannon';

export interface Volley {
	url: string;
	connections: number;
	amount: number;
	headers: Record<string, string>;
	body: () => string;
}

/** Fires a fixed number of calls and wants every one accepted: a rate of refusals would be no rate of executions. */
export async function fire({ url, connections, amount, headers, body }: Volley): Promise<void> {
	const { origin, pathname } = new URL(url);
	const result = await autocannon({
		url: origin,
		connections,
		amount,
		timeout: 60,
		requests: [
			{
				method: 'POST',
				path: pathname,
				headers: { 'content-type': 'application/json', ...headers },
				setupRequest: (request) => ({ ...request, body: body() }),
			},
		],
	});
	if (result['2xx'] !== amount || result.errors > 0) {
		throw new Error(
			`${url}: of ${amount} calls ${result['2xx']} were answered 2xx, ${result.non2xx} otherwise, ${result.errors} failed`,
		);
	}
}
