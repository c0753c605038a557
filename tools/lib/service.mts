import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tail } from './command.mts';
import { stopping } from './stopping.mts';

const guard = fileURLToPath(new URL('./guard.mjs', import.meta.url));

export interface ServiceOptions {
	name: string;
	command: string;
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
	logFile: string;
	/** Answers 2xx once the service can be used. */
	readyUrl: string;
	readyWithinMs: number;
}

/** A program that runs beside ours until we stop it or end ourselves. */
export class Service {
	private readonly ended: Promise<number>;
	private exitCode: number | undefined;

	private constructor(
		private readonly options: ServiceOptions,
		private readonly child: ChildProcess,
	) {
		this.ended = new Promise((resolve) => {
			child.once('error', () => resolve(127));
			child.once('exit', (code) => resolve(code ?? 1));
		}).then((code) => (this.exitCode = code as number));
	}

	static async start(options: ServiceOptions): Promise<Service> {
		mkdirSync(path.dirname(options.logFile), { recursive: true });
		const log = openSync(options.logFile, 'w');
		// Detached: Ctrl-C in the terminal is ours to hear, so that services are stopped in order.
		const child = spawn(process.execPath, [guard, options.command, ...options.args], {
			cwd: options.cwd,
			env: options.env,
			stdio: ['ignore', log, log, 'ipc'],
			detached: process.platform !== 'win32',
		});
		closeSync(log);
		const service = new Service(options, child);
		try {
			await service.ready();
		} catch (error) {
			await service.stop();
			throw error;
		}
		return service;
	}

	get name(): string {
		return this.options.name;
	}

	get running(): boolean {
		return this.exitCode === undefined;
	}

	/** Resolves with the exit code when the service ends, for whatever reason. */
	async end(): Promise<number> {
		return await this.ended;
	}

	async stop(): Promise<void> {
		if (this.running && this.child.connected) this.child.disconnect();
		await this.ended;
	}

	/** Without a chance to tidy up, as a power cut would. */
	async kill(): Promise<void> {
		if (this.running && this.child.connected) this.child.send('kill');
		await this.ended;
	}

	lastLines(): string {
		return `Last lines of ${this.options.logFile}:\n${tail(readFileSync(this.options.logFile, 'utf8'))}`;
	}

	private async ready(): Promise<void> {
		const deadline = Date.now() + this.options.readyWithinMs;
		while (Date.now() < deadline) {
			stopping.throwIfAborted();
			if (!this.running) {
				throw new Error(`${this.name} ended at its start (code ${this.exitCode}).\n${this.lastLines()}`);
			}
			if (await answers(this.options.readyUrl)) return;
			await Promise.race([sleep(100), this.ended]);
		}
		throw new Error(`${this.name} was not ready after ${this.options.readyWithinMs / 1000} s.\n${this.lastLines()}`);
	}
}

export async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2_000) });
		await response.arrayBuffer();
		return response.ok;
	} catch {
		return false;
	}
}
