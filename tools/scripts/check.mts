// npm run check: what to run again and again while developing. All that needs no n8n, side by side.
import { jest, staticChecks, summarise } from '../lib/checks.mts';
import { say } from '../lib/progress.mts';
import { listenForStop, stopping } from '../lib/stopping.mts';

listenForStop();
try {
	const began = Date.now();
	const outcomes = (await Promise.all([staticChecks(), jest(['unit', 'core']).then((outcome) => [outcome])])).flat();
	summarise(outcomes, began);
	process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
} catch (error) {
	say(stopping.aborted ? 'Stopped.' : `\n${(error as Error).stack}`);
	process.exitCode = 1;
}
process.exit();
