import { createHash } from 'crypto';

import { BoundedMap } from '../../shared/boundedMap';
import { closed, isSuccess, onDecided, watchable, type Answer } from './answer';

/**
 * Remembers, within this process, which events n8n has taken, so that a copy starts nothing.
 *
 * An event is in one of four states. Only `running` and `taken` are kept in memory, as a `Run`.
 *
 * | State   | Means                                 | A copy that comes now              | Leaves the state when              |
 * | ------- | ------------------------------------- | ---------------------------------- | ---------------------------------- |
 * | new     | nothing is known of it                | starts: → running                  | it is claimed                      |
 * | running | handed to n8n, which hasn't answered  | waits for the outcome              | n8n answers: → taken or → failed   |
 * | taken   | n8n answered 2xx: it has an execution | is a duplicate, starts nothing     | it is superseded, or memory is full |
 * | failed  | n8n answered otherwise, or never got it | starts: the same as new          | at once: → new                     |
 *
 * What decides is n8n's answer, not whether the sender was still there to hear it.
 *
 * Several events can be about one subject: a lead and its price, which changes. Of one subject only the latest version
 * counts as taken, so that A, B, A come out three times and A, A once. Two rules keep their order:
 * - A delivery that waited never starts after one that came later. It is told to come back ('busy').
 * - A version that n8n took while its sender hung up stays known until a sender hears of it. What comes then is the
 *   same event again, not a return to an older version.
 */
export class Deduplicator {
	private readonly memory: BoundedMap<Run[]>;
	private readonly attempts = new WeakMap<Answer, Attempt>();
	private calls = 0;

	constructor(bytes = MEMORY_BYTES) {
		this.memory = new BoundedMap(bytes, sizeOf);
	}

	/**
	 * Asks which of the events of one call are to start. Waits for the outcome of those that are running.
	 *
	 * @param events all events of the call, in their order; the answer to the call decides on all of them
	 * @param response n8n's response to the call. Where it can't be watched, events count as taken at once
	 * @returns for each event whether it starts and as what; or 'busy' or 'gone' for all of them, and then none starts
	 */
	async claim(events: ClaimedEvent[], response: Partial<Answer> | undefined): Promise<Claim[] | 'busy' | 'gone'> {
		const attempt = this.attemptOf(watchable(response));
		const place = ++this.calls;
		const claims: Claim[] = [];
		// In one order for all calls: else two calls could each hold the event for which the other one waits.
		const inOrder = events.map((event, index) => ({ event, index, key: keyOf(event) }));
		if (inOrder.length > 1) inOrder.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
		for (const [position, { event, index, key }] of inOrder.entries()) {
			const before = inOrder[position - 1];
			const isRepeated = before?.key === key && before.event.version === event.version && !event.acceptsCopies;
			const claim = isRepeated ? 'duplicate' : await this.claimOne(key, event, place, attempt);
			if (claim === 'busy' || claim === 'gone') {
				attempt.decide('failed');
				return claim;
			}
			claims[index] = claim;
		}
		// While one event of the call waited, a later delivery may have passed another one that was ready.
		if (inOrder.length > 1 && inOrder.some(({ key }) => this.isPassed(key, attempt))) {
			attempt.decide('failed');
			return 'busy';
		}
		if (!attempt.answer) attempt.decide('taken');
		return claims;
	}

	private isPassed(key: string, attempt: Attempt): boolean {
		const runs = this.memory.get(key) ?? [];
		const own = runs.filter((run) => run.attempt === attempt).map(({ place }) => place);
		return runs.some((run) => run.attempt !== attempt && own.some((place) => run.place > place));
	}

	/** Says that n8n will not get what this response claimed: all of it is new again. */
	abandon(response: Partial<Answer> | undefined): void {
		const answer = watchable(response);
		if (answer) this.attempts.get(answer)?.decide('failed');
	}

