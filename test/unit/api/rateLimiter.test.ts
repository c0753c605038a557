import { sleep } from 'n8n-workflow';

import { LONGEST_REFUSAL_MS, RateLimiter } from '../../../nodes/shared/api/rateLimiter';

const SECOND = 1_000;

interface Run {
	/** When the server let each call in, in milliseconds since the start. */
	admitted: number[];
	refusals: number;
	/** When the first call was given up; undefined when all went through. */
	gaveUpAt: number | undefined;
	endedAt: number;
}

/**
 * Ten callers, as the action node has them, against a server that decides by its own clock; the clock is the test's.
 * @param lets whether the server lets a call in, by the time and the calls that it let in before
 */
async function run(
	calls: number,
	lets: (now: number, admitted: number[]) => boolean,
	{ latencyMs = 20, retryAfterMs }: { latencyMs?: number; retryAfterMs?: (now: number) => number } = {},
): Promise<Run> {
	const limiter = new RateLimiter(() => 0.5);
	const start = Date.now();
	const clock = () => Date.now() - start;
	const result: Run = { admitted: [], refusals: 0, gaveUpAt: undefined, endedAt: 0 };
	let begun = 0;
	const caller = async () => {
		while (begun < calls && result.gaveUpAt === undefined) {
			begun++;
			for (let isIn = false; !isIn;) {
				const outcome = await limiter.schedule(
					async () => {
						const ok = lets(clock(), result.admitted);
						if (ok) result.admitted.push(clock());
						else result.refusals++;
						await sleep(latencyMs);
						return ok;
					},
					(ok) => (ok ? 'admitted' : { retryAfterMs: retryAfterMs?.(clock()) }),
				);
				if (outcome === undefined) {
					result.gaveUpAt ??= clock();
					return;
				}
				isIn = outcome;
				if (!isIn && limiter.isHopeless()) {
					result.gaveUpAt ??= clock();
					return;
				}
			}
		}
	};
	let isDone = false;
	const all = Promise.all(Array.from({ length: 10 }, caller)).then(() => {
		isDone = true;
		result.endedAt = clock();
	});
	for (let steps = 0; !isDone && steps < 20_000; steps++) await jest.advanceTimersByTimeAsync(50);
	await all;
	return result;
}

/** So many in any second. */
const sliding = (perSecond: number) => (now: number, admitted: number[]) =>
	admitted.filter((at) => at > now - SECOND).length < perSecond;
/** So many in each second of the server's clock. */
const fixed = (perSecond: number) => (now: number, admitted: number[]) =>
	admitted.filter((at) => at >= now - (now % SECOND)).length < perSecond;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('does not slow anything down before the first refusal', async () => {
	const { admitted } = await run(200, () => true);
	expect(admitted.at(-1)).toBe(20 * 19);
});

describe.each([
	['any second', sliding],
	['each second of its clock', fixed],
])('a server that allows so many calls in %s', (_, server) => {
	describe.each([1, 100])('and answers after %d ms', (latencyMs) => {
		it.each([
			[5, undefined],
			[20, undefined],
			[50, undefined],
			[5, 1000],
			[20, 1000],
			[50, 1000],
		])(
			'%d, Retry-After %j ms: all calls arrive within 1.12 times of what that takes, with few refusals',
			async (perSecond, retryAfter) => {
				const calls = perSecond * 25;
				const options = { latencyMs, ...(retryAfter && { retryAfterMs: () => retryAfter }) };
				const { admitted, refusals } = await run(calls, server(perSecond), options);
				expect(admitted).toHaveLength(calls);
				expect(admitted.at(-1)).toBeLessThan(1.12 * (calls / perSecond - 1) * SECOND);
				expect(refusals).toBeLessThan(calls / 10 + 20);
			},
		);
	});
});

describe('a block, in which every call is refused', () => {
	const perSecondWithoutLimit = 500;
	const cases = [5, 60, 170].flatMap((seconds) =>
		[1, 10, 1_500].flatMap((items) =>
			[0, 1].flatMap((begins) =>
				[false, true].map((named) => ({ seconds, items, begins: begins * SECOND, named, length: seconds * SECOND })),
			),
		),
	);

	it.each(cases)(
		'of $seconds s after $begins ms, $items items, Retry-After named: $named: nothing is lost or doubled, and full speed is back within 10 s',
		async ({ items, begins, length, named }) => {
			const ends = begins + length;
			const { admitted, gaveUpAt } = await run(items, (now) => now < begins || now >= ends, {
				...(named && { retryAfterMs: (now: number) => ends - now }),
			});
			expect(gaveUpAt).toBeUndefined();
			expect(admitted).toHaveLength(items);
			const after = admitted.filter((at) => at >= ends);
			if (after.length > 0) expect(after[0]).toBeLessThan(ends + 6 * SECOND);
			const tenth = after.filter((at) => at >= ends + 6 * SECOND && at < ends + 7 * SECOND).length;
			const left = after.filter((at) => at >= ends + 6 * SECOND).length;
			expect(tenth).toBeGreaterThanOrEqual(Math.min(left, perSecondWithoutLimit * 0.9));
		},
	);
});

describe('refusals without an end', () => {
	it.each([
		[1, undefined],
		[10, undefined],
		[100, undefined],
		[1, 10],
		[100, 10],
		[100, 170],
	])('%d items, Retry-After %j s: the run ends within three minutes', async (items, seconds) => {
		const options = seconds === undefined ? {} : { retryAfterMs: () => seconds * SECOND };
		const { admitted, gaveUpAt, endedAt, refusals } = await run(items, () => false, options);
		expect(admitted).toEqual([]);
		expect(gaveUpAt).toBeGreaterThan(0);
		expect(endedAt).toBeLessThanOrEqual(LONGEST_REFUSAL_MS + SECOND);
		// One after the other tries, not all items again and again.
		expect(refusals).toBeLessThan(80);
	});

	it('a wait that Thumbtack names and that goes beyond three minutes ends the run at once', async () => {
		const { gaveUpAt } = await run(100, () => false, { retryAfterMs: () => 3600 * SECOND });
		expect(gaveUpAt).toBeLessThan(SECOND);
	});
});

it('gives way when others use up the limit, and comes up again after them', async () => {
	const busy = (now: number, admitted: number[]) => sliding(now < 20 * SECOND ? 4 : 20)(now, admitted);
	const { admitted } = await run(400, busy);
	expect(admitted.filter((at) => at < 20 * SECOND).length).toBeGreaterThan(4 * 20 * 0.85);
	const later = admitted.filter((at) => at >= 25 * SECOND && at < 35 * SECOND).length;
	expect(later).toBeGreaterThan(20 * 10 * 0.85);
});

it('the calls behind one that fails on the way are not held up', async () => {
	jest.useRealTimers();
	const limiter = new RateLimiter();
	await limiter.schedule(
		async () => false,
		() => ({ retryAfterMs: 0 }),
	);
	await expect(
		limiter.schedule(
			async () => await Promise.reject(new Error('socket')),
			() => 'unknown',
		),
	).rejects.toThrow('socket');
	expect(
		await limiter.schedule(
			async () => 'next',
			() => 'admitted',
		),
	).toBe('next');
});
