import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { N8nClient, type Owner } from './testing/n8n-client.ts';
import type { StackAddresses } from './testing/stack.ts';
import { ensurePackage, installPackage } from './package.mts';
import { ensureRuntime, type Runtime } from './runtime.mts';
import { startN8n, startSandbox, type Server } from './servers.mts';

const owner: Owner = { email: 'owner@example.com', password: 'Owner-password-1', firstName: 'Test', lastName: 'Owner' };

/** The test files that have their own n8n run it with its defaults. */
const environment = {
	N8N_ENCRYPTION_KEY: 'key-of-the-end-to-end-tests',
	// Defaults of n8n 3 that n8n 2 already supports.
	N8N_DEFAULT_BINARY_DATA_MODE: 'database',
	N8N_RUNNERS_TASK_TIMEOUT: '60',
	// As our compose file has it; an execution then costs a fifth of the time.
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
};

/** A sandbox and an n8n with our package installed, fresh and for one run of the tests. */
export class TestStack {
	private constructor(
		private readonly folder: string,
		private readonly servers: Server[],
		readonly addresses: StackAddresses,
	) {}

	static async start(): Promise<TestStack> {
		return await TestStack.startWith(await prepare());
	}

	static async startWith({ runtime, tarball }: Prepared): Promise<TestStack> {
		const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-'));
		const servers: Server[] = [];
		try {
			await installPackage(tarball, folder);
			const n8nLog = path.join(folder, 'n8n.log');
			const sandboxLog = path.join(folder, 'sandbox.log');
			const [sandbox, n8n] = await Promise.all([
				startSandbox({ logFile: sandboxLog }).then((server) => (servers.push(server), server)),
				startN8n({
					runtime,
					userFolder: folder,
					logFile: n8nLog,
					env: environment,
				}).then((server) => (servers.push(server), server)),
			]);
			const client = new N8nClient(n8n.url);
			await client.signIn(owner);
			const addresses = {
				n8nUrl: n8n.url,
				sandboxUrl: sandbox.url,
				session: client.session,
				owner,
				n8nLog,
				sandboxLog,
			};
			return new TestStack(folder, servers, addresses);
		} catch (error) {
			await stopAll(servers);
			rmSync(folder, { recursive: true, force: true });
			throw error;
		}
	}

	async stop(): Promise<void> {
		await stopAll(this.servers);
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** Several side by side; all of them, or none. */
export async function startStacks(count: number): Promise<TestStack[]> {
	const prepared = await prepare();
	const starting = Array.from({ length: count }, async () => await TestStack.startWith(prepared));
	const results = await Promise.allSettled(starting);
	const failed = results.find((result) => result.status === 'rejected');
	const stacks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
	if (failed === undefined) return stacks;
	await Promise.all(stacks.map(async (stack) => await stack.stop()));
	throw failed.reason;
}

interface Prepared {
	runtime: Runtime;
	tarball: string;
}

async function prepare(): Promise<Prepared> {
	const [runtime, tarball] = await Promise.all([ensureRuntime(), ensurePackage()]);
	return { runtime, tarball };
}

async function stopAll(servers: Server[]): Promise<void> {
	await Promise.all(servers.map(async ({ service }) => await service.stop()));
}
