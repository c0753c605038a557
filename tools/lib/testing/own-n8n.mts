import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ensurePackage, installPackage } from '../package.mts';
import { ensureRuntime, environmentFor } from '../runtime.mts';
import { startN8n, type Server } from '../servers.mts';
import { repack, startRegistry, type Registry } from './registry.mts';

/**
 * An n8n for one test file, for what would disturb the others. It obeys its input, a line each: `start {"NAME": "of the environment"}`, `stop`,
 * `kill`, `lock` and `unlock` (the database, as another process may); ends with it; and says `up <url> <log file>`, `down`, `locked` and `unlocked`.
 *
 * With a version as its argument it begins without our package, and with a registry that has the package in that version and in the current.
 */
const previousVersion = process.argv[2];
const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-own-'));
const logFile = path.join(folder, 'n8n.log');
const env: NodeJS.ProcessEnv = { N8N_ENCRYPTION_KEY: 'key-of-an-own-n8n' };
let registry: Registry | undefined;
let server: Server | undefined;
let holder: ChildProcessByStdio<Writable, Readable, null> | undefined;

const commands: Record<string, (rest: string) => Promise<void>> = {
	start: async (environment) => {
		const port = server && Number(new URL(server.url).port);
		const more = JSON.parse(environment) as NodeJS.ProcessEnv;
		server = await startN8n({ runtime, userFolder: folder, logFile, port, env: { ...env, ...more } });
		process.stdout.write(`up ${server.url} ${logFile}\n`);
	},
	stop: async () => {
		await server?.service.stop();
		process.stdout.write('down\n');
	},
	kill: async () => {
		await server?.service.kill();
		process.stdout.write('down\n');
	},
	lock: async () => {
		const lock = fileURLToPath(new URL('../../bench/workers/lock.mjs', import.meta.url));
		const database = path.join(folder, '.n8n', 'database.sqlite');
		holder = spawn(runtime.node, [lock, database], { stdio: ['pipe', 'pipe', 'inherit'] });
		await once(holder.stdout, 'data');
		process.stdout.write('locked\n');
	},
	unlock: async () => {
		holder?.stdin.end();
		if (holder) await once(holder, 'exit');
		holder = undefined;
		process.stdout.write('unlocked\n');
	},
};

const [runtime, tarball] = await Promise.all([ensureRuntime(), ensurePackage()]);
try {
	if (previousVersion === undefined) {
		await installPackage(tarball, folder);
	} else {
		registry = await startRegistry([await repack(tarball, previousVersion, folder), tarball], folder);
		const npmOfRegistry = fileURLToPath(new URL('npm-of-registry', import.meta.url));
		env.PATH = [npmOfRegistry, environmentFor(runtime.node).PATH].join(path.delimiter);
		env.REGISTRY_OF_THE_TEST = registry.url;
		env.npm_config_cache = path.join(folder, 'npm-cache');
	}
	for await (const line of createInterface({ input: process.stdin })) {
		const [command, rest] = line.split(/ (.*)/s);
		await commands[command!]!(rest ?? '{}');
	}
} finally {
	holder?.kill();
	await server?.service.stop();
	registry?.stop();
	rmSync(folder, { recursive: true, force: true });
}
