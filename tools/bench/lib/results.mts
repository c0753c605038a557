import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { root } from '../../lib/paths.mts';
import { say } from '../../lib/progress.mts';
import type { Spread } from './stats.mts';

export const resultsFolder = path.join(root, 'tools', 'bench', 'results');

/** One measure with its two sides and what was promised. */
export interface Row {
	measure: string;
	ours: string;
	other: string;
	ratio: Spread;
	/** e.g. `≥ 0.6` */
	goal: string;
	met: boolean;
}

export interface Result {
	part: string;
	command: string;
	date: string;
	machine: { cpu: string; cores: number; memoryGiB: number; node: string };
	/** Load of the machine when the run began: above 1, others were at work too. */
	loadAtStart: number;
	rows: Row[];
	/** Whatever else was counted, by name. */
	counts: Record<string, unknown>;
}

export function begin(part: string): Result {
	return {
		part,
		command: `npm run bench -- ${part}`,
		date: new Date().toISOString(),
		machine: {
			cpu: cpus()[0]?.model ?? 'unknown',
			cores: cpus().length,
			memoryGiB: Math.round(totalmem() / 2 ** 30),
			node: process.version,
		},
		loadAtStart: Math.round((loadavg()[0] as number) * 100) / 100,
		rows: [],
		counts: {},
	};
}

export const fixed = (value: number, digits = 2): string => value.toFixed(digits);

export const withSpread = ({ median, min, max }: Spread, digits = 2): string =>
	`${fixed(median, digits)} (${fixed(min, digits)}–${fixed(max, digits)})`;

export const atLeast = (bound: number, measured: Spread) => ({ goal: `≥ ${bound}`, met: measured.median >= bound });
export const atMost = (bound: number, measured: Spread) => ({ goal: `≤ ${bound}`, met: measured.median <= bound });

export function print({ rows, counts, loadAtStart, date }: Result): void {
	const lines = [['measure', 'ours', 'beside', 'ratio (min–max)', 'goal', ''], ...rows.map(lineOf)];
	const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
	if (rows.length > 0) say();
	for (const line of rows.length > 0 ? lines : [])
		say(line.map((cell, column) => cell.padEnd(widths[column] as number)).join('  '));
	for (const [name, value] of Object.entries(counts)) {
		if (typeof value !== 'object') say(`${name}: ${String(value)}`);
	}
	say(`${date}, load of the machine at the start: ${loadAtStart}`);
}

function lineOf({ measure, ours, other, ratio, goal, met }: Row): string[] {
	return [measure, ours, other, withSpread(ratio), goal, met ? 'met' : 'missed'];
}

export function save(result: Result, folder = resultsFolder): void {
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, `${result.part}.json`), `${JSON.stringify(result, undefined, '\t')}\n`);
}

export function load(part: string): Result | undefined {
	const file = path.join(resultsFolder, `${part}.json`);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
}
