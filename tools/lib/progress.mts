import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 15_000;

export function say(text = ''): void {
	process.stdout.write(`${text}\n`);
}

export function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Shows that a step began, that it is still going, and how long it took. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
	const began = Date.now();
	const done = new AbortController();
	say(`→ ${title}`);
	void beat(title, began, done.signal);
	try {
		const result = await work();
		say(`✓ ${title}  ${seconds(Date.now() - began)}`);
		return result;
	} catch (error) {
		say(`✗ ${title}  ${seconds(Date.now() - began)}`);
		throw error;
	} finally {
		done.abort();
	}
}

async function beat(title: string, began: number, done: AbortSignal): Promise<void> {
	try {
		for (;;) {
			await sleep(HEARTBEAT_MS, undefined, { signal: done, ref: false });
			say(`  … ${title} (${Math.round((Date.now() - began) / 1000)} s)`);
		}
	} catch {
		// The step is over: the sleep was aborted.
	}
}