	private async claimOne(
		key: string,
		event: ClaimedEvent,
		arrival: number,
		attempt: Attempt,
	): Promise<Claim | 'busy' | 'gone'> {
		const version = short(event.version);
		let place = arrival;
		let patience: Promise<'busy' | 'gone'> | undefined;
		let copied: Run | undefined;
		for (;;) {
			const runs = this.memory.get(key) ?? [];
			// What it has waited for, if that was taken: by now a newer version may stand in its place.
			copied = copied?.isTaken ? copied : runOf(version, runs);
			if (copied && event.acceptsCopies) return copied.kind;
			if (copied && (copied.isTaken || copied.attempt === attempt)) {
				attempt.tells(copied);
				return 'duplicate';
			}

			const awaited =
				copied ??
				undecidedSince(version, runs, attempt) ??
				(event.needsFirst ? undecidedFirst(runs, attempt) : undefined);
			if (!awaited) {
				const isLate = runs.some((run) => run.place > place);
				return isLate ? 'busy' : this.start(key, { version, place, runs, attempt });
			}
			// A copy that starts because the one before it failed stands where that one stood.
			if (copied) place = Math.min(place, copied.place);
			patience ??= givenUp(attempt.answer);
			const end = await Promise.race([awaited.attempt.decided, patience]);
			if (end) return end;
		}
	}

	private start(
		key: string,
		{ version, place, runs, attempt }: { version: string; place: number; runs: Run[]; attempt: Attempt },
	): Claim {
		const kind = runs.some((run) => run.isTaken || run.attempt === attempt) ? 'update' : 'first';
		const run: Run = { version, place, kind, isTaken: false, isHeard: false, attempt };
		// concat: a spread would take twice the memory.
		this.memory.set(key, runs.concat(run));
		attempt.starts(run, () => this.settle(key, run));
		return kind;
	}

	/** Keeps a run that was taken and what still matters beside it, and forgets one that has failed. */
	private settle(key: string, run: Run): void {
		const runs = this.memory.get(key) ?? [];
		const kept = run.isTaken ? relevant(runs) : runs.filter((other) => other !== run);
		if (kept.length === 0) this.memory.delete(key);
		else if (kept.length < runs.length) this.memory.set(key, kept);
	}

	private attemptOf(answer: Answer | undefined): Attempt {
		const known = answer && this.attempts.get(answer);
		if (known) return known;
		const attempt = new Attempt(answer);
		if (answer) this.attempts.set(answer, attempt);
		return attempt;
	}
}

/** An event that asks whether it is to start. */
export interface ClaimedEvent {
	/** Tells the trigger from all others. */
	trigger: string;
	/** What the event is about. */
	subject: string;
	/** Which state of the subject it brings; empty where there is one only. */
	version: string;
	/** Whether it matters if another version was taken before ('first' or 'update'): then it waits until that is known. */
	needsFirst: boolean;
	/** Whether copies start too. */
	acceptsCopies: boolean;
}

/** `first`: start it, nothing else of its subject was taken. `update`: start it, another version was. `duplicate`: don't. */
export type Claim = 'first' | 'update' | 'duplicate';

/** One event that was handed to n8n. */
interface Run {
	readonly version: string;
	/** Calls are numbered as they come. */
	readonly place: number;
	readonly kind: 'first' | 'update';
	/** false while it is running. */
	isTaken: boolean;
	/** Whether a sender has got the answer that it was taken. */
	isHeard: boolean;
	attempt: Attempt;
}

/** About 6,500 events at least, and twice as many at most: see `sizeOf`. */
const MEMORY_BYTES = 3 * 1024 * 1024;
/** Thumbtack will not wait this long. A sender that does is asked to send again, because neither yes nor no would be true. */
const LONGEST_WAIT_MS = 60_000;
/** Of one subject. More than two takes versions whose senders all hung up. */
const MOST_RUNS = 8;

