// How big the package is, and how long n8n takes to load both nodes; beside it a package that does nothing.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../lib/command.mts';
import { root } from '../../lib/paths.mts';
import { step } from '../../lib/progress.mts';
import { withInstalled } from '../lib/installed.mts';
import { begin, fixed, withSpread, type Result } from '../lib/results.mts';
import { ratio, spread } from '../lib/stats.mts';

/** Packages to stand beside ours: n8n's own nodes for two services of the same kind, as they are in n8n-nodes-base. */
const others = [
	['Calendly Trigger', ['Calendly/CalendlyTrigger.node.js']],
	['GitHub and its trigger', ['Github/Github.node.js', 'Github/GithubTrigger.node.js']],
	['Discord', ['Discord/Discord.node.js']],
	['Airtable and its trigger', ['Airtable/Airtable.node.js', 'Airtable/AirtableTrigger.node.js']],
] as const;

export async function size(rounds: number): Promise<Result> {
	const result = begin('size');
	return await withInstalled(async ({ node, env, tarball, folder, scratch }) => {
		const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
			n8n: { nodes: string[] };
		};
		const script = path.join(scratch, 'load.cjs');
		// n8n has n8n-workflow loaded long before it comes to any node.
		writeFileSync(
			script,
			"require('n8n-workflow');const began=performance.now();for(const file of process.argv.slice(2)){const exported=require(file);new (exported[Object.keys(exported)[0]])();}process.stdout.write(String(performance.now()-began));",
		);
		const load = async (files: string[]) => Number((await run(node, [script, ...files], { env })).stdout);
		const ours = n8n.nodes.map((file) => path.join(folder, file));
		const base = path.join(root, 'tools', 'runtime', 'node_modules', 'n8n-nodes-base', 'dist', 'nodes');
		const times = new Map<string, number[]>();
		await step('Loading the nodes', async () => {
			for (let round = 0; round <= rounds; round++) {
				for (const [name, files] of [
					['ours', ours] as const,
					...others.map(([name, files]) => [name, files.map((file) => path.join(base, file))] as const),
				]) {
					const time = await load([...files]);
					if (round > 0) times.set(name, [...(times.get(name) ?? []), time]);
				}
			}
		});
		const own = times.get('ours') as number[];
		for (const [name] of others) {
			const compared = ratio(own, times.get(name) as number[]);
			result.rows.push({
				measure: 'time to load both nodes',
				ours: `${withSpread(spread(own), 1)} ms`,
				other: `${name} ${withSpread(spread(times.get(name) as number[]), 1)} ms`,
				ratio: compared,
				goal: 'smallest',
				met: compared.median <= 1,
			});
		}
		const unpacked = (await run('du', ['-sb', '--apparent-size', folder])).stdout.split('\t')[0];
		result.counts = {
			rounds,
			tarballKB: fixed(statSync(tarball).size / 1000, 1),
			unpackedKB: fixed(Number(unpacked) / 1000, 1),
			loadMs: Object.fromEntries(times),
		};
		return result;
	});
}
