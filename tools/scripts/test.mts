import path from 'node:path';
import { check, jest, staticChecks, summarise, type Outcome } from '../lib/checks.mts';
import { ensureChromium } from '../lib/chromium.mts';
import { npm, run } from '../lib/command.mts';
import { build, pack } from '../lib/package.mts';
import { say } from '../lib/progress.mts';
import { ensureRuntime } from '../lib/runtime.mts';
import { listenForStop, stopping } from '../lib/stopping.mts';

/** Each has an n8n and a sandbox of its own. */
const E2E_WORKERS = 2;

/** What the end-to-end tests need; mostly waiting for the network, so it goes beside the other checks. */
async function prepareEndToEnd(): Promise<{ outcome: Outcome; chromium: string }> {
	let chromium: string | undefined;
	const outcome = await check('n8n and a browser to test with', async () => {
		chromium = await ensureChromium();
		await ensureRuntime();
	});
	return { outcome, chromium: chromium ?? '' };
}

async function checkWithoutN8n(): Promise<Outcome[]> {
	return [
		...(await staticChecks()),
		await check('build', async () => {
			await build();
			await pack();
		}),
		await check('scan', async () => await npm(['run', 'scan', '--silent'])),
		await check(
			'sandbox',
			async () => await run(process.execPath, ['--import', 'tsx', path.join('tools', 'sandbox', 'selfcheck.mts')]),
		),
		await jest(['unit', 'core']),
	];
}

listenForStop();
try {
	const began = Number(process.env.BEGAN_AT ?? Date.now());
	const [endToEnd, outcomes] = await Promise.all([prepareEndToEnd(), checkWithoutN8n()]);
	outcomes.push(
		endToEnd.outcome,
		await jest(['e2e'], { workers: E2E_WORKERS, env: { E2E_CHROMIUM: endToEnd.chromium } }),
	);
	summarise(outcomes, began);
	process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
} catch (error) {
	say(stopping.aborted ? 'Stopped.' : `\n${(error as Error).stack}`);
	process.exitCode = 1;
}
process.exit();
