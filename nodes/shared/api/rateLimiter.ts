import { sleep } from 'n8n-workflow';

/** After a refusal somewhat slower than what went well, so that not every second brings another one. */
const CAUTION = 0.97;
/** When even that is refused again and again, others have a share in the limit. */
const RETREAT = 0.7;
/** How much the pace grows with each call, the more the longer none was refused: 3 % after 77 calls, 80 % after 400. */
const EAGERNESS = 0.000_01;

/**
 * Keeps the calls of one connection within a limit that Thumbtack does not publish and tells by 429 only. Until the first 429 there is
 * no limit; from then on the calls go out one by one, at the rate that went well before.
 */
export class RateLimiter {
	/** Calls a second. */
	private rate = Infinity;
	private growing = true;
	private nextAt = 0;
	/** Whoever asks for a turn waits behind all who asked before. */
	private line: Promise<void> = Promise.resolve();
	/** When calls went well, within the last second. */
	private wentWell: number[] = [];
	private refusals = 0;
	private inARow = 0;
	private slowdowns = 0;

	/** Resolves when a call may be made, to a ticket to hand back when its outcome is known. */
	async turn(): Promise<number> {
		this.line = this.line.then(async () => await this.wait());
		await this.line;
		return this.slowdowns;
	}

	/** A call was let in. */
	succeeded(ticket: number): void {
		if (ticket === this.slowdowns) this.refusals = 0;
		if (this.rate === Infinity) {
			this.wentWell.push(Date.now());
			this.forgetOld();
		} else if (ticket === 0) {
			// Was under way when the first refusal came, so it belongs to what went well before.
			this.rate += CAUTION;
		} else if (this.growing) {
			this.inARow++;
			this.rate *= 1 + EAGERNESS * this.inARow;
		}
	}

	/**
	 * A call was refused. Of several that were under way together only the first is news.
	 * @param waitMs how long this call has to wait
	 * @param asked whether Thumbtack itself named that time
	 */
	refused(ticket: number, waitMs: number, asked: boolean): void {
		const now = Date.now();
		const isNews = ticket === this.slowdowns;
		if (!isNews && !asked) return;
		const wasPaced = this.rate !== Infinity;
		if (isNews) {
			this.refusals++;
			this.slowdowns++;
			this.inARow = 0;
			this.forgetOld();
			const known = wasPaced ? this.rate : Math.max(1, this.wentWell.length);
			this.rate = known * (this.refusals > 3 ? RETREAT : CAUTION);
		}
		// A named time is expensive: better never to hear it again than to try how far one can go.
		if (asked) this.growing = false;
		const isSlightlyTooFast = wasPaced && this.refusals === 1 && !asked;
		this.nextAt = Math.max(this.nextAt, now + (isSlightlyTooFast ? Math.min(waitMs, 2000 / this.rate) : waitMs));
	}

	private async wait(): Promise<void> {
		for (let target = NaN; target !== this.nextAt;) {
			target = this.nextAt;
			const left = target - Date.now();
			// A refusal during the sleep moves the time.
			if (left > 0) await sleep(left);
		}
		if (this.rate === Infinity) return;
		// Timers are late; one that was does not delay all that follow.
		const gap = 1000 / this.rate;
		this.nextAt = Math.max(this.nextAt, Date.now() - gap) + gap;
	}

	private forgetOld(): void {
		const oldest = Date.now() - 1000;
		while (this.wentWell.length > 0 && this.wentWell[0] < oldest) this.wentWell.shift();
	}
}
