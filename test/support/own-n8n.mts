import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensurePackage, installPackage } from '../../scripts/lib/package.mts';
import { ensureRuntime } from '../../scripts/lib/runtime.mts';
import { startN8n, type Server } from '../../scripts/lib/servers.mts';

/**
 * An n8n for one test file, for what would disturb the others: it is stopped and started again on the same data for every line that
 * comes in (`restart`), and ends with its input. Says `n8n: <url> <folder>` each time it can be used.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-own-'));
const [runtime, tarball] = await Promise.all([ensureRuntime(), ensurePackage()]);
await installPackage(tarball, folder);

let server: Server | undefined;
async function start(): Promise<void> {
	const port = server && Number(new URL(server.url).port);
	server = await startN8n({ runtime, userFolder: folder, logFile: path.join(folder, 'n8n.log'), port, env: { N8N_ENCRYPTION_KEY: 'key-of-an-own-n8n' } });
	process.stdout.write(`n8n: ${server.url} ${folder}\n`);
}

try {
	await start();
	for await (const _line of createInterface({ input: process.stdin })) {
		await server!.service.stop();
		await start();
	}
} finally {
	await server?.service.stop();
	rmSync(folder, { recursive: true, force: true });
}
