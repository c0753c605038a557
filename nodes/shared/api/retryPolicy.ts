import type { ApiCall, Failure, Reply } from './types';

/** Faults before the first byte went out: Thumbtack cannot have seen the call. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const MAX_REPEATS = { busy: 12, fault: 3, token: 2 };
/** Longer than this nobody waits for a reply to a lead: better say when to come back. */
export const LONGEST_WAIT_MS = 120_000;

/** Milliseconds of a Retry-After header (RFC 9110: seconds or an HTTP date), undefined when there is none. */
export function retryAfterMs(reply: Reply, now: number): number | undefined {
	const value = reply.headers['retry-after']?.trim();
	if (!value) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Exponential with jitter: half of the step is fixed, half is drawn, so that calls that failed together do not come back together. */
function backoffMs(attempt: number, firstMs: number, random: () => number): number {
	const step = Math.min(firstMs * 2 ** (attempt - 1), 30_000);
	return step / 2 + (step / 2) * random();
}

/** Whether the outcome of a call may be unknown: it may have been carried out although no reply says so. */
export function mayHaveArrived(failure: Failure): boolean {
	if (failure.kind === 'network') return !NEVER_ARRIVED.has(failure.code);
	return failure.kind === 'reply' && failure.reply.status >= 500;
}

/**
 * How long to wait before the call may be repeated, or undefined when it must not be.
 * @param attempt how often the call was made so far, from 1
 */
export function repeatAfterMs(
	call: ApiCall,
	failure: Failure,
	attempt: number,
	now: number = Date.now(),
	random: () => number = Math.random,
): number | undefined {
	if (failure.kind === 'token') {
		// The call was answered 401, so nothing was done. The grace of a lost refresh is 10 s (legacy) or 60 s (v4): two quick tries fit in.
		return failure.cause === 'unavailable' && attempt <= MAX_REPEATS.token
			? backoffMs(attempt, 1000, random)
			: undefined;
	}
	if (failure.kind === 'reply' && failure.reply.status === 429) {
		if (attempt > MAX_REPEATS.busy) return undefined;
		const asked = retryAfterMs(failure.reply, now);
		const wait = asked === undefined ? backoffMs(attempt, 500, random) : asked + 50 * random();
		return wait > LONGEST_WAIT_MS ? undefined : wait;
	}
	const passing = failure.kind === 'network' || [500, 502, 503, 504].includes(failure.reply.status);
	const harmless = call.method !== 'POST' || !mayHaveArrived(failure);
	return passing && harmless && attempt <= MAX_REPEATS.fault ? backoffMs(attempt, 500, random) : undefined;
}
