import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { attempt, cleanEnvironment, CommandFailed, npm } from './command.mts';
import { root } from './paths.mts';
import { say, step } from './progress.mts';

/** An n8n with a package.json and a lockfile of its own. */
export interface PinnedN8n {
	folder: string;
	/** The major versions of Node.js on which it runs. */
	nodes: { from: number; to: number };
	/** What n8n loads at its start and what fails most often on a new machine. */
	nativeModules: string[];
	/** What the one who waits should know. */
	size: string;
}

const current: PinnedN8n = {
	folder: path.join(root, 'tools', 'runtime'),
	nodes: { from: 24, to: Infinity },
	nativeModules: ['sqlite3', 'isolated-vm'],
	size: 'about 2,400 packages, 2 to 3 minutes',
};

export interface Runtime {
	/** The Node.js that runs n8n. */
	node: string;
	n8n: string;
}

/** A pinned n8n and a Node.js that it accepts; what is missing is installed. */
export async function ensureRuntime(pinned = current): Promise<Runtime> {
	const { folder, size } = pinned;
	if (!isInstalled(folder)) {
		await step(`Installing n8n into ${path.relative(root, folder)}/ (${size})`, async () => {
			// No install scripts: n8n needs one compiled module only, and some of the others fail without the internet.
			await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
		});
	}
	const node = await findNode(pinned);
	if (await nativeModulesFailure(node, pinned)) {
		await step(
			"Compiling n8n's database module (about a minute)",
			async () => await compileDatabaseModule(node, folder),
		);
		const failure = await nativeModulesFailure(node, pinned);
		if (failure) throw new Error(`n8n's native modules do not load under ${node}:\n${failure}`);
	}
	return { node, n8n: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/** npm writes its hidden lockfile last, so an older one means an unfinished or an outdated install. */
function isInstalled(folder: string): boolean {
	const hiddenLock = path.join(folder, 'node_modules', '.package-lock.json');
	const lock = path.join(folder, 'package-lock.json');
	return existsSync(hiddenLock) && statSync(hiddenLock).mtimeMs >= statSync(lock).mtimeMs;
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

async function compileDatabaseModule(node: string, folder: string): Promise<void> {
	const env = environmentFor(node);
	// The headers that come with the packaged Node.js: those of the system, or none, would be the wrong version.
	if (node.startsWith(packagedNodeFolder(folder))) env.npm_config_nodedir = packagedNodeFolder(folder);
	try {
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'], { cwd: folder, env });
	} catch (error) {
		if (error instanceof CommandFailed)
			say('Compiling needs python3, make and a C++ compiler (Debian: python3 make g++).');
		throw error;
	}
}

/** n8n starts its task runner as plain `node`, and node-gyp takes the version of the `node` it finds. */
export function environmentFor(node: string): NodeJS.ProcessEnv {
	const env = cleanEnvironment();
	if (path.isAbsolute(node)) env.PATH = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`;
	return env;
}
