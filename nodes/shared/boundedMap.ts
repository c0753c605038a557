/**
 * A map with a bound on what it keeps: the latest entries, at least half of the bound and at most all of it.
 *
 * Two maps, of which the older one is dropped whole when the younger has used its half. A single map that loses its oldest entry each time
 * would have to step over the holes of all that it has lost, or keep an iterator on it, which keeps every table the map has ever outgrown.
 */
export class BoundedMap<V> {
	private young = new Map<string, V>();
	private old = new Map<string, V>();
	private youngBytes = 0;

	/**
	 * @param bytes what all entries together may take
	 * @param sizeOf what one entry takes, in bytes, roughly: strings, objects and the slot in the map
	 */
	constructor(
		private readonly bytes: number,
		private readonly sizeOf: (key: string, value: V) => number,
	) {}

	/** A value that is asked for counts as new again. */
	get(key: string): V | undefined {
		const value = this.young.get(key);
		if (value !== undefined) return value;
		const older = this.old.get(key);
		if (older !== undefined) this.set(key, older);
		return older;
	}

	set(key: string, value: V): void {
		this.young.set(key, value);
		// Setting a key again counts again: that only makes room earlier.
		this.youngBytes += this.sizeOf(key, value);
		if (this.youngBytes < this.bytes / 2) return;
		this.old = this.young;
		this.young = new Map();
		this.youngBytes = 0;
	}

	delete(key: string): void {
		this.young.delete(key);
		this.old.delete(key);
	}
}
