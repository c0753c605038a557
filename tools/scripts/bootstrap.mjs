// Runs before anything is installed, so Node's own modules only.
import path from 'node:path';
import { isInstalled, npmStep, root, runToEnd } from '../lib/npm.mjs';
import { installRuntime } from './install-runtime.mjs';

/** Installs the dependencies that are missing or older than the lockfile, n8n's beside ours if the script needs them, then runs it. */
export async function bootstrap(script, { needsN8n = true } = {}) {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 15)) {
		process.stderr.write(`Node.js 20.15 or newer is needed here; this is ${process.version}.\n`);
		process.exit(1);
	}
	if (!isInstalled(root)) {
		// No install scripts: nothing of ours needs one, and some fail without the internet.
		const install = npmStep('Installing the development tools (about a minute)', ['ci', '--ignore-scripts']);
		const results = await Promise.allSettled(needsN8n ? [install, installRuntime()] : [install]);
		const failed = results.find(({ status }) => status === 'rejected');
		if (failed) {
			process.stderr.write(`${failed.reason.message}\n`);
			process.exit(1);
		}
	}
	// The channel tells the script when we are gone, however we went; the time, since when somebody waits.
	process.exitCode = await runToEnd(
		process.execPath,
		['--import', 'tsx', path.join('tools', 'scripts', script), ...process.argv.slice(2)],
		{
			stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
			env: { ...process.env, BEGAN_AT: String(Math.round(performance.timeOrigin)) },
		},
	);
}
