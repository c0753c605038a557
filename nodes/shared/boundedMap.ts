/**
 * Remembers at least so many of the latest entries, and at most twice as many: two maps, of which the older one is dropped whole when the
 * younger is full. A single map that loses its oldest entry each time would have to step over the holes of all that it has lost, or keep an
 * iterator on it, which keeps every table the map has ever outgrown.
 */
export class BoundedMap<V> {
	private young = new Map<string, V>();
	private old = new Map<string, V>();

	constructor(private readonly least: number) {}

	get(key: string): V | undefined {
		const value = this.young.get(key);
		if (value !== undefined) return value;
		const older = this.old.get(key);
		if (older !== undefined) this.set(key, older);
		return older;
	}

	set(key: string, value: V): void {
		if (this.young.size >= this.least && !this.young.has(key)) {
			this.old = this.young;
			this.young = new Map();
		}
		this.young.set(key, value);
	}

	delete(key: string): void {
		this.young.delete(key);
		this.old.delete(key);
	}
}
