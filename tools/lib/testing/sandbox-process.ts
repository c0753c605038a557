/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions --
   starts a program on the developer's machine; the rules are for code that runs inside n8n Cloud */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { SandboxClient } from './sandbox-client';

const root = path.join(__dirname, '..', '..', '..');

/** A sandbox of its own for one test file, so that files can run side by side. Call it at the top of the file. */
export function ownSandbox(): { client: SandboxClient; url: string } {
	let child: ChildProcess;
	const own = {} as { client: SandboxClient; url: string };
	beforeAll(async () => {
		child = spawn(process.execPath, ['--import', 'tsx', path.join('tools', 'sandbox', 'main.mts'), '--port', '0'], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const lines = createInterface({ input: child.stdout! });
		for await (const line of lines) {
			const url = /^Thumbtack sandbox: (http:\/\/\S+)/.exec(line)?.[1];
			if (url === undefined) continue;
			own.url = url;
			own.client = new SandboxClient(url);
			break;
		}
		// What it prints later must not fill the pipe.
		child.stdout!.resume();
		if (own.url === undefined) throw new Error('The sandbox ended before it listened');
	}, 30_000);
	afterAll(async () => {
		if (child.exitCode !== null) return;
		child.kill('SIGTERM');
		await once(child, 'exit');
	});
	return own;
}
