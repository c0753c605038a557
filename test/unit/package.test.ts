/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals --
   reads files of the repository; the rules are for code that runs inside n8n Cloud */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { Thumbtack } from '../../nodes/Thumbtack/Thumbtack.node';
import { ThumbtackTrigger } from '../../nodes/ThumbtackTrigger/ThumbtackTrigger.node';
import manifest from '../../package.json';

const root = path.join(__dirname, '..', '..');
const home = manifest.homepage.replace(/#.*/, '');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const codex = (node: string) =>
	JSON.parse(read(`nodes/${node}/${node}.node.json`)) as {
		node: string;
		nodeVersion: string;
		categories: string[];
		resources: Record<string, Array<{ url: string }>>;
	};

/** What we wrote: neither what is installed or made, nor lockfiles. */
function ownFiles(folder = ''): string[] {
	return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const file = path.posix.join(folder, entry.name);
		if (entry.isDirectory()) return /^(node_modules|dist|\.git|\.local)$/.test(entry.name) ? [] : ownFiles(file);
		const isText = /\.(ts|mts|mjs|cjs|js|json|md|yml|yaml)$/.test(file);
		return entry.isFile() && isText && entry.name !== 'package-lock.json' ? [file] : [];
	});
}

describe('package.json', () => {
	// n8n 2 refuses any other number; n8n 3 takes 1 to 3.
	it('asks for version 1 of the nodes API, as a whole number', () => {
		expect(manifest.n8n.n8nNodesApiVersion).toBe(1);
	});

	it('names every node and credential of the repository, and nothing else', () => {
		const nodes = readdirSync(path.join(root, 'nodes'), { recursive: true }).map(String);
		const expected = nodes.filter((file) => file.endsWith('.node.ts')).map((file) => `dist/nodes/${file}`);
		const credentials = readdirSync(path.join(root, 'credentials'))
			.filter((file) => file.endsWith('.credentials.ts'))
			.map((file) => `dist/credentials/${file}`);
		const compiled = (files: string[]) => files.map((file) => file.split(path.sep).join('/').replace(/\.ts$/, '.js'));
		expect([...manifest.n8n.nodes].sort()).toEqual(compiled(expected).sort());
		expect([...manifest.n8n.credentials].sort()).toEqual(compiled(credentials).sort());
	});

	it('keeps to one home: repository, issues and author', () => {
		const [, owner] = /^https:\/\/github\.com\/([^/]+)\/[^/]+$/.exec(home) ?? [];
		expect(owner).toBeDefined();
		expect(manifest.repository.url).toBe(`git+${home}.git`);
		expect(manifest.bugs.url).toBe(`${home}/issues`);
		// An address at a mail provider could belong to anybody; the issues of the repository cannot.
		expect(manifest.author.url).toBe(home);
		expect(manifest.author.email).toBe(`${owner}@users.noreply.github.com`);
	});

	it('can only be published by the workflow', () => {
		expect(manifest.publishConfig.provenance).toBe(true);
		expect(manifest.scripts.prepublishOnly).toBe('n8n-node prerelease');
		// With it, npm would skip prepublishOnly.
		expect(read('.npmrc')).not.toContain('ignore-scripts');
	});

	it('says no to the install scripts of every dependency that has one', () => {
		const { packages } = JSON.parse(read('package-lock.json')) as {
			packages: Record<string, { hasInstallScript?: boolean }>;
		};
		const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
		const names = new Set(scripted.map(([place]) => place.split('node_modules/').at(-1)!));
		expect(Object.keys(manifest.allowScripts).sort()).toEqual([...names].sort());
		expect(Object.values(manifest.allowScripts)).not.toContain(true);
	});

	it('has no development dependency that nothing names', () => {
		const text = ownFiles()
			.filter((file) => file !== 'test/unit/package.test.ts')
			.map((file) => (file === 'package.json' ? JSON.stringify(manifest.scripts) : read(file)))
			.join('\n');
		// Called by another name than that of the package.
		const called: Record<string, string> = {
			'@n8n/node-cli': 'n8n-node ',
			typescript: 'tsc ',
			'@types/express': "from 'express'",
			'@types/jest': "'jest'",
			'@types/node': "'node'",
			'@types/pngjs': "'pngjs'",
		};
		const names = Object.keys(manifest.devDependencies);
		const isNamed = (name: string) =>
			called[name] === undefined
				? new RegExp(`['"\`/ ]${name}(['"\`/ ]|$)`, 'm').test(text)
				: text.replaceAll('"', "'").includes(called[name]);
		expect(names.filter((name) => !isNamed(name))).toEqual([]);
	});
});

describe('the version', () => {
	it('is the newest heading of the changelog, or the one that its unreleased part will be', () => {
		const [, heading, text] = /^## \[(.+?)\].*\n+(.*)/m.exec(read('CHANGELOG.md'))!;
		expect(heading === 'Unreleased' ? /^Will be (\d+\.\d+\.\d+)/.exec(text!)?.[1] : heading).toBe(manifest.version);
	});

	it('is what docker-compose.yml installs', () => {
		const file = read('examples/queue-mode/docker-compose.yml');
		expect(/THUMBTACK_NODES_VERSION:-([^}]+)\}/.exec(file)?.[1]).toBe(manifest.version);
		expect(read('examples/queue-mode/example.env')).toContain(`THUMBTACK_NODES_VERSION=${manifest.version}`);
	});

	it('is the same in the lockfile', () => {
		expect((JSON.parse(read('package-lock.json')) as { version: string }).version).toBe(manifest.version);
	});
});

describe.each([
	['Thumbtack', new Thumbtack().description],
	['ThumbtackTrigger', new ThumbtackTrigger().description],
])('the codex file of %s', (name, description) => {
	it('names the node and its version', () => {
		const version = [description.version].flat().at(-1)!;
		expect(codex(name)).toMatchObject({
			node: `${manifest.name}.${description.name}`,
			nodeVersion: version.toFixed(1),
		});
	});

	it('has documented categories only', () => {
		// https://docs.n8n.io/connect/create-nodes/build-your-node/reference/codex-files
		const documented = [
			'Data & Storage',
			'Finance & Accounting',
			'Marketing & Content',
			'Productivity',
			'Miscellaneous',
			'Sales',
			'Development',
			'Analytics',
			'Communication',
			'Utility',
		];
		expect(documented).toEqual(expect.arrayContaining(codex(name).categories));
		expect(codex(name).categories.length).toBeGreaterThan(0);
	});

	it('links to our home', () => {
		const urls = Object.values(codex(name).resources).flatMap((links) => links.map(({ url }) => url));
		expect(urls.length).toBeGreaterThan(0);
		expect(urls.filter((url) => !url.startsWith(home))).toEqual([]);
	});
});

it('every link to a repository of this name leads home', () => {
	const links = ownFiles().flatMap((file) =>
		[...read(file).matchAll(/https?:\/\/[a-z.]*github[a-z.]*\/[\w.-]+\/n8n-nodes-thumbtack\b/g)].map(
			([url]) => `${file}: ${url}`,
		),
	);
	expect(links.length).toBeGreaterThan(5);
	expect(links.filter((link) => !link.endsWith(`: ${home}`))).toEqual([]);
});
