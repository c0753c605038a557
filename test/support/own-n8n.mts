import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensurePackage, installPackage } from '../../scripts/lib/package.mts';
import { ensureRuntime, environmentFor } from '../../scripts/lib/runtime.mts';
import { startN8n, type Server } from '../../scripts/lib/servers.mts';
import { repack, startRegistry, type Registry } from './registry.mts';

/**
 * An n8n for one test file, for what would disturb the others: it is stopped and started again on the same data for every line that
 * comes in (`restart`), and ends with its input. Says `n8n: <url> <folder>` each time it can be used.
 *
 * With a version as its argument it begins without our package, and with a registry that has the package in that version and in the current.
 */
const previousVersion = process.argv[2];
const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-own-'));
const env: NodeJS.ProcessEnv = { N8N_ENCRYPTION_KEY: 'key-of-an-own-n8n' };
let registry: Registry | undefined;
let server: Server | undefined;

async function start(): Promise<void> {
	const port = server && Number(new URL(server.url).port);
	server = await startN8n({ runtime, userFolder: folder, logFile: path.join(folder, 'n8n.log'), port, env });
	process.stdout.write(`n8n: ${server.url} ${folder}\n`);
}

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
	await start();
	for await (const _line of createInterface({ input: process.stdin })) {
		await server!.service.stop();
		await start();
	}
} finally {
	await server?.service.stop();
	registry?.stop();
	rmSync(folder, { recursive: true, force: true });
}
