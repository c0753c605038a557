/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions --
   starts a program on the developer's machine; the rules are for code that runs inside n8n Cloud */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { N8nClient } from './n8n-client';
import { addresses } from './stack';

const root = path.join(__dirname, '..', '..', '..');

export interface OwnN8n {
	client: N8nClient;
	/** What this life of it has written so far. */
	log: () => string;
	/** Stops it and starts it again, on the same data and address. */
	restart: (environment?: Record<string, string>) => Promise<void>;
	/** Takes its life without a warning; `start` gives it a new one. */
	kill: () => Promise<void>;
	start: (environment?: Record<string, string>) => Promise<void>;
	/** Takes SQLite's write lock, as another process may. */
	lockDatabase: () => Promise<void>;
	unlockDatabase: () => Promise<void>;
}

export interface OwnN8nOptions {
	/** To begin without our package, which waits in a registry instead: in this version and in the current one. */
	previousVersion?: string;
	/** For every life of it. */
	environment?: Record<string, string>;
}

/** An n8n of its own for one test file that has to stop it, or would disturb the others. Call it at the top of the file. */
export function ownN8n({ previousVersion, environment: always = {} }: OwnN8nOptions = {}): OwnN8n {
	let child: ChildProcess;
	let lines: AsyncIterator<string>;
	const obey = async (command: string, answer: RegExp): Promise<RegExpExecArray> => {
		child.stdin!.write(`${command}\n`);
		for (;;) {
			const { value, done } = await lines.next();
			if (done) throw new Error(`n8n ended before it could obey: ${command}`);
			const found = answer.exec(value);
			if (found) return found;
		}
	};
	const stop = async (how: 'stop' | 'kill') => void (await obey(how, /^down$/));
	const start = async (environment = {}) => {
		const [, url, logFile] = await obey(`start ${JSON.stringify({ ...always, ...environment })}`, /^up (\S+) (.+)$/);
		own.log = () => readFileSync(logFile!, 'utf8');
		return url!;
	};
	const own = {
		restart: async (environment) => {
			await stop('stop');
			await start(environment);
		},
		kill: async () => await stop('kill'),
		start: async (environment) => void (await start(environment)),
		lockDatabase: async () => void (await obey('lock', /^locked$/)),
		unlockDatabase: async () => void (await obey('unlock', /^unlocked$/)),
	} as OwnN8n;
	beforeAll(async () => {
		const program = [
			'--import',
			'tsx',
			path.join('tools', 'lib', 'testing', 'own-n8n.mts'),
			...(previousVersion === undefined ? [] : [previousVersion]),
		];
		child = spawn(process.execPath, program, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
		lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
		own.client = new N8nClient(await start());
		await own.client.signIn(addresses().owner);
	}, 180_000);
	afterAll(async () => {
		if (child.exitCode !== null) return;
		child.stdin!.end();
		await once(child, 'exit');
	}, 60_000);
	return own;
}
