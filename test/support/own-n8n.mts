import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensurePackage, installPackage } from '../../scripts/lib/package.mts';
import { ensureRuntime } from '../../scripts/lib/runtime.mts';
import { startN8n, type Server } from '../../scripts/lib/servers.mts';

/**
 * An n8n for one test file, for what would disturb the others. It obeys its input, a line each: `start {"NAME": "of the environment"}`, `stop`
 * and `kill`; ends with it; and says `up <url> <log file>` and `down`.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-own-'));
const logFile = path.join(folder, 'n8n.log');
const [runtime, tarball] = await Promise.all([ensureRuntime(), ensurePackage()]);
await installPackage(tarball, folder);

let server: Server | undefined;
const commands: Record<string, (rest: string) => Promise<void>> = {
	start: async (environment) => {
		const port = server && Number(new URL(server.url).port);
		const env = { N8N_ENCRYPTION_KEY: 'key-of-an-own-n8n', ...(JSON.parse(environment) as NodeJS.ProcessEnv) };
		server = await startN8n({ runtime, userFolder: folder, logFile, port, env });
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
};

try {
	for await (const line of createInterface({ input: process.stdin })) {
		const [command, rest] = line.split(/ (.*)/s);
		await commands[command]!(rest ?? '{}');
	}
} finally {
	await server?.service.stop();
	rmSync(folder, { recursive: true, force: true });
}
