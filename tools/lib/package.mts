import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './command.mts';
import { localFolder, packageName, root } from './paths.mts';

const tarballFolder = path.join(localFolder, 'package');
const stampFile = path.join(tarballFolder, 'packed.json');

/** All that decides what is in the tarball; package-lock.json stands for the compiler and n8n's build tool. */
const sources = [
	'credentials',
	'icons',
	'nodes',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'README.md',
	'LICENSE.md',
];

interface Stamp {
	sources: string;
	tarball: string;
}

/** The tarball as npm would publish it; built and packed anew when a source changed. */
export async function ensurePackage(): Promise<string> {
	const wanted = hashOfSources();
	const stamp = readStamp();
	if (stamp?.sources === wanted && existsSync(stamp.tarball)) return stamp.tarball;
	await build();
	return await pack();
}

export async function build(): Promise<void> {
	await npm(['run', 'build', '--silent']);
}

export async function pack(): Promise<string> {
	rmSync(tarballFolder, { recursive: true, force: true });
	mkdirSync(tarballFolder, { recursive: true });
	hideFromGit();
	const { stdout } = await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', tarballFolder]);
	const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
	const tarball = path.join(tarballFolder, filename);
	writeFileSync(stampFile, JSON.stringify({ sources: hashOfSources(), tarball } satisfies Stamp));
	return tarball;
}

/** Puts the tarball where n8n looks for installed community packages, as its own Install button does. */
export async function installPackage(tarball: string, userFolder: string): Promise<void> {
	const nodesFolder = path.join(userFolder, '.n8n', 'nodes');
	const installed = path.join(nodesFolder, 'node_modules', packageName);
	const stamp = path.join(nodesFolder, 'installed.sha256');
	const content = sha256(readFileSync(tarball));
	if (existsSync(installed) && existsSync(stamp) && readFileSync(stamp, 'utf8') === content) return;
	rmSync(nodesFolder, { recursive: true, force: true });
	mkdirSync(nodesFolder, { recursive: true });
	writeFileSync(
		path.join(nodesFolder, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
	// The peer n8n-workflow is n8n's own copy: not to be looked up, so that this works without a network too.
	const args = ['install', '--ignore-scripts', '--legacy-peer-deps', '--package-lock=false', '--no-audit', '--no-fund'];
	await npm([...args, '--offline', tarball], { cwd: nodesFolder });
	writeFileSync(stamp, content);
}

/** The folder ignores itself, so a checkout stays clean whatever its .gitignore says. */
export function hideFromGit(): void {
	mkdirSync(localFolder, { recursive: true });
	writeFileSync(path.join(localFolder, '.gitignore'), '*\n');
}

function readStamp(): Stamp | undefined {
	return existsSync(stampFile) ? (JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp) : undefined;
}

function hashOfSources(): string {
	const hash = createHash('sha256');
	for (const source of sources) {
		for (const file of filesOf(path.join(root, source))) {
			hash
				.update(`${path.relative(root, file)}\0`)
				.update(readFileSync(file))
				.update('\0');
		}
	}
	return hash.digest('hex');
}

function filesOf(fileOrFolder: string): string[] {
	if (!existsSync(fileOrFolder)) return [];
	if (statSync(fileOrFolder).isFile()) return [fileOrFolder];
	return readdirSync(fileOrFolder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name))
		.sort();
}

function sha256(content: Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}
