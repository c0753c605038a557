import { sleep } from 'n8n-workflow';

/** How long a connection waits while every call is refused (429). */
export const LONGEST_REFUSAL_MS = 3 * 60_000;

/** How an attempt ended for the limit: let in, refused (with the wait that Thumbtack named, if any), or neither (a fault). */
export type Admission = 'admitted' | 'unknown' | { retryAfterMs?: number };

/** That a connection was refused for too long, or is to wait for too long. */
export interface Exhausted {
	refusedForMs: number;
	/** When Thumbtack wants to be asked again, if it says so. */
	retryAt?: number;
}

interface Sent {
	at: number;
	epoch: number;
}

interface Admitted {
	sentAt: number;
	/** When Thumbtack may have counted it at the latest, if the quickest call took no time to get there. */
	countedAt: number;
}

const SECOND = 1_000;
/** A second by Thumbtack's clock, which may differ a little. */
const WINDOW_MS = 1_010;
/** A longer delay is taken for the server's own work. */
const LONGEST_DELAY_MS = 100;
/** A refusal that lasts longer isn't about the calls of the last second. */
const LONGEST_PACE_REFUSAL_MS = 2 * SECOND;
const FIRST_WAIT_MS = 500;
/** Short enough to notice the end of a block within seconds. */
const LONGEST_WAIT_MS = 5 * SECOND;
/** The pace holds for this time after a refusal; longer once it has proved right and each refusal costs a wait that Thumbtack names. */
const STEADY_MS = { usually: 3 * SECOND, withRetryAfter: 20 * SECOND };
/** After that it doubles in this time. */
const DOUBLING_MS = SECOND;

/**
 * Keeps the calls of one connection within a limit that Thumbtack doesn't publish and only tells by 429.
 *
 * 1. Until the first 429 there is no limit; from then on no more calls go out in a second than Thumbtack let in during the
 *    second before the 429. After a few seconds without another 429 that number rises, and falls back to what held.
 * 2. After a 429 all calls wait, as long as Thumbtack asks or else half a second, doubled up to five seconds; then one call
 *    tries, and as soon as one is let in the others follow at the pace from before.
 * 3. After three minutes of nothing but 429 every call fails.
 */
export class RateLimiter {
	/** Calls in a second; Infinity while no limit is known. */
	private limit = Infinity;
	/** The limit from which it has risen since: that one has proved right. */
	private provenLimit = 0;
	/** The latest refused call that has set the limit. */
	private limitSetBy: Sent | undefined;
	/** From when on the limit rises. */
	private risesFrom = 0;
	/** The latest calls that were let in: all that the second before any call under way can hold. */
	private admitted: Admitted[] = [];
	/** What the quickest call took. That others take longer may be a delay on their way there. */
	private quickestMs = Infinity;
	/** In the order in which they were sent. */
	private readonly underWay = new Set<Sent>();
	/** No call goes out before. */
	private blockedUntil = 0;
	/** Nor before the end of the wait that Thumbtack named. */
	private namedUntil = 0;
	/** Counts the refusals that were news; an attempt from before one says nothing of the time after it. */
	private epoch = 0;
	/** The series of refusals since a call was let in last. */
	private series: { since: number; refusals: number; limitBefore: number } | undefined;
	/** Calls wait behind each other. */
	private line: Promise<void> = Promise.resolve();

	constructor(private readonly random: () => number = Math.random) {}

	/**
	 * Makes an attempt when its turn has come, and learns from how it ended.
	 * @param givenUp the result where the refusals went on for too long, and the attempt was not made
	 */
	async schedule<T>(
		attempt: () => Promise<T>,
		admissionOf: (result: T) => Admission,
		givenUp: (exhausted: Exhausted) => T,
	): Promise<T> {
		const before = this.line;
		let leave = (): void => {};
		this.line = new Promise((resolve) => (leave = resolve));
		await before;
		try {
			const exhausted = await this.waitForTurn();
			if (exhausted) return givenUp(exhausted);
			const outcome = this.observe(attempt, admissionOf);
			// During a series of refusals the next in line waits for how this one ends.
			if (this.series) await outcome.catch(() => undefined);
			leave();
			return await outcome;
		} finally {
			leave();
		}
	}

	/** Why there is no point in waiting any longer; undefined while there is. */
	exhausted(): Exhausted | undefined {
		if (this.series === undefined) return undefined;
		const now = Date.now();
		const { since } = this.series;
		if (Math.max(now, this.namedUntil) - since < LONGEST_REFUSAL_MS) return undefined;
		return { refusedForMs: now - since, ...(this.namedUntil > now && { retryAt: this.namedUntil }) };
	}

