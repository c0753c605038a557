import { sleep } from 'n8n-workflow';

import { RateLimiter } from '../../../nodes/shared/api/rateLimiter';

const WINDOW_MS = 1000;

/** A server that lets so many calls in within any second, as long as the clock of the test runs. */
function server(perSecond: number, latencyMs: number) {
	const accepted: number[] = [];
	let refusals = 0;
	return {
		accepted,
		get refusals() {
			return refusals;
		},
		async call(): Promise<boolean> {
			const now = Date.now();
			const isFree = accepted.filter((at) => at > now - WINDOW_MS).length < perSecond;
			if (isFree) accepted.push(now);
			else refusals++;
			await sleep(latencyMs);
			return isFree;
		},
	};
}

/** Ten callers, as the action node has them. Gives the milliseconds from the first to the last call that was let in. */
async function callAll(
	thumbtack: ReturnType<typeof server>,
	pace: RateLimiter,
	calls: number,
	retryAfterMs?: number,
): Promise<number> {
	let begun = 0;
	const caller = async () => {
		while (begun < calls) {
			begun++;
			for (let attempt = 1; ; attempt++) {
				const ticket = await pace.turn();
				if (await thumbtack.call()) {
					pace.succeeded(ticket);
					break;
				}
				pace.refused(ticket, retryAfterMs ?? 375 * 2 ** (attempt - 1), retryAfterMs !== undefined);
			}
		}
	};
	const all = Promise.all(Array.from({ length: 10 }, caller));
	await jest.advanceTimersByTimeAsync(calls * WINDOW_MS);
	await all;
	return thumbtack.accepted.at(-1)! - thumbtack.accepted[0]!;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('does not slow anything down before the first refusal', async () => {
	const thumbtack = server(Infinity, 20);
	expect(await callAll(thumbtack, new RateLimiter(), 200)).toBe(20 * 19);
});

describe.each([
	['at once', 1],
	['after 100 ms', 100],
])('a server that answers %s', (_, latencyMs) => {
	it.each([5, 20, 50])(
		'and allows %d a second: all calls within 1.1 times of what that takes, with few refusals',
		async (perSecond) => {
			const calls = perSecond * 25;
			const thumbtack = server(perSecond, latencyMs);
			const took = await callAll(thumbtack, new RateLimiter(), calls);
			expect(thumbtack.accepted).toHaveLength(calls);
			expect(took).toBeLessThan(1.1 * (calls / perSecond) * WINDOW_MS);
			expect(thumbtack.refusals).toBeLessThan(calls / 10 + 10);
		},
	);

	it('and names a time to wait: the calls after it come slow enough not to be refused again', async () => {
		const thumbtack = server(20, latencyMs);
		const took = await callAll(thumbtack, new RateLimiter(), 500, WINDOW_MS);
		expect(took).toBeLessThan(1.1 * 25 * WINDOW_MS);
		expect(thumbtack.refusals).toBeLessThanOrEqual(10);
	});
});

it('goes back further when others use up the limit, and comes up again after them', async () => {
	const pace = new RateLimiter();
	const thumbtack = server(20, 1);
	await callAll(thumbtack, pace, 100);
	const busy = server(4, 1);
	const [refusedBefore, took] = [busy.refusals, await callAll(busy, pace, 40)];
	expect(refusedBefore).toBe(0);
	expect(took).toBeLessThan(3 * 10 * WINDOW_MS);
	const free = server(20, 1);
	expect(await callAll(free, pace, 400)).toBeLessThan(3 * 20 * WINDOW_MS);
});
