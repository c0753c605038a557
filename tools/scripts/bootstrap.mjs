// Runs before anything is installed, so Node's own modules only.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** npm writes its hidden lockfile last, so an older one means an unfinished or an outdated install. */
function dependenciesAreCurrent() {
	const hiddenLock = path.join(root, 'node_modules', '.package-lock.json');
	return (
		existsSync(hiddenLock) && statSync(hiddenLock).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs
	);
}

function npm(args) {
	// The npm that runs us is the one to go on with; it also saves a shell on Windows.
	if (process.env.npm_execpath?.endsWith('.js')) return [process.execPath, [process.env.npm_execpath, ...args], {}];
	return ['npm', args, { shell: process.platform === 'win32' }];
}

function runToEnd(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
		const pass = (signal) => child.kill(signal);
		// A terminal gives Ctrl-C to the child as well: only wait for it here.
		const wait = () => {};
		process.on('SIGINT', wait);
		process.on('SIGTERM', pass);
		process.on('SIGHUP', pass);
		// npm hands no signal on: when it is told to go, its shell goes too, and only our parent's number changes.
		const parent = process.ppid;
		const orphaned = setInterval(() => {
			if (process.ppid === parent) return;
			clearInterval(orphaned);
			child.kill('SIGTERM');
		}, 500);
		child.on('error', reject);
		child.on('exit', (code, signal) => {
			clearInterval(orphaned);
			process.off('SIGINT', wait);
			process.off('SIGTERM', pass);
			process.off('SIGHUP', pass);
			resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
		});
	});
}

/** Installs the root's dependencies when they are missing or older than the lockfile, then runs a script of ours. */
export async function bootstrap(script) {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 15)) {
		process.stderr.write(`Node.js 20.15 or newer is needed here; this is ${process.version}.\n`);
		process.exit(1);
	}
	if (!dependenciesAreCurrent()) {
		process.stdout.write('→ Installing the development tools (npm ci, about a minute)\n');
		const began = Date.now();
		const [command, args, options] = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
		const heartbeat = setInterval(() => {
			process.stdout.write(`  … still installing (${Math.round((Date.now() - began) / 1000)} s)\n`);
		}, 15_000);
		const code = await runToEnd(command, args, options);
		clearInterval(heartbeat);
		if (code !== 0) {
			process.stderr.write(`npm ci ended with code ${code}; its messages are above.\n`);
			process.exit(code);
		}
		process.stdout.write(`✓ Development tools installed  ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
	}
	// The channel tells the script when we are gone, however we went.
	process.exitCode = await runToEnd(
		process.execPath,
		['--import', 'tsx', path.join('tools', 'scripts', script), ...process.argv.slice(2)],
		{ stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
	);
}