	private async observe<T>(attempt: () => Promise<T>, admissionOf: (result: T) => Admission): Promise<T> {
		const sent = { at: Date.now(), epoch: this.epoch };
		this.underWay.add(sent);
		let admission: Admission = 'unknown';
		try {
			const result = await attempt();
			admission = admissionOf(result);
			return result;
		} finally {
			this.underWay.delete(sent);
			if (admission === 'admitted') this.onAdmitted(sent);
			else if (admission !== 'unknown') this.onRefused(sent, admission.retryAfterMs);
		}
	}

	private onAdmitted(sent: Sent): void {
		if (sent.epoch === this.epoch) this.series = undefined;
		const took = Date.now() - sent.at;
		this.quickestMs = Math.min(this.quickestMs, took);
		const delay = Math.min(took - this.quickestMs, LONGEST_DELAY_MS);
		this.admitted.push({ sentAt: sent.at, countedAt: sent.at + delay });
		// Its answer came later than the refusal of a call that was sent after it.
		const { limitSetBy } = this;
		if (limitSetBy?.epoch === sent.epoch && sent.at <= limitSetBy.at && sent.at > limitSetBy.at - SECOND) this.limit++;
	}

	private onRefused(sent: Sent, retryAfterMs: number | undefined): void {
		const now = Date.now();
		this.namedUntil = Math.max(this.namedUntil, now + (retryAfterMs ?? 0));
		// Of several calls that were under way together only the first refusal is news.
		if (sent.epoch !== this.epoch) return;
		this.epoch++;
		this.series ??= { since: now, refusals: 0, limitBefore: this.limit };
		this.series.refusals++;
		const isAboutPace =
			now - this.series.since < LONGEST_PACE_REFUSAL_MS && (retryAfterMs ?? 0) <= LONGEST_PACE_REFUSAL_MS;
		const letIn = this.admitted.filter(({ sentAt }) => sentAt > sent.at - SECOND).length;
		if (!isAboutPace) this.limit = this.series.limitBefore;
		else if (this.series.refusals === 1 && letIn > 0) {
			this.limit = Math.max(letIn, this.provenLimit);
			this.limitSetBy = letIn > this.provenLimit ? sent : undefined;
			this.provenLimit = 0;
		}
		const isCostly = retryAfterMs !== undefined && this.series.limitBefore !== Infinity;
		this.risesFrom = now + (isCostly ? STEADY_MS.withRetryAfter : STEADY_MS.usually);
		// The first refusal needs no wait besides the pace: there is room as soon as the calls of the last second are over.
		if (this.series.refusals > 1 || letIn === 0) {
			const step = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.series.refusals - 1));
			this.blockedUntil = now + step * (0.75 + this.random() / 4);
		}
	}

	/** Gives why, where there is no point in waiting. */
	private async waitForTurn(): Promise<Exhausted | undefined> {
		for (;;) {
			const now = Date.now();
			const until = Math.max(this.blockedUntil, this.namedUntil, this.freeAt(now));
			const exhausted = this.exhausted();
			if (exhausted || until <= now) return exhausted;
			const deadline = this.series === undefined ? Infinity : this.series.since + LONGEST_REFUSAL_MS;
			await sleep(Math.min(until, deadline) - now);
		}
	}

	/** When the calls of the last second leave room for another one. */
	private freeAt(now: number): number {
		const [oldest = { at: now }] = this.underWay;
		this.admitted = this.admitted.filter(({ countedAt }) => countedAt > oldest.at - WINDOW_MS);
		if (this.limit === Infinity) return now;
		if (now > this.risesFrom) {
			if (this.provenLimit === 0) this.provenLimit = this.limit;
			this.limit *= 2 ** ((now - this.risesFrom) / DOUBLING_MS);
			this.risesFrom = now;
		}
		const recent = this.admitted
			.map(({ countedAt }) => countedAt)
			.filter((at) => at > now - WINDOW_MS)
			.sort((a, b) => a - b);
		const surplus = recent.length + this.underWay.size - Math.floor(this.limit);
		if (surplus < 0) return now;
		// Where the calls under way alone fill the second, look again soon.
		return surplus < recent.length ? recent[surplus] + WINDOW_MS : now + 10;
	}
}