/** Measured in Node 20 and 24 (222 to 248 bytes for one run): the key, its slot in the map, and each run with its version. */
function sizeOf(_key: string, runs: Run[]): number {
	return 120 + runs.length * 120;
}

/** All that n8n's answer to one call decides on. */
class Attempt {
	/** Resolves when the outcome is known. */
	readonly decided: Promise<void>;
	private resolve: () => void = () => {};
	private started: Array<{ run: Run; settled: () => void }> = [];
	private told: Run[] = [];

	constructor(readonly answer: Answer | undefined) {
		this.decided = new Promise((resolve) => (this.resolve = resolve));
		if (answer) onDecided(answer, () => this.decide(isSuccess(answer) ? 'taken' : 'failed'));
	}

	/** @param settled called when the outcome of the run is known */
	starts(run: Run, settled: () => void): void {
		this.started.push({ run, settled });
	}

	/** The run is taken, and this answer says so to a sender. */
	tells(run: Run): void {
		if (!run.isHeard) this.told.push(run);
	}

	decide(outcome: 'taken' | 'failed'): void {
		const { started, told } = this;
		this.started = this.told = [];
		const isHeard = this.answer?.destroyed !== true;
		if (outcome === 'taken' && isHeard) for (const run of told) run.isHeard = true;
		for (const { run, settled } of started) {
			run.isTaken = outcome === 'taken';
			run.isHeard = run.isTaken && isHeard;
			run.attempt = SETTLED;
			settled();
		}
		this.resolve();
	}
}

/** Replaces an attempt that is over, whose response would otherwise stay in memory. */
const SETTLED = new Attempt(undefined);

/** The run of which the version is a copy: the latest, or an older one whose sender doesn't know its outcome. */
function runOf(version: string, runs: Run[]): Run | undefined {
	const index = runs.map((run) => run.version).lastIndexOf(version);
	if (index === -1) return undefined;
	const run = runs[index];
	return index === runs.length - 1 || !run.isHeard ? run : undefined;
}

/**
 * A run that decides whether a version that was taken before has been superseded: only then does it come out again. If that run fails,
 * what comes now is a copy.
 */
function undecidedSince(version: string, runs: Run[], attempt: Attempt): Run | undefined {
	const index = runs.map((run) => run.version).lastIndexOf(version);
	if (index === -1 || !runs[index].isTaken) return undefined;
	const later = runs.slice(index + 1);
	return later.some((run) => run.isTaken || run.attempt === attempt) ? undefined : later[0];
}

/** A run that decides whether what comes now is the first of its subject. */
function undecidedFirst(runs: Run[], attempt: Attempt): Run | undefined {
	if (runs.some((run) => run.isTaken || run.attempt === attempt)) return undefined;
	return runs[0];
}

/** Without the versions that were superseded by one that was taken, unless their senders may still ask for them. */
function relevant(runs: Run[]): Run[] {
	const latestTaken = runs.map((run) => run.isTaken).lastIndexOf(true);
	return runs.filter((run, index) => index >= latestTaken || !run.isHeard).slice(-MOST_RUNS);
}

/** Resolves when the sender of a copy that waits has hung up, or when it has waited for long enough. */
async function givenUp(answer: Answer | undefined): Promise<'busy' | 'gone'> {
	// Unlike a timer it keeps no process alive.
	const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
	const waited = new Promise<'busy'>((resolve) =>
		signal.addEventListener('abort', () => resolve('busy'), { once: true }),
	);
	if (!answer) return await waited;
	return await Promise.race([waited, closed(answer).then(() => 'gone' as const)]);
}

const digest = (text: string): string => createHash('sha256').update(text).digest().toString('base64', 0, 15);

/** Of one size, however long the address and the ids are. */
const keyOf = ({ trigger, subject }: ClaimedEvent): string => digest(`${trigger}\n${subject}`);

/** A price or a status is free text of any length. */
const short = (text: string): string => (text.length <= 40 ? text : digest(text));
