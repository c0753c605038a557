import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePackage, installPackage } from '../../lib/package.mts';
import { ensureRuntime, type Runtime } from '../../lib/runtime.mts';
import { startN8n, type Server } from '../../lib/servers.mts';
import { callOk } from '../../lib/testing/http.ts';
import { N8nClient, type Owner } from '../../lib/testing/n8n-client.ts';
import { until } from '../../lib/testing/poll.ts';
import { installIdleNodes } from './idle.mts';

const owner: Owner = {
	email: 'owner@example.com',
	password: 'Owner-password-1',
	firstName: 'Bench',
	lastName: 'Owner',
};

/** An n8n of our own with our package in it, in a folder that outlives the process: it can be killed and started again. */
export class OwnN8n {
	client!: N8nClient;
	private server: Server | undefined;
	private starts = 0;

	private constructor(
		readonly runtime: Runtime,
		readonly folder: string,
		private readonly env: NodeJS.ProcessEnv,
	) {}

	/** @param folder for a place with a limit of its own; a new temporary one otherwise */
	static async prepare(
		env: NodeJS.ProcessEnv = {},
		folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-bench-')),
	) {
		const [runtime, tarball] = await Promise.all([ensureRuntime(), ensurePackage()]);
		await installPackage(tarball, folder);
		installIdleNodes(folder);
		return new OwnN8n(runtime, folder, env);
	}

	static async start(env: NodeJS.ProcessEnv = {}): Promise<OwnN8n> {
		const n8n = await OwnN8n.prepare(env);
		try {
			await n8n.boot();
		} catch (error) {
			await n8n.remove();
			throw error;
		}
		return n8n;
	}

	get url(): string {
		return this.client.url;
	}

	get database(): string {
		return path.join(this.folder, '.n8n', 'database.sqlite');
	}

	get logFile(): string {
		return path.join(this.folder, `n8n-${this.starts}.log`);
	}

	/** Starts n8n, on the port of the last time where there was one: the webhooks' addresses stay the same. */
	async boot(): Promise<void> {
		this.starts++;
		const port = this.server === undefined ? undefined : Number(new URL(this.server.url).port);
		this.server = await startN8n({
			runtime: this.runtime,
			userFolder: this.folder,
			logFile: this.logFile,
			port,
			env: { N8N_ENCRYPTION_KEY: 'key-of-the-benchmarks', ...this.env },
		});
		const session = this.client?.session;
		this.client = session ? N8nClient.withSession(this.server.url, session) : new N8nClient(this.server.url);
		if (!session) await this.client.signIn(owner);
	}

	get running(): boolean {
		return this.server?.service.running ?? false;
	}

	async kill(): Promise<void> {
		await this.server?.service.kill();
	}

	async stop(): Promise<void> {
		await this.server?.service.stop();
	}

	async remove(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** How many executions of a workflow are there, in one status or in all. */
	async count(workflowId: string, status?: string[]): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, ...(status && { status }) }));
		const { data } = await callOk<{ data: { count: number } }>(`${this.url}/rest/executions?filter=${filter}&limit=1`, {
			headers: { 'browser-id': 'n8n-nodes-thumbtack', cookie: this.client.session },
		});
		return data.count;
	}

	/** When the last of a workflow's latest executions ended, on this machine's clock. */
	async lastEnd(workflowId: string): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { data } = await callOk<{ data: { results: Array<{ stoppedAt: string }> } }>(
			`${this.url}/rest/executions?filter=${filter}&limit=20`,
			{ headers: { 'browser-id': 'n8n-nodes-thumbtack', cookie: this.client.session } },
		);
		return Math.max(...data.results.map(({ stoppedAt }) => Date.parse(stoppedAt)));
	}

	async finished(workflowId: string, count: number, withinMs = 120_000): Promise<void> {
		let seen = 0;
		await until(
			`${count} successful executions of workflow ${workflowId}`,
			async () => (seen = await this.count(workflowId, ['success'])) >= count,
			{ withinMs, everyMs: 25 },
			() => seen,
		);
	}
}
