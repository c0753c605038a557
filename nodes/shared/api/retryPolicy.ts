import type { ApiCall, Failure, Reply } from './types';

/** Faults before the first byte went out: Thumbtack cannot have seen the call. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const PASSING_STATUSES = new Set([500, 502, 503, 504]);

const MAX_FAULTS = 3;
/** The grace of a lost refresh is 10 s (legacy) or 60 s (v4): two quick tries fit in. */
const MAX_TOKEN_TRIES = 2;
/** Together well within the 10 s for which a used refresh token of the Pro API still works. */
const NULL_REPLY = { tries: 4, pauseMs: 1_500 };

/** What the policy has to know of the account that calls. */
export interface Account {
	/** Whether n8n renews its token through the Pro API's endpoint, which may answer with the literal `null`. */
	mayGetNullForToken: boolean;
	/** Whether another process may have stored a newer token, where n8n has no lock. */
	mayHaveNewerToken: boolean;
	/** The access token that n8n has stored now. */
	storedAccessToken(): Promise<string>;
	/** Whether the refusal is about a missing scope, which no token cures. */
	lacksScope(reply: Reply): boolean;
}

/** Longer waits are all the same. */
const LONGEST_RETRY_AFTER_MS = 365 * 24 * 3_600_000;

/** Milliseconds of a Retry-After header (RFC 9110: seconds or an HTTP date), at most a year; undefined when there is none. */
export function retryAfterMs(reply: Reply, now: number): number | undefined {
	const value = reply.headers['retry-after']?.trim();
	if (!value) return undefined;
	const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
	return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_RETRY_AFTER_MS);
}

/** Whether the call may have been carried out although no reply says so. */
export function mayHaveArrived(failure: Failure): boolean {
	if (failure.kind === 'network') return !NEVER_ARRIVED.has(failure.code);
	if (failure.kind === 'body') return true;
	return failure.kind === 'reply' && failure.reply.status >= 500;
}

/** Decides whether one call is made again, and after which pause. */
export class RetryPolicy {
	private faults = 0;
	private tokenTries = 0;
	private rereads = 0;
	private nullReplies = 0;
	private refusedToken: string | undefined;

	constructor(
		private readonly call: ApiCall,
		private readonly account: Account,
		private readonly random: () => number = Math.random,
	) {}

	/** Milliseconds to wait before the next attempt; undefined when there must be none. */
	async delayAfter(failure: Failure): Promise<number | undefined> {
		if (failure.kind === 'token') return this.afterTokenFailure(failure.cause);
		if (failure.kind === 'reply' && failure.reply.status === 401) return await this.afterUnauthorized(failure.reply);
		// The rate limiter has the next attempt wait for as long as it takes.
		if (failure.kind === 'reply' && failure.reply.status === 429) return 0;
		return this.afterFault(failure);
	}

	private afterFault(failure: Failure): number | undefined {
		const isPassing =
			failure.kind === 'network' || (failure.kind === 'reply' && PASSING_STATUSES.has(failure.reply.status));
		const isHarmless = this.call.method !== 'POST' || !mayHaveArrived(failure);
		if (!isPassing || !isHarmless || this.faults >= MAX_FAULTS) return undefined;
		return this.backoffMs(++this.faults, 500);
	}

	private afterTokenFailure(cause: string): number | undefined {
		// The call was answered 401, so nothing was done.
		if (cause === 'unavailable' && this.tokenTries < MAX_TOKEN_TRIES) return this.backoffMs(++this.tokenTries, 1_000);
		// The credential is read again for each attempt: another process may have renewed its tokens.
		if (cause === 'reconnect' && this.account.mayHaveNewerToken && this.rereads++ === 0) return 0;
		return undefined;
	}

	/**
	 * The Pro API may answer a refresh with the literal `null`: n8n then repeats the call with the old token. For 10 s the refresh token
	 * still works, so the call is made again until n8n has stored another access token.
	 */
	private async afterUnauthorized(reply: Reply): Promise<number | undefined> {
		if (!this.account.mayGetNullForToken || this.account.lacksScope(reply)) return undefined;
		if (this.nullReplies >= NULL_REPLY.tries) return undefined;
		const stored = await this.account.storedAccessToken();
		if (this.refusedToken !== undefined && this.refusedToken !== stored) return undefined;
		this.refusedToken = stored;
		this.nullReplies++;
		return NULL_REPLY.pauseMs;
	}

	/** Exponential with jitter: half of the step is fixed, half is drawn, so that calls that failed together don't come back together. */
	private backoffMs(attempt: number, firstMs: number): number {
		const step = Math.min(firstMs * 2 ** (attempt - 1), 30_000);
		return step / 2 + (step / 2) * this.random();
	}
}
