// n8n's scanner takes published packages only: this runs its two legs on what would be published, and looks into the tarball besides.
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attempt, run } from '../lib/command.mts';
import { ensurePackage } from '../lib/package.mts';
import { root } from '../lib/paths.mts';
import { say } from '../lib/progress.mts';

/** All that n8n reads, and what a package page shows. Anything else in the tarball is a mistake. */
const allowed = [
	/^package\.json$/,
	/^README\.md$/,
	/^LICENSE(\.md)?$/,
	/^CHANGELOG\.md$/,
	/^dist\/credentials\/[A-Za-z0-9.]+\.js$/,
	/^dist\/nodes\/([A-Za-z0-9]+\/)+[A-Za-z0-9.]+\.js$/,
	/^dist\/nodes\/[A-Za-z0-9]+\/[A-Za-z0-9]+\.node\.json$/,
	/^dist\/nodes\/[A-Za-z0-9]+\/__schema__\/v\d+\.\d+\.\d+\/[a-zA-Z]+\/[a-zA-Z]+\.json$/,
	/^dist\/(nodes\/[A-Za-z0-9]+|icons)\/[a-z]+(\.dark)?\.svg$/,
];

interface PackageJson {
	n8n: { nodes: string[]; credentials: string[] };
}

interface Finding {
	name: string;
	/** What is wrong; empty when all is well. */
	faults: string[];
}

async function scan(folder: string): Promise<Finding[]> {
	const source = path.join(folder, 'source');
	await copySource(source);
	const tarball = path.join(folder, 'tarball');
	mkdirSync(tarball);
	await run('tar', ['-xzf', await ensurePackage(), '-C', tarball, '--strip-components=1']);
	return [
		await lint('n8n scanner, source', source, SOURCE_FILE_PATTERNS),
		await lint('n8n scanner, tarball', tarball, ['**/*.js', 'package.json']),
		unexpectedFiles(tarball),
		missingFiles(tarball),
	];
}

/** What a checkout of the repository holds; the scanner reads no more than these of it, and looks whether the icons exist. */
async function copySource(target: string): Promise<void> {
	const wanted = ['package.json', 'nodes', 'credentials', 'icons'];
	const git = await attempt('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...wanted]);
	// Without git, say in an unpacked archive, everything that is there counts.
	const files = git.code === 0 ? git.stdout.split('\0').filter(Boolean) : wanted;
	for (const file of files) {
		const from = path.join(root, file);
		if (existsSync(from)) cpSync(from, path.join(target, file), { recursive: true });
	}
}

async function lint(name: string, folder: string, patterns: string[]): Promise<Finding> {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	// It also has a message, and passes, when it found nothing to read.
	const faults = [message, details].filter((text) => text !== undefined);
	return { name, faults: passed || faults.length > 0 ? faults : ['failed without a message'] };
}

function unexpectedFiles(folder: string): Finding {
	const faults = filesOf(folder).filter((file) => !allowed.some((pattern) => pattern.test(file)));
	return { name: 'tarball holds only what n8n needs', faults };
}

function missingFiles(folder: string): Finding {
	const { n8n } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as PackageJson;
	const named = [...n8n.nodes, ...n8n.credentials];
	const icons = named.flatMap((file) => iconsOf(folder, file));
	const codex = n8n.nodes.map((file) => file.replace(/\.js$/, '.json'));
	const faults = [...named, ...icons, ...codex, 'README.md'].filter((file) => !existsSync(path.join(folder, file)));
	return { name: 'tarball holds all that n8n needs', faults };
}

/** n8n looks an icon up beside the file that names it. */
function iconsOf(folder: string, file: string): string[] {
	if (!existsSync(path.join(folder, file))) return [];
	const code = readFileSync(path.join(folder, file), 'utf8');
	return [...code.matchAll(/['"]file:([^'"]+\.svg)['"]/g)].map(([, icon]) => {
		return path.posix.join(path.posix.dirname(file), icon as string);
	});
}

function filesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

// Not below the repository: the scanner would take its node_modules into account.
const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-scan-'));
try {
	for (const { name, faults } of await scan(folder)) {
		say(`${faults.length === 0 ? 'PASS' : 'FAIL'} ${name}`);
		for (const fault of faults) say(`  ${fault}`);
		if (faults.length > 0) process.exitCode = 1;
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
