// 100,000 deliveries and 100,000 actions through our own code in n8n-core's contexts. In a whole n8n they would take over an hour,
// nearly all of it n8n's own work; memory of ours that grew would show here all the same, and sooner.
import path from 'node:path';
import { run } from '../../lib/command.mts';
import { root } from '../../lib/paths.mts';
import { step } from '../../lib/progress.mts';
import { atMost, begin, fixed, type Result } from '../lib/results.mts';
import { spread } from '../lib/stats.mts';

interface Outcome {
	memories: Array<{ done: number; heapMB: number; rssMB: number }>;
	executions: number;
	seconds: number;
	handlesLeft: string[];
}

export async function soak(count: number): Promise<Result> {
	const result = begin('soak');
	for (const kind of ['deliveries', 'actions'] as const) {
		const outcome = await step(`${count} ${kind}`, async () => {
			const worker = path.join(root, 'tools', 'bench', 'workers', 'soak.mts');
			const { stdout } = await run(process.execPath, ['--expose-gc', '--import', 'tsx', worker, kind, String(count)]);
			return JSON.parse(stdout.trim().split('\n').at(-1) as string) as Outcome;
		});
		if (outcome.executions !== count) throw new Error(`Of ${count} ${kind} ${outcome.executions} came out`);
		const [first, , last] = outcome.memories as [
			Outcome['memories'][0],
			Outcome['memories'][0],
			Outcome['memories'][0],
		];
		const growth = spread([last.heapMB / first.heapMB]);
		result.rows.push({
			measure: `memory in use after ${count} ${kind}`,
			ours: `${fixed(last.heapMB, 1)} MB`,
			other: `after ${first.done}: ${fixed(first.heapMB, 1)} MB`,
			ratio: growth,
			...atMost(1.05, growth),
		});
		result.rows.push({
			measure: `open handles left after ${count} ${kind}`,
			ours: outcome.handlesLeft.join() || 'none',
			other: '',
			ratio: spread([outcome.handlesLeft.length]),
			goal: '0',
			met: outcome.handlesLeft.length === 0,
		});
		result.counts[kind] = outcome;
	}
	return result;
}
