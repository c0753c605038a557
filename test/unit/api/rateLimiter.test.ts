import * as fc from 'fast-check';
import { sleep } from 'n8n-workflow';

import { LONGEST_REFUSAL_MS, RateLimiter } from '../../../nodes/shared/api/rateLimiter';

const SECOND = 1_000;

interface Run {
	/** When the server let each call in, in milliseconds since the start. */
	admitted: number[];
	/** How often each call was let in. */
	times: number[];
	refusals: number;
	/** When the first call was given up; undefined when all went through. */
	gaveUpAt: number | undefined;
	endedAt: number;
}

interface Server {
	latencyMs?: number;
	/** How long each call takes to get there. */
	onTheWayMs?: () => number;
	/** What Retry-After says, by the time. */
	retryAfterMs?: (now: number) => number | undefined;
}

/**
 * Ten callers, as the action node has them, against a server that decides by its own clock; the clock is the test's.
 * @param lets whether the server lets a call in, by the time and the calls that it let in before
 */
async function run(
	calls: number,
	lets: (now: number, admitted: number[]) => boolean,
	{ latencyMs = 20, onTheWayMs, retryAfterMs }: Server = {},
): Promise<Run> {
	const limiter = new RateLimiter(() => 0.5);
	const start = Date.now();
	const clock = () => Date.now() - start;
	const times = Array<number>(calls).fill(0);
	const result: Run = { admitted: [], times, refusals: 0, gaveUpAt: undefined, endedAt: 0 };
	let begun = 0;
	const attempt = async (call: number) => {
		if (onTheWayMs) await sleep(onTheWayMs());
		const isIn = lets(clock(), result.admitted);
		if (isIn) {
			result.admitted.push(clock());
			times[call]++;
		} else result.refusals++;
		await sleep(latencyMs);
		return isIn;
	};
	const caller = async () => {
		while (begun < calls && result.gaveUpAt === undefined) {
			const call = begun++;
			for (let isIn: boolean | undefined = false; !isIn;) {
				isIn = await limiter.schedule<boolean | undefined>(
					async () => await attempt(call),
					(ok) => (ok ? 'admitted' : { retryAfterMs: retryAfterMs?.(clock()) }),
					() => undefined,
				);
				if (isIn === undefined || (!isIn && limiter.exhausted())) {
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
	describe.each([
		[1, 1.02],
		// Where the answer itself takes long, it is noticed late that there is room for more.
		[100, 1.2],
		[300, 1.25],
	])('and answers after %d ms', (latencyMs, factor) => {
		it.each([
			[5, undefined],
			[20, undefined],
			[50, undefined],
			[5, 1000],
			[20, 1000],
			[50, 1000],
		])(
			'%d, Retry-After %j ms: all calls arrive in about the time that takes, with few refusals',
			async (perSecond, retryAfter) => {
				const calls = perSecond * 25;
				const options = { latencyMs, ...(retryAfter && { retryAfterMs: () => retryAfter }) };
				const { admitted, refusals } = await run(calls, server(perSecond), options);
				expect(admitted).toHaveLength(calls);
				// No more than ten calls are under way at once.
				const least = Math.max((calls / perSecond - 1) * SECOND, (calls * latencyMs) / 10);
				expect(admitted.at(-1)).toBeLessThan(factor * least);
				expect(refusals).toBeLessThan(calls / 10 + 25);
			},
		);
	});
});

describe('calls that overtake each other, as those of a busy n8n do', () => {
	it.each([
		[5, undefined, 1.1],
		[20, undefined, 1.1],
		[50, undefined, 1.1],
		// Each refusal costs a second.
		[5, 1000, 1.15],
		[20, 1000, 1.15],
		[50, 1000, 1.15],
	])(
		'%d a second, Retry-After %j ms: all arrive in about the time that takes',
		async (perSecond, retryAfter, factor) => {
			let seed = perSecond;
			const onTheWayMs = () => (seed = (seed * 16_807) % 2_147_483_647) % 80;
			const calls = perSecond * 25;
			const options = { latencyMs: 5, onTheWayMs, ...(retryAfter && { retryAfterMs: () => retryAfter }) };
			const { admitted } = await run(calls, sliding(perSecond), options);
			expect(admitted).toHaveLength(calls);
			expect(admitted.at(-1)).toBeLessThan(factor * (calls / perSecond - 1) * SECOND);
		},
	);
});

describe('a block, in which every call is refused', () => {
	const perSecondWithoutLimit = 500;
	const cases = [0.3, 1.5, 5, 60, 170].flatMap((seconds) =>
		[1, 10, 100, 1_500].flatMap((items) =>
			[0, 0.025, 1].flatMap((begins) =>
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
			// As fast as without a block within 10 s, or done before.
			const second = after.filter((at) => at >= ends + 9 * SECOND && at < ends + 10 * SECOND).length;
			const left = after.filter((at) => at >= ends + 9 * SECOND).length;
			expect(second).toBeGreaterThanOrEqual(Math.min(left, perSecondWithoutLimit * 0.9));
		},
	);
});

describe('refusals without an end', () => {
	const cases = [1, 10, 100].flatMap((items) =>
		[undefined, 0, 1, 10, 100, 170].map((seconds) => [items, seconds] as const),
	);

	it.each(cases)('%d items, Retry-After %j s: the run ends within three minutes', async (items, seconds) => {
		const options = seconds === undefined ? {} : { retryAfterMs: () => seconds * SECOND };
		const { admitted, gaveUpAt, endedAt, refusals } = await run(items, () => false, options);
		expect(admitted).toEqual([]);
		expect(gaveUpAt).toBeGreaterThan(0);
		expect(endedAt).toBeLessThanOrEqual(LONGEST_REFUSAL_MS + SECOND);
		// One after the other tries, not all items again and again.
		expect(refusals).toBeLessThan(80);
	});

	it.each([1, 10, 100])('a block of five minutes ends the run of %d items after three', async (items) => {
		const { gaveUpAt, times } = await run(items, (now) => now >= 300 * SECOND);
		expect(gaveUpAt).toBeGreaterThan(LONGEST_REFUSAL_MS);
		expect(gaveUpAt).toBeLessThan(LONGEST_REFUSAL_MS + 2 * SECOND);
		expect(Math.max(...times)).toBe(0);
	});

	it.each([181, 300, 3600])(
		'a Retry-After of %d s, which goes beyond three minutes, ends the run at once',
		async (s) => {
			const { gaveUpAt, refusals } = await run(100, () => false, { retryAfterMs: () => s * SECOND });
			expect(gaveUpAt).toBeLessThan(SECOND);
			expect(refusals).toBeLessThanOrEqual(10);
		},
	);
});

describe('whatever the server does in turn', () => {
	const phase = fc.oneof(
		{ weight: 3, arbitrary: fc.record({ seconds: fc.nat(20), perSecond: fc.constantFrom(1, 5, 20, 100, Infinity) }) },
		{
			weight: 2,
			arbitrary: fc.record({ seconds: fc.constantFrom(1, 5, 30, 60, 170, 200, 300), perSecond: fc.constant(0) }),
		},
	);
	const model = fc.record({
		phases: fc.array(phase, { maxLength: 5 }),
		items: fc.constantFrom(1, 10, 100, 400),
		latencyMs: fc.integer({ min: 1, max: 400 }),
		retryAfter: fc.constantFrom('none', '1 s', 'the end of the block'),
	});

	it('no call goes through twice; the run ends with all calls, or with an error after three minutes of nothing but refusals', async () => {
		await fc.assert(
			fc.asyncProperty(model, async ({ phases, items, latencyMs, retryAfter }) => {
				const ends: number[] = [];
				for (const { seconds } of phases) ends.push((ends.at(-1) ?? 0) + seconds * SECOND);
				const phaseAt = (now: number) => phases[ends.findIndex((end) => now < end)];
				const endOfBlock = (now: number) => {
					let at = now;
					while (phaseAt(at)?.perSecond === 0) at = ends.find((end) => at < end)!;
					return at - now;
				};
				const { admitted, times, gaveUpAt, endedAt } = await run(
					items,
					(now, before) => sliding(phaseAt(now)?.perSecond ?? Infinity)(now, before),
					{
						latencyMs,
						retryAfterMs: (now) =>
							retryAfter === 'none' ? undefined : retryAfter === '1 s' ? SECOND : Math.max(SECOND, endOfBlock(now)),
					},
				);
				expect(Math.max(...times)).toBeLessThanOrEqual(1);
				if (gaveUpAt === undefined) {
					expect(admitted).toHaveLength(items);
					// A pace that proved right is held for 20 s where each refusal costs a wait that the server names.
					const recovery = (retryAfter === 'none' ? 15 : 35) * SECOND;
					expect(endedAt).toBeLessThan((ends.at(-1) ?? 0) + items * latencyMs + recovery);
					return;
				}
				const silence = gaveUpAt - (admitted.at(-1) ?? 0);
				const named = retryAfter === 'the end of the block';
				const wait = named ? endOfBlock(gaveUpAt) : 2 * SECOND;
				expect(silence + wait).toBeGreaterThan(LONGEST_REFUSAL_MS);
				expect(silence).toBeLessThan(LONGEST_REFUSAL_MS + 2 * SECOND);
			}),
			{ numRuns: 200 },
		);
	}, 60_000);
});

it('gives way when others use up the limit, and comes up again after them', async () => {
	const busy = (now: number, admitted: number[]) => sliding(now < 20 * SECOND ? 4 : 20)(now, admitted);
	const { admitted } = await run(400, busy);
	expect(admitted.filter((at) => at < 20 * SECOND).length).toBeGreaterThan(4 * 20 * 0.85);
	const later = admitted.filter((at) => at >= 25 * SECOND && at < 35 * SECOND).length;
	expect(later).toBeGreaterThan(20 * 10 * 0.85);
});

it.each([
	['none', undefined],
	['1 s', SECOND],
])('gives way when the limit falls while it tries for more, Retry-After: %s', async (_, wait) => {
	const falling = (now: number, admitted: number[]) => sliding(now < 12 * SECOND ? 20 : 4)(now, admitted);
	const { admitted, refusals } = await run(300, falling, { ...(wait && { retryAfterMs: () => wait }) });
	expect(admitted).toHaveLength(300);
	expect(admitted.filter((at) => at >= 12 * SECOND && at < 22 * SECOND).length).toBeGreaterThan(4 * 10 * 0.8);
	expect(refusals).toBeLessThan(100);
});

it('the calls behind one that fails on the way are not held up', async () => {
	jest.useRealTimers();
	const limiter = new RateLimiter();
	await limiter.schedule(
		async () => false,
		() => ({ retryAfterMs: 0 }),
		() => true,
	);
	await expect(
		limiter.schedule(
			async () => await Promise.reject(new Error('socket')),
			() => 'unknown',
			() => true,
		),
	).rejects.toThrow('socket');
	expect(
		await limiter.schedule(
			async () => 'next',
			() => 'admitted',
			() => 'given up',
		),
	).toBe('next');
});
