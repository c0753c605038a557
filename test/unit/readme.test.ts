/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- compares the README with the sources */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ThumbtackBasicApi } from '../../credentials/ThumbtackBasicApi.credentials';
import { ThumbtackLegacyTokenApi } from '../../credentials/ThumbtackLegacyTokenApi.credentials';
import { ThumbtackOAuth2Api } from '../../credentials/ThumbtackOAuth2Api.credentials';
import { resources } from '../../nodes/Thumbtack/resources';
import { options } from '../../nodes/ThumbtackTrigger/descriptions/options';

/** The README quotes the screens, the output and the errors; what it quotes has to be there. */

const root = path.join(__dirname, '..', '..');

/** Prettier pads the columns of narrow tables. */
const read = (file: string): string =>
	readFileSync(path.join(root, file), 'utf8')
		.replace(/^[ |-]+$\n/gm, '')
		.replace(/ {2,}\|/g, ' |');
const readme = read('README.md');
const reference = read('docs/trigger.md');

function section(title: string, page = readme): string {
	const [, found] = page.split(new RegExp(`^#{2,3} ${title}$`, 'm'));
	if (found === undefined) throw new Error(`There is no section "${title}"`);
	return found.split(/^## /m)[0]!;
}

function sourcesIn(folder: string): string {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
		.join('\n');
}

describe('the README', () => {
	it.each(resources.map((resource) => [resource.generation, resource.name, resource.operations] as const))(
		'names every operation of %s %s, and no other',
		(generation, name, operations) => {
			const [v4, legacy] = section('Operations').split('**API Version: Legacy');
			const rows = (generation === 'v4' ? v4 : legacy)!.split('\n').filter((line) => line.startsWith(`| ${name} |`));
			const named = rows.flatMap((row) =>
				row
					.split('|')[2]!
					.replace(/\(.*?\)/g, '')
					.split(','),
			);
			expect(named.map((operation) => operation.trim()).sort()).toEqual(
				operations.map((operation) => operation.name).sort(),
			);
		},
	);

	it('names every option of the trigger', () => {
		const names = (options.options ?? []).map((option) => ('displayName' in option ? option.displayName : option.name));
		const text = section('Options', reference);
		expect(names.filter((name) => !text.includes(`| ${name} |`))).toEqual([]);
	});

	it('names every credential and example', () => {
		for (const { displayName } of [new ThumbtackOAuth2Api(), new ThumbtackBasicApi(), new ThumbtackLegacyTokenApi()]) {
			expect(read('docs/credentials.md')).toContain(`**${displayName}**`);
		}
		for (const file of readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.json')))
			expect(section('Examples')).toContain(`(examples/${file})`);
	});

	it('quotes messages that the code has, word by word', () => {
		const code = `${sourcesIn('nodes')}\n${sourcesIn('credentials')}`.replace(/\\'/g, "'");
		const troubleshooting = read('docs/troubleshooting.md');
		const [, quoted] = troubleshooting.split(/^## Publishing a managed webhook$/m);
		const messages = quoted!
			.split('\n')
			.filter((line) => line.startsWith('| ') && !line.startsWith('| Message |'))
			.map((line) => line.split(' | ')[0]!.slice(2));
		expect(messages.length).toBeGreaterThan(40);
		messages.push(
			...[...section('Attachments', troubleshooting).matchAll(/"([^"]+)"/g)].map(([, message]) => message!),
		);
		// Between two of the dots stands what differs; numbers of statuses are part of the text or filled in.
		const pieces = messages.flatMap((message) =>
			message.split('…').map((piece) => piece.replace(/ \(4\d\d\)$/, '').trim()),
		);
		expect(pieces.filter((piece) => piece.length > 2 && !code.includes(piece))).toEqual([]);
	});

	it('has at most 16 KB', () => {
		expect(Buffer.byteLength(readFileSync(path.join(root, 'README.md')))).toBeLessThanOrEqual(16 * 1024);
	});

	it.each([
		'README.md',
		'CONTRIBUTING.md',
		'SECURITY.md',
		'CHANGELOG.md',
		'examples/queue-mode/README.md',
		...readdirSync(path.join(root, 'docs'))
			.filter((file) => file.endsWith('.md'))
			.map((file) => `docs/${file}`),
	])('%s links to what exists', (file) => {
		const page = read(file);
		const anchorsOf = (text: string): string[] =>
			[...text.matchAll(/^#{1,4} (.+)$/gm)].map(([, title]) =>
				title!
					.toLowerCase()
					.replace(/[^\w\s-]/g, '')
					.trim()
					.replace(/\s/g, '-'),
			);
		const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
		const missing = links
			.filter((target) => !/^(https?|mailto):/.test(target))
			.filter((target) => {
				const [relative, anchor] = target.split('#');
				const to = relative ? path.join(path.dirname(file), relative) : file;
				if (!existsSync(path.join(root, to))) return true;
				return anchor !== undefined && to.endsWith('.md') && !anchorsOf(read(to)).includes(anchor);
			});
		expect(missing).toEqual([]);
	});
});

describe('CONTRIBUTING', () => {
	const page = read('CONTRIBUTING.md');
	const quoted = [...new Set([...page.replace(/```[^]*?```/g, '').matchAll(/`([^`\s]+)`/g)].map(([, code]) => code!))];
	const files = ['nodes', 'credentials', 'tools', 'test', 'docs', 'examples'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
			.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')),
	);
	const isThere = (name: string) => {
		const pattern = name.replace(/[.]/g, '\\.').replace(/\*/g, '[^/]*');
		const place = new RegExp(`(^|/)${pattern}${/\.\w+$/.test(name) ? '$' : ''}`);
		return files.some((file) => place.test(file));
	};

	it('names files and folders that exist', () => {
		const names = quoted.filter((code) => /^[\w*-][\w./*-]*(\/|\*|\.(ts|mts|md|yaml|txt))$/.test(code));
		expect(names.length).toBeGreaterThan(40);
		const madeUp = 'nodes/Thumbtack/resources/v4/user/ping.ts';
		expect(names.filter((name) => name !== madeUp && name !== '.local/' && !isThere(name))).toEqual([]);
	});

	it('names functions that exist', () => {
		const code = sourcesIn('nodes') + sourcesIn('credentials');
		const names = quoted.flatMap((one) => /^(?:operation\.)?(\w+)\(\w*\)$/.exec(one)?.[1] ?? []);
		expect(names.length).toBeGreaterThan(3);
		expect(names.filter((name) => !new RegExp(`\\b${name}\\??\\(`).test(code))).toEqual([]);
	});
});
