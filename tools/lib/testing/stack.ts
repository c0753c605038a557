/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports --
   the addresses and logs are those of other processes; the rules are for code that runs inside n8n Cloud */
import { readFileSync } from 'node:fs';
import { N8nClient, type Owner } from './n8n-client';
import { SandboxClient } from './sandbox-client';

/** Where test/e2e/setup.mjs started the servers. */
export interface StackAddresses {
	n8nUrl: string;
	sandboxUrl: string;
	/** The owner's session at n8n: it allows five sign-ins a minute only. */
	session: string;
	owner: Owner;
	n8nLog: string;
	sandboxLog: string;
}

export function addresses(): StackAddresses {
	const text = process.env.E2E_STACKS;
	if (text === undefined)
		throw new Error('E2E_STACKS is not set: run these tests with "npx jest --selectProjects e2e"');
	const stacks = JSON.parse(text) as StackAddresses[];
	// Jest numbers its workers from 1 on; without workers it is 1 too.
	return stacks[Number(process.env.JEST_WORKER_ID ?? 1) - 1] as StackAddresses;
}

export function n8n(): N8nClient {
	const { n8nUrl, session } = addresses();
	return N8nClient.withSession(n8nUrl, session);
}

export function sandbox(): SandboxClient {
	return new SandboxClient(addresses().sandboxUrl);
}

export function n8nLog(): string {
	return readFileSync(addresses().n8nLog, 'utf8');
}

/** The browser that `npm test` found or installed; undefined where there is none. */
export function chromiumPath(): string | undefined {
	return process.env.E2E_CHROMIUM === '' ? undefined : process.env.E2E_CHROMIUM;
}

/** The folder that E2E_SCREENSHOTS names: there the browser tests leave pictures of what the user sees. */
export function picturesFolder(): string | undefined {
	return process.env.E2E_SCREENSHOTS;
}
