import { authorization } from './deliveries.mts';

/** One delivery; its status, 0 when none came. */
export async function post(url: string, body: string, timeoutMs = 20_000): Promise<number> {
	let status = 0;
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { authorization, 'content-type': 'application/json', connection: 'close' },
			body,
			signal: AbortSignal.timeout(timeoutMs),
		});
		// The status is what Thumbtack goes by; whether the rest of the answer arrives is all the same to it.
		status = response.status;
		await response.arrayBuffer();
	} catch {
		// Cut off, refused or too late: not acknowledged, unless the status was there already.
	}
	return status;
}
