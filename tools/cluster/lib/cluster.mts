import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { ensurePackage, installPackage } from '../../lib/package.mts';
import { say, step } from '../../lib/progress.mts';
import { ensureRuntime, type Runtime } from '../../lib/runtime.mts';
import { n8nEnvironment, startSandbox, type Server } from '../../lib/servers.mts';
import { Service } from '../../lib/service.mts';
import { N8nClient, type Owner } from '../../lib/testing/n8n-client.ts';
import { SandboxClient } from '../../lib/testing/sandbox-client.ts';
import { startPostgres, startRedis, type Backing, type Postgres } from './backing.mts';
import { Balancer } from './balancer.mts';
import { ensureTools } from './tools.mts';

export const clusterOwner: Owner = {
	email: 'owner@example.com',
	password: 'Owner-password-1',
	firstName: 'Cluster',
	lastName: 'Owner',
};

export type Role = 'main' | 'webhook-1' | 'webhook-2' | 'worker-1' | 'worker-2';
const roles: Role[] = ['main', 'webhook-1', 'webhook-2', 'worker-1', 'worker-2'];

interface Member {
	port: number;
	brokerPort: number;
	folder: string;
	service?: Service;
}

/** n8n in queue mode: main, two webhook processors and two workers, each with a folder of its own as in a container. */
export class Cluster {
	private readonly members = new Map<Role, Member>();
	private readonly backings: Backing[] = [];
	private balancer!: Balancer;
	private sandboxServer!: Server;
	private runtime!: Runtime;
	private environment: NodeJS.ProcessEnv = {};
	postgres!: Postgres;
	n8n!: N8nClient;
	sandbox!: SandboxClient;

	private constructor(readonly folder: string) {}

	static async start(): Promise<Cluster> {
		const cluster = new Cluster(mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-cluster-')));
		try {
			await cluster.boot();
			return cluster;
		} catch (error) {
			await cluster.stop();
			throw error;
		}
	}

	/** The address that users, Thumbtack and the tests know. */
	get url(): string {
		return this.balancer.url;
	}

	logFile(role: Role | 'sandbox'): string {
		return path.join(this.folder, `${role}.log`);
	}

	logs(): string {
		return roles.map((role) => readFileSync(this.logFile(role), 'utf8')).join('\n');
	}

	/** Without a chance to tidy up, as a power cut would. */
	async kill(role: Role): Promise<void> {
		await this.member(role).service?.kill();
	}

	async startMember(role: Role): Promise<void> {
		const member = this.member(role);
		const [command = '', ...rest] =
			{ main: ['start'], webhook: ['webhook'], worker: ['worker', '--concurrency=10'] }[kindOf(role)] ?? [];
		member.service = await Service.start({
			name: `n8n ${role}`,
			command: this.runtime.node,
			args: [this.runtime.n8n, command, ...rest],
			cwd: member.folder,
			env: {
				...n8nEnvironment(this.runtime, member.folder, member.port, member.brokerPort),
				...this.environment,
				...(kindOf(role) === 'worker' ? { QUEUE_HEALTH_CHECK_PORT: String(member.port) } : {}),
			},
			logFile: this.logFile(role),
			readyUrl: `http://localhost:${member.port}/healthz/readiness`,
			readyWithinMs: 180_000,
		});
	}

	async stop(): Promise<void> {
		await Promise.all(
			roles.filter((role) => role !== 'main').map(async (role) => await this.members.get(role)?.service?.stop()),
		);
		await this.members.get('main')?.service?.stop();
		await this.sandboxServer?.service.stop();
		await this.balancer?.stop();
		await Promise.all(this.backings.map(async (backing) => await backing.stop()));
		rmSync(this.folder, { recursive: true, force: true });
	}

	private member(role: Role): Member {
		return this.members.get(role) as Member;
	}

	private async boot(): Promise<void> {
		const [tools, runtime, tarball] = [await ensureTools(), await ensureRuntime(), await ensurePackage()];
		this.runtime = runtime;
		await step('Starting Redis and PostgreSQL', async () => {
			const redis = await startRedis(tools, this.folder);
			this.backings.push(redis);
			this.postgres = await startPostgres(tools, this.folder);
			this.backings.push(this.postgres.backing);
			this.environment = this.environmentOf(redis);
		});
		await step('Installing the nodes in all five processes', async () => await this.prepareMembers(tarball));
		const sandboxLog = this.logFile('sandbox');
		this.sandboxServer = await step('Starting the sandbox', async () => await startSandbox({ logFile: sandboxLog }));
		this.sandbox = new SandboxClient(this.sandboxServer.url);
		// Main migrates the database; the others would only wait for it.
		await step('Starting n8n main', async () => await this.startMember('main'));
		await step('Starting two webhook processors and two workers', async () => {
			await Promise.all(roles.slice(1).map(async (role) => await this.startMember(role)));
		});
		this.n8n = new N8nClient(this.url);
		await this.n8n.signIn(clusterOwner);
		for (const role of roles) say(`  ${role.padEnd(9)} 127.0.0.1:${this.member(role).port}`);
	}

	private async prepareMembers(tarball: string): Promise<void> {
		for (const role of roles) {
			const folder = path.join(this.folder, role);
			mkdirSync(folder);
			// One real install; the others get what it made.
			if (role === 'main') await installPackage(tarball, folder);
			else cpSync(path.join(this.folder, 'main', '.n8n'), path.join(folder, '.n8n'), { recursive: true });
			this.members.set(role, { folder, port: await getPort(), brokerPort: await getPort() });
		}
		const port = (role: Role) => this.member(role).port;
		this.balancer = await Balancer.start(
			await getPort(),
			() => port('main'),
			() => [port('webhook-1'), port('webhook-2')],
		);
		this.environment.N8N_WEBHOOK_URL = `${this.url}/`;
		this.environment.N8N_EDITOR_BASE_URL = `${this.url}/`;
	}

	private environmentOf(redis: Backing): NodeJS.ProcessEnv {
		const { backing, user, password, database } = this.postgres;
		return {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(backing.port),
			DB_POSTGRESDB_DATABASE: database,
			DB_POSTGRESDB_USER: user,
			DB_POSTGRESDB_PASSWORD: password,
			// Minutes until main notices what a dead process left half done; three hours by default.
			N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
			N8N_ENCRYPTION_KEY: 'key-of-the-cluster-of-this-run',
			// The editor's news come as a plain answer then, which any proxy can hand on.
			N8N_PUSH_BACKEND: 'sse',
			N8N_PROXY_HOPS: '1',
		};
	}
}

const kindOf = (role: Role): 'main' | 'webhook' | 'worker' =>
	role === 'main' ? 'main' : role.startsWith('webhook') ? 'webhook' : 'worker';
