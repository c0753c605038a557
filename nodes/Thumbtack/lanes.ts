/** Never rejects: a task handles its own errors. */
type Task = () => Promise<void>;

interface Waiting {
	lane: string | undefined;
	task: Task;
}

/**
 * Runs tasks in parallel, as many at once as there are places. Those of one lane run one at a time, in the order in which they
 * were added; a task that waits for its lane takes up no place.
 */
export class Lanes {
	private active = 0;
	private readonly ready: Waiting[] = [];
	/** The tasks behind the one that runs, by lane. */
	private readonly behind = new Map<string, Task[]>();
	private listeners: Array<() => void> = [];

	constructor(private readonly places: number) {}

	/** @param lane absent for a task that may run beside all others */
	add(lane: string | undefined, task: Task): void {
		const line = lane === undefined ? undefined : this.behind.get(lane);
		if (line) {
			line.push(task);
			return;
		}
		if (lane !== undefined) this.behind.set(lane, []);
		this.ready.push({ lane, task });
		this.startReady();
	}

	/** Resolves when a task that is added now can start at once. */
	async room(): Promise<void> {
		while (this.active + this.ready.length >= this.places) await this.change();
	}

	/** Resolves when all tasks have ended. */
	async finished(): Promise<void> {
		while (this.active + this.ready.length > 0) await this.change();
	}

	private startReady(): void {
		while (this.active < this.places) {
			const next = this.ready.shift();
			if (!next) return;
			this.active++;
			void next.task().then(() => this.ended(next.lane));
		}
	}

	private ended(lane: string | undefined): void {
		this.active--;
		if (lane !== undefined) {
			const task = this.behind.get(lane)?.shift();
			if (task) this.ready.push({ lane, task });
			else this.behind.delete(lane);
		}
		this.startReady();
		const listeners = this.listeners;
		this.listeners = [];
		for (const listener of listeners) listener();
	}

	private async change(): Promise<void> {
		await new Promise<void>((resolve) => this.listeners.push(resolve));
	}
}
