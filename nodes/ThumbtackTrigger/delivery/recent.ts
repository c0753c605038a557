/** A map that forgets what was not used for longest. */
export class Recent<V> {
	private readonly entries = new Map<string, V>();
	/** Stands at the oldest entry. Begun anew for each one, it would step over the holes of all that were forgotten before. */
	private readonly oldest = this.entries.keys();

	constructor(private readonly max: number) {}

	get(key: string): V | undefined {
		const value = this.entries.get(key);
		if (value !== undefined) this.set(key, value);
		return value;
	}

	set(key: string, value: V): void {
		this.entries.delete(key);
		this.entries.set(key, value);
		if (this.entries.size > this.max) this.entries.delete(this.oldest.next().value as string);
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	get size(): number {
		return this.entries.size;
	}
}
