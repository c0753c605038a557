import { BoundedMap } from '../../shared/boundedMap';

/** What n8n answers to a call, as far as it can be watched: Node's ServerResponse. */
export interface Answer {
	statusCode: number;
	writableFinished: boolean;
	closed?: boolean;
	destroyed?: boolean;
	once(event: 'finish' | 'close', listener: () => void): unknown;
}

/**
 * `first`: hand the delivery on. `taken`: it came out already. `gone`: the caller hung up while waiting. `busy`: the
 * first copy takes too long.
 */
export type Claim = 'first' | 'taken' | 'gone' | 'busy';

interface Entry {
	key: string;
	/** Resolves to whether the answer went out with 2xx; undefined once it has. */
	pending: Promise<boolean> | undefined;
}

/** Deliveries remembered per node, and nodes per process, at least: months of leads of a busy pro. */
const MAX_KEYS = 10_000;
const MAX_NODES = 100;
/** Thumbtack will not wait this long. Whoever does is told to come back, because neither yes nor no would be true. */
const LONGEST_WAIT_MS = 60_000;

/** Whether the response tells how it ended. Without that, a delivery counts as taken when it is handed on. */
function isWatchable(answer: Partial<Answer> | undefined): answer is Answer {
	return typeof answer?.writableFinished === 'boolean' && typeof answer.once === 'function';
}

const isSuccess = ({ statusCode }: Answer): boolean => statusCode >= 200 && statusCode < 300;

/** Resolves when the answer has gone out, or can no longer: to whether it was 2xx. */
function outcome(answer: Answer): Promise<boolean> {
	if (answer.writableFinished) return Promise.resolve(isSuccess(answer));
	if (answer.closed || answer.destroyed) return Promise.resolve(false);
	return new Promise((resolve) => {
		answer.once('finish', () => resolve(isSuccess(answer)));
		answer.once('close', () => resolve(false));
	});
}

function patience(): Promise<'busy'> {
	// Unlike a timer it keeps no process alive.
	const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
	return new Promise((resolve) => signal.addEventListener('abort', () => resolve('busy'), { once: true }));
}

/**
 * Remembers, within this process, which deliveries were taken. A delivery is taken when its answer has gone out with
 * 2xx, not before: if n8n could not store the execution, the sender gets another status, sends again, and then it
 * must come through.
 */
export class Deduplicator {
	private readonly nodes: BoundedMap<BoundedMap<Entry>>;

	constructor(
		private readonly maxKeys = MAX_KEYS,
		maxNodes = MAX_NODES,
	) {
		this.nodes = new BoundedMap(maxNodes);
	}

	/**
	 * Asks for a delivery's turn. A copy of one whose answer is still open waits for how that ends.
	 * @param node which trigger it is for
	 * @param slot what the delivery is about; of one slot only the latest key counts, so that A, B, A come out three
	 *   times and A, A once
	 */
	async claim(node: string, slot: string, key: string, response: Partial<Answer> | undefined): Promise<Claim> {
		const answer = isWatchable(response) ? response : undefined;
		const memory = this.memoryOf(node);
		let before = memory.get(slot);
		let ownEnd: Promise<'gone'> | undefined;
		while (before?.key === key) {
			if (before.pending === undefined) return 'taken';
			ownEnd ??= answer ? outcome(answer).then(() => 'gone') : new Promise(() => {});
			const end = await Promise.race([before.pending, ownEnd, patience()]);
			if (end === 'gone' || end === 'busy') return end;
			before = memory.get(slot);
		}

		const entry: Entry = { key, pending: undefined };
		memory.set(slot, entry);
		if (answer) {
			entry.pending = outcome(answer).then((taken) => {
				entry.pending = undefined;
				// Released: as if it had never come.
				if (!taken && memory.get(slot) === entry) {
					if (before && before.pending === undefined) memory.set(slot, before);
					else memory.delete(slot);
				}
				return taken;
			});
		}
		return 'first';
	}

	private memoryOf(node: string): BoundedMap<Entry> {
		const known = this.nodes.get(node);
		if (known) return known;
		const memory = new BoundedMap<Entry>(this.maxKeys);
		this.nodes.set(node, memory);
		return memory;
	}
}
