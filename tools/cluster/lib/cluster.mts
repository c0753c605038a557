import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { ensurePackage } from '../../lib/package.mts';
import { packageName } from '../../lib/paths.mts';
import { cleanEnvironment } from '../../lib/command.mts';
import { say, step } from '../../lib/progress.mts';
import { ensureRuntime, environmentFor, type Runtime } from '../../lib/runtime.mts';
import { n8nEnvironment, startSandbox, type Server } from '../../lib/servers.mts';
import { Service } from '../../lib/service.mts';
import { N8nClient, type Owner } from '../../lib/testing/n8n-client.ts';
import { startRegistry, type Registry } from '../../lib/testing/registry.mts';
import { SandboxClient } from '../../lib/testing/sandbox-client.ts';
import { startPostgres, startRedis, type Backing, type Postgres } from './backing.mts';
import { caddyfile, composed } from './compose.mts';
import { ensureTools } from './tools.mts';

export const clusterOwner: Owner = {
	email: 'owner@example.com',
	password: 'Owner-password-1',
	firstName: 'Cluster',
	lastName: 'Owner',
};

/** The services of docker-compose.yml that are n8n, by our names. */
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
	private proxy?: Service;
	private registry?: Registry;
	/** The address that users, Thumbtack and the tests know: that of the proxy. */
	url = '';
	private sandboxServer!: Server;
	private runtime!: Runtime;
	private variables: Record<string, string> = {};
	/** From docker-compose.yml: addresses of this machine, and what a check cannot wait for. */
	private differences: NodeJS.ProcessEnv = {};
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
		const { command, environment } = composed(role === 'main' ? 'n8n' : role, this.variables);
		member.service = await Service.start({
			name: `n8n ${role}`,
			command: this.runtime.node,
			args: [this.runtime.n8n, ...command],
			cwd: member.folder,
			env: {
				...n8nEnvironment(this.runtime, member.folder, member.port, member.brokerPort),
				...environment,
				...this.differences,
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
		await this.proxy?.stop();
		this.registry?.stop();
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
			await this.prepareMembers(redis, tarball);
		});
		const sandboxLog = this.logFile('sandbox');
		this.sandboxServer = await step('Starting the sandbox', async () => await startSandbox({ logFile: sandboxLog }));
		this.sandbox = new SandboxClient(this.sandboxServer.url);
		// Main migrates the database and installs the nodes; the others would only wait for it.
		await step('Starting n8n main, which installs the nodes', async () => await this.startMember('main'));
		if (!existsSync(path.join(this.nodesOf('main'), 'node_modules', packageName)))
			throw new Error(`Main has not installed ${packageName}; see ${this.logFile('main')}`);
		await step('Starting Caddy', async () => await this.startProxy(tools.caddy));
		await step('Starting two webhook processors and two workers', async () => {
			await Promise.all(roles.slice(1).map(async (role) => await this.startMember(role)));
		});
		this.n8n = new N8nClient(this.url);
		await this.n8n.signIn(clusterOwner);
		for (const role of roles) say(`  ${role.padEnd(9)} 127.0.0.1:${this.member(role).port}`);
	}

	private nodesOf(role: Role): string {
		return path.join(this.member(role).folder, '.n8n', 'nodes');
	}

	private async prepareMembers(redis: Backing, tarball: string): Promise<void> {
		for (const role of roles) {
			const folder = path.join(this.folder, role);
			this.members.set(role, { folder, port: await getPort(), brokerPort: await getPort() });
			mkdirSync(path.join(folder, '.n8n'), { recursive: true });
			// The volume that all of them share.
			if (role === 'main') mkdirSync(this.nodesOf(role));
			else symlinkSync(this.nodesOf('main'), this.nodesOf(role));
		}
		this.url = `http://localhost:${await getPort()}`;
		this.registry = await startRegistry([tarball], this.folder);
		const { backing, user, password, database } = this.postgres;
		this.variables = {
			N8N_URL: `${this.url}/`,
			N8N_ENCRYPTION_KEY: 'key-of-the-cluster-of-this-run',
			POSTGRES_PASSWORD: password,
		};
		this.differences = {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(backing.port),
			DB_POSTGRESDB_DATABASE: database,
			DB_POSTGRESDB_USER: user,
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
			// The registry that has the package of this working tree.
			PATH: [npmOfRegistry, environmentFor(this.runtime.node).PATH].join(path.delimiter),
			REGISTRY_OF_THE_TEST: this.registry.url,
			npm_config_cache: path.join(this.folder, 'npm-cache'),
		};
	}

	private async startProxy(caddy: string): Promise<void> {
		const address = (role: Role) => `127.0.0.1:${this.member(role).port}`;
		this.proxy = await Service.start({
			name: 'Caddy',
			command: caddy,
			args: ['run', '--config', caddyfile, '--adapter', 'caddyfile'],
			cwd: this.folder,
			env: cleanEnvironment({
				ADDRESS: `:${new URL(this.url).port}`,
				BIND: '127.0.0.1',
				MAIN: address('main'),
				WEBHOOK_PROCESSORS: `${address('webhook-1')} ${address('webhook-2')}`,
				HOME: this.folder,
			}),
			logFile: path.join(this.folder, 'caddy.log'),
			readyUrl: `${this.url}/healthz/readiness`,
			readyWithinMs: 30_000,
		});
	}
}

const npmOfRegistry = fileURLToPath(new URL('../../lib/testing/npm-of-registry', import.meta.url));

const kindOf = (role: Role): 'main' | 'webhook' | 'worker' =>
	role === 'main' ? 'main' : role.startsWith('webhook') ? 'webhook' : 'worker';
