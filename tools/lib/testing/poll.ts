/* eslint-disable @n8n/community-nodes/no-restricted-globals --
   a test has to wait for another process; the rule is for code that runs inside n8n Cloud */

export interface PollOptions {
	withinMs?: number;
	/** If omitted, polling slows down during a long wait, so that it doesn't keep the other process busy. */
	everyMs?: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 500;

export async function pause(milliseconds: number): Promise<void> {
	await new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Asks until the answer is something other than undefined, null or false, and gives up loudly.
 * `seen` goes into the message of the failure: what was there instead.
 */
export async function until<T>(
	what: string,
	probe: () => Promise<T | undefined | null | false>,
	{ withinMs = 15_000, everyMs }: PollOptions = {},
	seen?: () => unknown,
): Promise<T> {
	const deadline = Date.now() + withinMs;
	for (let ms = everyMs ?? FIRST_PAUSE_MS; ; ms = everyMs ?? Math.min(ms * 1.3, LONGEST_PAUSE_MS)) {
		const answer = await probe();
		if (answer !== undefined && answer !== null && answer !== false) return answer;
		if (Date.now() >= deadline) {
			const instead = seen ? `; seen instead: ${JSON.stringify(seen())}` : '';
			throw new Error(`Waited ${withinMs / 1000} s for ${what}${instead}`);
		}
		await pause(ms);
	}
}
