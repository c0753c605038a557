import { existsSync } from 'node:fs';
import path from 'node:path';
import { attempt, cleanEnvironment, run } from './command.mts';
import { root } from './paths.mts';

/** An n8n with a package.json and a lockfile of its own. */
export interface PinnedN8n {
	folder: string;
	/** The major versions of Node.js on which it runs. */
	nodes: { from: number; to: number };
	/** What n8n loads at its start and what fails most often on a new machine. */
	nativeModules: string[];
}

const current: PinnedN8n = {
	folder: path.join(root, 'tools', 'runtime'),
	nodes: { from: 24, to: Infinity },
	nativeModules: ['sqlite3', 'isolated-vm'],
};

export interface Runtime {
	/** The Node.js that runs n8n. */
	node: string;
	n8n: string;
}

/** A pinned n8n and a Node.js that it accepts; what is missing is installed. */
export async function ensureRuntime(pinned = current): Promise<Runtime> {
	const { folder } = pinned;
	await run(process.execPath, [path.join('tools', 'scripts', 'install-runtime.mjs'), folder], { show: true });
	const node = await findNode(pinned);
	const failure = await nativeModulesFailure(node, pinned);
	if (failure) throw new Error(`n8n's native modules do not load under ${node}:\n${failure}`);
	return { node, n8n: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

function packagedNodeFolder(folder: string): string {
	return path.join(folder, 'node_modules', `node-${process.platform}-${process.arch}`);
}

async function findNode({ folder, nodes: { from, to } }: PinnedN8n): Promise<string> {
	const packaged = path.join(packagedNodeFolder(folder), 'bin', 'node');
	// The packaged one is built for glibc: on another libc it is there but does not run.
	if (existsSync(packaged) && (await majorVersion(packaged)) !== undefined) return packaged;
	for (const candidate of [process.execPath, 'node']) {
		const major = (await majorVersion(candidate)) ?? 0;
		if (major >= from && major <= to) return candidate;
	}
	throw new Error(
		`This n8n needs Node.js ${to === Infinity ? `${from} or newer` : `${from} to ${to}`}, and there is none on this machine (${process.platform} ${process.arch}, ` +
			`${process.version}). On Linux x64 and arm64 it comes with the dependencies; here, install it from https://nodejs.org ` +
			'and run the command again.',
	);
}

async function majorVersion(node: string): Promise<number | undefined> {
	const result = await attempt(node, ['--version']).catch(() => undefined);
	return result?.code === 0 ? Number(/^v(\d+)\./.exec(result.stdout)?.[1]) : undefined;
}

/** Undefined when all is well. */
async function nativeModulesFailure(node: string, { folder, nativeModules }: PinnedN8n): Promise<string | undefined> {
	const result = await attempt(node, ['-e', nativeModules.map((name) => `require('${name}')`).join(';')], {
		cwd: folder,
	});
	return result.code === 0 ? undefined : result.output;
}

/** n8n starts its task runner as plain `node`. */
export function environmentFor(node: string): NodeJS.ProcessEnv {
	const env = cleanEnvironment();
	if (path.isAbsolute(node)) env.PATH = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`;
	return env;
}
