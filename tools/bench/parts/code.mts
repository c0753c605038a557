// What our code costs on top of n8n's: the trigger per delivery against parsing the same JSON once; tarball and load time against others.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../lib/command.mts';
import { ensurePackage, installPackage } from '../../lib/package.mts';
import { packageName, root } from '../../lib/paths.mts';
import { step } from '../../lib/progress.mts';
import { ensureRuntime, environmentFor } from '../../lib/runtime.mts';
import { atMost, begin, withSpread, type Result } from '../lib/results.mts';
import { ratio, spread } from '../lib/stats.mts';

interface Line {
	name: string;
	ours: number;
	parse: number;
}

export async function code(rounds: number): Promise<Result> {
	const result = begin('code');
	const [runtime, tarball] = await Promise.all([ensureRuntime(), ensurePackage()]);
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-code-'));
	try {
		await installPackage(tarball, folder);
		const lines = await step('Trigger code against JSON.parse', async () => {
			const installed = path.join(folder, '.n8n', 'nodes', 'node_modules', packageName);
			const worker = path.join(root, 'tools', 'bench', 'workers', 'code.mts');
			// n8n gives its nodes its own n8n-workflow in this way.
			const env = { ...environmentFor(runtime.node), NODE_PATH: path.join(root, 'tools', 'runtime', 'node_modules') };
			const { stdout } = await run(
				runtime.node,
				['--expose-gc', '--import', 'tsx', worker, installed, String(rounds)],
				{ env },
			);
			return stdout
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line) as Line);
		});
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
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
