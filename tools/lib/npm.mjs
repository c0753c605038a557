// What runs before anything is installed, so Node's own modules only.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {});

/** Whether node_modules holds all that the lockfile names. npm writes its own list there last, so it also tells of an unfinished install. */
export function isInstalled(folder) {
	const installed = read(path.join(folder, 'node_modules', '.package-lock.json'));
	return Object.entries(read(path.join(folder, 'package-lock.json'))).every(
		([name, { version, optional, devOptional }]) => {
			// Optional ones of another system are not installed.
			return name === '' || installed[name]?.version === version || ((optional || devOptional) && !installed[name]);
		},
	);
}

/** The npm that runs us is the one to go on with; it also saves a shell on Windows. */
export function npm(args) {
	if (process.env.npm_execpath?.endsWith('.js')) return [process.execPath, [process.env.npm_execpath, ...args], {}];
	return ['npm', args, { shell: process.platform === 'win32' }];
}

/** Resolves with the exit code. What tells us to go tells the command too. */
export function runToEnd(command, args, options = {}) {
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

/** Runs npm, shows that it is still going and how long it took; throws when it fails. */
export async function npmStep(title, args, options = {}) {
	const began = Date.now();
	const passed = () => (Date.now() - began) / 1000;
	process.stdout.write(`→ ${title}\n`);
	const heartbeat = setInterval(() => process.stdout.write(`  … ${title} (${Math.round(passed())} s)\n`), 15_000);
	const [command, npmArgs, npmOptions] = npm([...args, '--no-audit', '--no-fund', '--loglevel=error']);
	try {
		const code = await runToEnd(command, npmArgs, { ...npmOptions, ...options });
		if (code !== 0) throw new Error(`"npm ${args.join(' ')}" ended with code ${code}; its messages are above.`);
		process.stdout.write(`✓ ${title}  ${passed().toFixed(1)} s\n`);
	} finally {
		clearInterval(heartbeat);
	}
}
