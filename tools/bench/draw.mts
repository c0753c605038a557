// Draws bench/results/*.json as pictures for docs/.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mts';
import { say } from '../lib/progress.mts';
import { load, type Result } from './lib/results.mts';
import { spread, type Spread } from './lib/stats.mts';

interface Bar {
	label: string;
	value: Spread;
	/** Ours are drawn in colour, the others in grey, the limit in a lighter grey. */
	kind: 'ours' | 'other' | 'limit';
}

interface Group {
	title: string;
	unit: string;
	bars: Bar[];
}

const colours = { ours: '#009fd9', other: '#8a94a0', limit: '#c8ced6' };
const [LABELS, BARS, NUMBERS, ROW] = [430, 320, 110, 26];
const WIDTH = LABELS + BARS + NUMBERS + 20;

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const shown = (value: number): string =>
	value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Bars of medians, whiskers from the slowest to the fastest round; each group on a scale of its own, which begins at zero. */
function chart(title: string, subtitle: string, groups: Group[]): string {
	let y = 60;
	const parts: string[] = [];
	for (const { title: name, unit, bars } of groups) {
		const greatest = Math.max(...bars.map(({ value }) => value.max));
		const x = (value: number) => LABELS + (value / greatest) * BARS;
		parts.push(`<text x="12" y="${y + 14}" class="group">${escape(name)}</text>`);
		y += 24;
		for (const { label, value, kind } of bars) {
			const middle = y + 9;
			parts.push(
				`<text x="${LABELS - 10}" y="${y + 14}" class="label" text-anchor="end">${escape(label)}</text>`,
				`<rect x="${LABELS}" y="${y}" width="${(x(value.median) - LABELS).toFixed(1)}" height="18" rx="2" fill="${colours[kind]}"/>`,
				`<path d="M${x(value.min).toFixed(1)} ${middle}H${x(value.max).toFixed(1)}M${x(value.min).toFixed(1)} ${middle - 4}v8M${x(value.max).toFixed(1)} ${middle - 4}v8" class="whisker"/>`,
				`<text x="${LABELS + BARS + 12}" y="${y + 14}" class="number">${shown(value.median)} ${escape(unit)}</text>`,
			);
			y += ROW;
		}
		y += 12;
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 8}" width="${WIDTH}" height="${y + 8}" role="img" aria-label="${escape(title)}">
<style>text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-size:17px;font-weight:600}.sub{fill:#57606a;font-size:12px}.group{font-weight:600}.number{font-variant-numeric:tabular-nums}.whisker{stroke:#24292f;stroke-width:1.2;fill:none}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="12" y="26" class="title">${escape(title)}</text>
<text x="12" y="45" class="sub">${escape(subtitle)}</text>
${parts.join('\n')}
</svg>
`;
}

const when = ({ date, loadAtStart, machine }: Result): string =>
	`Medians, whiskers from the least to the greatest round; ${date.slice(0, 10)}, ${machine.cores} cores, load at the start ${loadAtStart}`;

function kindOf(side: string): Bar['kind'] {
	return side.startsWith('Thumbtack') ? 'ours' : side.startsWith('do-nothing') ? 'limit' : 'other';
}

function drawTrigger(result: Result): string {
	const perEngine = result.counts.perEngine as Record<string, Record<string, number[]>>;
	const groups = Object.entries(perEngine).map(([engine, rates]): Group => ({
		title: engine,
		unit: '/s',
		bars: Object.entries(rates).map(([side, values]) => ({ label: side, value: spread(values), kind: kindOf(side) })),
	}));
	return chart('Executions per second of a trigger, 10 connections', when(result), groups);
}

/** Every row that says how many times the other side's time ours takes. */
function drawRatios(results: Result[]): string {
	const bars = results
		.flatMap(({ rows }) => rows)
		.map(({ measure, ratio, goal }): Bar => ({
			label: `${measure} (goal ${goal})`,
			value: ratio,
			kind: measure.endsWith('do-nothing') ? 'limit' : 'ours',
		}));
	const one: Bar = { label: 'the other side', value: spread([1]), kind: 'other' };
	return chart('Time of ours, as a multiple of the other side’s', when(results[0] as Result), [
		{ title: 'less is better', unit: '×', bars: [one, ...bars] },
	]);
}

/** Writes a picture for each part that has been measured. */
export function draw(): void {
	const docs = path.join(root, 'docs');
	mkdirSync(docs, { recursive: true });
	const write = (name: string, picture: string) => {
		writeFileSync(path.join(docs, name), picture);
		say(`docs/${name}`);
	};
	const trigger = load('trigger');
	if (trigger) write('speed-trigger.svg', drawTrigger(trigger));
	const others = ['action', 'reply', 'code'].map(load).filter((result) => result !== undefined);
	if (others.length > 0) write('speed-ratios.svg', drawRatios(others));
}
