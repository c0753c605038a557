// What our code costs on top of n8n's: the trigger per delivery against parsing the same JSON once.
import path from 'node:path';
import { run } from '../../lib/command.mts';
import { root } from '../../lib/paths.mts';
import { step } from '../../lib/progress.mts';
import { withInstalled } from '../lib/installed.mts';
import { atMost, begin, withSpread, type Result } from '../lib/results.mts';
import { ratio, spread } from '../lib/stats.mts';

interface Line {
	name: string;
	ours: number;
	parse: number;
}

export async function code(rounds: number): Promise<Result> {
	const result = begin('code');
	const worker = path.join(root, 'tools', 'bench', 'workers', 'code.mts');
	const lines = await withInstalled(
		async ({ node, env, folder }) =>
			await step('Trigger code against JSON.parse', async () => {
				const { stdout } = await run(node, ['--expose-gc', '--import', 'tsx', worker, folder, String(rounds)], { env });
				return stdout
					.trim()
					.split('\n')
					.map((line) => JSON.parse(line) as Line);
			}),
	);
	for (const name of new Set(lines.map((line) => line.name))) {
		const own = lines.filter((line) => line.name === name);
		const compared = ratio(
			own.map(({ ours }) => ours),
			own.map(({ parse }) => parse),
		);
		result.rows.push({
			measure: `trigger code per delivery of ${name}`,
			ours: `${withSpread(spread(own.map(({ ours }) => ours)), 0)} µs`,
			other: `JSON.parse ${withSpread(spread(own.map(({ parse }) => parse)), 0)} µs`,
			ratio: compared,
			...atMost(3, compared),
		});
	}
	result.counts = { rounds, lines };
	return result;
}
