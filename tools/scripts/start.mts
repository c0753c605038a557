import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { N8nClient } from '../lib/testing/n8n-client.ts';
import { SandboxClient } from '../lib/testing/sandbox-client.ts';
import { demoFolder, demoOwner, prepareDemo, readState, writeState, type DemoState } from '../lib/demo.mts';
import { ensurePackage, hideFromGit, installPackage } from '../lib/package.mts';
import { say, seconds, step } from '../lib/progress.mts';
import { ensureRuntime } from '../lib/runtime.mts';
import { startN8n, startSandbox, type Server } from '../lib/servers.mts';
import { answers } from '../lib/service.mts';
import { listenForStop, stopping, untilStopped } from '../lib/stopping.mts';

const servers: Server[] = [];

async function start(): Promise<void> {
	const began = Number(process.env.BEGAN_AT ?? Date.now());
	const previous = readState();
	if (previous && (await isRunning(previous))) {
		say(`Already running: n8n at ${previous.n8nUrl}, the sandbox at ${previous.sandboxUrl}. Stop it first.`);
		process.exitCode = 1;
		return;
	}
	hideFromGit();
	mkdirSync(demoFolder, { recursive: true });
	const [runtime] = await Promise.all([
		ensureRuntime(),
		step(
			'Building, packing and installing the nodes',
			async () => await installPackage(await ensurePackage(), demoFolder),
		),
	]);

	const dataFile = path.join(demoFolder, 'sandbox.json');
	const sandboxIsNew = !existsSync(dataFile);
	const sandbox = await step('Starting the sandbox', async () => {
		const logFile = path.join(demoFolder, 'sandbox.log');
		return keep(await startSandbox({ dataFile, logFile, port: portOf(previous?.sandboxUrl) ?? 8484 }));
	});
	const n8n = await step('Starting n8n', async () => {
		const logFile = path.join(demoFolder, 'n8n.log');
		const port = portOf(previous?.n8nUrl) ?? 5678;
		return keep(await startN8n({ runtime, userFolder: demoFolder, logFile, port, brokerPort: 5679 }));
	});
	const clients = [new N8nClient(n8n.url), new SandboxClient(sandbox.url)] as const;
	writeState(await prepareDemo(...clients, previous, sandboxIsNew));
	explain(n8n.url, sandbox.url, Date.now() - began);

	const ended = await Promise.race([
		untilStopped(),
		...servers.map(async ({ service }) => [service, await service.end()]),
	]);
	if (Array.isArray(ended) && !stopping.aborted) {
		const { service } = servers.find((server) => !server.service.running) as Server;
		throw new Error(`${service.name} ended by itself.\n${service.lastLines()}`);
	}
}

function keep(server: Server): Server {
	servers.push(server);
	return server;
}

function portOf(url: string | undefined): number | undefined {
	return url === undefined ? undefined : Number(new URL(url).port);
}

async function isRunning({ pid, n8nUrl }: DemoState): Promise<boolean> {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	// Another program may have that process id by now.
	return await answers(`${n8nUrl}/healthz`);
}

function explain(n8nUrl: string, sandboxUrl: string, took: number): void {
	say(`
Ready after ${seconds(took)}.

  n8n        ${n8nUrl}
             ${demoOwner.email}  ${demoOwner.password}
  Thumbtack  ${sandboxUrl}
             the sandbox: here you are the homeowner

Try this
  1. Open the sandbox, choose Rivera Handyman and send a lead.
     The workflow "Thumbtack: thank every new lead" answers it: the reply is in the lead's conversation.
  2. Write a message under the lead. "Thumbtack: answer a customer's message" answers that one.
  3. Open n8n and look at Executions; change a text, publish, send another lead.
     Before you publish an example that you import yourself, unpublish the demo's copy: otherwise both answer.

Ctrl-C stops both. The data stays in .local/demo; delete that folder to start over.
`);
}

listenForStop();
try {
	await start();
} catch (error) {
	if (!stopping.aborted) {
		say(`\n${(error as Error).message}`);
		process.exitCode = 1;
	}
} finally {
	if (servers.length > 0) {
		await step('Stopping', async () => {
			// n8n first: it may still have something to tell the sandbox.
			for (const { service } of servers.reverse()) await service.stop();
		});
	}
}
process.exit();
