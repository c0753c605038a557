// npm run bench [-- PART… [--rounds N] [--engine NAME] [--calls N] [--leads N] [--count N] [--kills N] [--seed N] [--results FOLDER]]
// Measures, prints, keeps the figures in bench/results and draws them into docs/. `draw` alone draws what was measured before.
import { parseArgs } from 'node:util';
import { say } from '../lib/progress.mts';
import { listenForStop, stopping } from '../lib/stopping.mts';
import { draw } from './draw.mts';
import { print, save, type Result } from './lib/results.mts';
import { action } from './parts/action.mts';
import { code } from './parts/code.mts';
import { crash } from './parts/crash.mts';
import { reply } from './parts/reply.mts';
import { size } from './parts/size.mts';
import { soak } from './parts/soak.mts';
import { trigger } from './parts/trigger.mts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		rounds: { type: 'string', default: '5' },
		calls: { type: 'string', default: '500' },
		leads: { type: 'string', default: '30' },
		engine: { type: 'string' },
		/** Deliveries and actions of the soak. */
		count: { type: 'string', default: '100000' },
		kills: { type: 'string', default: '50' },
		seed: { type: 'string', default: '20261121' },
		/** Where the figures go, in the place of bench/results. */
		results: { type: 'string' },
	},
});
const rounds = Number(values.rounds);

const parts: Record<string, () => Promise<Result>> = {
	code: async () => await code(rounds),
	trigger: async () => await trigger(rounds, values.engine),
	action: async () => await action(rounds, Number(values.calls)),
	reply: async () => await reply(rounds, Number(values.leads)),
	size: async () => await size(rounds),
	soak: async () => await soak(Number(values.count)),
	crash: async () => await crash(Number(values.kills), Number(values.seed)),
};

listenForStop();
try {
	const wanted = positionals.length > 0 ? positionals : Object.keys(parts);
	for (const name of wanted) {
		if (name === 'draw') continue;
		const part = parts[name];
		if (!part) throw new Error(`There is no part "${name}". Parts: ${Object.keys(parts).join(', ')}, draw`);
		const result = await part();
		print(result);
		save(result, values.results);
	}
	if (values.results === undefined) draw();
} catch (error) {
	say(stopping.aborted ? 'Stopped.' : `\n${(error as Error).stack}`);
	process.exitCode = 1;
}
process.exit();
