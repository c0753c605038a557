// npm run compat             the packed nodes in the oldest n8n that README names
// npm run compat -- FOLDER   the same in an n8n of another version, installed in that folder
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { check, summarise } from '../lib/checks.mts';
import { ensurePackage, installPackage } from '../lib/package.mts';
import { root } from '../lib/paths.mts';
import { say, step } from '../lib/progress.mts';
import { ensureRuntime } from '../lib/runtime.mts';
import { startN8n, startSandbox, type Server } from '../lib/servers.mts';
import { listenForStop, stopping } from '../lib/stopping.mts';
import { until } from '../lib/testing/poll.ts';
import { SandboxClient } from '../lib/testing/sandbox-client.ts';
import { answersLead, loads, testsCredentials } from './lib/checks.mts';
import { OlderN8nClient } from './lib/client.mts';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'tools', 'compat'));
const owner = { email: 'owner@example.com', password: 'Owner-password-1', firstName: 'Test', lastName: 'Owner' };

listenForStop();
const began = Date.now();
const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-compat-'));
const servers: Server[] = [];
try {
	const runtime = await ensureRuntime({
		folder,
		nodes: { from: 20, to: 22 },
		nativeModules: ['sqlite3'],
	});
	const { version } = JSON.parse(readFileSync(path.join(folder, 'node_modules', 'n8n', 'package.json'), 'utf8')) as {
		version: string;
	};
	await step(
		'Building, packing and installing the nodes',
		async () => await installPackage(await ensurePackage(), userFolder),
	);
	const sandbox = await step(
		'Starting the sandbox',
		async () => await startSandbox({ logFile: path.join(userFolder, 'sandbox.log') }),
	);
	servers.push(sandbox);
	const n8n = await step(`Starting n8n ${version}`, async () => {
		// An older n8n does not start when it is told to do without a module that it does not have.
		const env = { N8N_ENCRYPTION_KEY: 'key-of-the-compatibility-check', N8N_DISABLED_MODULES: '' };
		return await startN8n({ runtime, userFolder, logFile: path.join(userFolder, 'n8n.log'), env });
	});
	servers.push(n8n);
	const client = new OlderN8nClient(n8n.url);
	// This old n8n says that it is ready before its REST interface is there.
	await until('the REST interface of n8n', async () => (await client.request('GET', '/settings')).status === 200, {
		withinMs: 120_000,
	});
	await client.signIn(owner);
	const thumbtack = new SandboxClient(sandbox.url);
	const outcomes = [
		await check(`n8n ${version} loads both nodes and all credentials`, async () => await loads(client)),
		await check(`n8n ${version} tests a credential`, async () => await testsCredentials(client, thumbtack)),
		await check(`n8n ${version} takes a lead and answers it`, async () => await answersLead(client, thumbtack)),
	];
	if (outcomes.some(({ failed }) => failed > 0)) {
		say(n8n.service.lastLines());
		process.exitCode = 1;
	}
	summarise(outcomes, began);
} catch (error) {
	say(stopping.aborted ? 'Stopped.' : `\n${(error as Error).message}`);
	process.exitCode = 1;
} finally {
	for (const { service } of servers.reverse()) await service.stop();
	rmSync(userFolder, { recursive: true, force: true });
}
process.exit();
