import path from 'node:path';
import getPort, { clearLockedPorts } from 'get-port';
import { cleanEnvironment } from './command.mts';
import { root } from './paths.mts';
import { environmentFor, type Runtime } from './runtime.mts';
import { Service } from './service.mts';

export interface Server {
	/** The origin, without a slash at its end. */
	url: string;
	service: Service;
}

export interface SandboxOptions {
	logFile: string;
	port?: number;
	/** Where the state is kept between two runs; without it, in memory only. */
	dataFile?: string;
}

/** The wanted port when nobody has it, else another. */
async function portFor(wanted: number | undefined): Promise<number> {
	// One that is asked for may be that of a server of ours that was stopped a moment ago.
	if (wanted !== undefined) clearLockedPorts();
	return await getPort({ port: wanted });
}

export async function startSandbox({ logFile, port, dataFile }: SandboxOptions): Promise<Server> {
	const chosen = await portFor(port);
	const url = `http://localhost:${chosen}`;
	const data = dataFile === undefined ? [] : ['--data', dataFile];
	const service = await Service.start({
		name: 'The sandbox',
		command: process.execPath,
		args: ['--import', 'tsx', path.join('tools', 'sandbox', 'main.mts'), '--port', String(chosen), ...data],
		cwd: root,
		env: cleanEnvironment(),
		logFile,
		readyUrl: `${url}/_sandbox/health`,
		readyWithinMs: 30_000,
	});
	return { url, service };
}

export interface N8nOptions {
	runtime: Runtime;
	userFolder: string;
	logFile: string;
	port?: number;
	brokerPort?: number;
	env?: NodeJS.ProcessEnv;
}

export async function startN8n(options: N8nOptions): Promise<Server> {
	const { runtime, userFolder, logFile, env } = options;
	const port = await portFor(options.port);
	const brokerPort = await portFor(options.brokerPort);
	const url = `http://localhost:${port}`;
	const service = await Service.start({
		name: 'n8n',
		command: runtime.node,
		args: [runtime.n8n, 'start'],
		cwd: userFolder,
		env: { ...n8nEnvironment(runtime, userFolder, port, brokerPort), ...env },
		logFile,
		// /healthz answers while the database is still being migrated.
		readyUrl: `${url}/healthz/readiness`,
		readyWithinMs: 180_000,
	});
	return { url, service };
}

/** For an n8n whose environment is ours too, so without what another n8n on this machine was told. */
export function n8nEnvironment(
	runtime: Runtime,
	userFolder: string,
	port: number,
	brokerPort: number,
): NodeJS.ProcessEnv {
	const foreign = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_URL$|GENERIC_TIMEZONE$|NODES_)/;
	const inherited = Object.entries(environmentFor(runtime.node)).filter(([name]) => !foreign.test(name));
	return { ...Object.fromEntries(inherited), ...n8nSettings(userFolder, port, brokerPort) };
}

export function n8nSettings(userFolder: string, port: number, brokerPort: number): Record<string, string> {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: 'localhost',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		N8N_WEBHOOK_URL: `http://localhost:${port}/`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		// n8n 3 loads no package that n8n has not verified, unless it is told to.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// Nothing that asks the internet, and nothing to sign up for.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		// The sandbox is on this machine: a proxy could not reach it.
		NO_PROXY: ['localhost', '127.0.0.1', process.env.NO_PROXY].filter(Boolean).join(','),
	};
}
