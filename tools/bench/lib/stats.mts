/** The middle of several rounds, and how far they lie apart. */
export interface Spread {
	median: number;
	min: number;
	max: number;
	rounds: number[];
}

/** The value below which the given part of the values lies (nearest rank). */
export function quantile(values: number[], part: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))] as number;
}

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1
		? (sorted[middle] as number)
		: ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function spread(rounds: number[]): Spread {
	return { median: median(rounds), min: Math.min(...rounds), max: Math.max(...rounds), rounds };
}

/** Ratio round by round: both sides of a round were measured within seconds of each other, so what the machine did then hits both. */
export function ratio(ours: number[], other: number[]): Spread {
	return spread(ours.map((value, round) => value / (other[round] as number)));
}

/** Repeatable chance (mulberry32): the seed of a run that failed brings the same run again. */
export function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
