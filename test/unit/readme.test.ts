/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- compares the README with the sources */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ThumbtackBasicApi } from '../../credentials/ThumbtackBasicApi.credentials';
import { ThumbtackLegacyTokenApi } from '../../credentials/ThumbtackLegacyTokenApi.credentials';
import { ThumbtackOAuth2Api } from '../../credentials/ThumbtackOAuth2Api.credentials';
import { normalizeDelivery } from '../../nodes/shared/events';
import { resources } from '../../nodes/Thumbtack/resources';
import { options } from '../../nodes/ThumbtackTrigger/descriptions/options';

/** The README quotes the screens, the output and the errors; what it quotes has to be there. */

const root = path.join(__dirname, '..', '..');
/** Prettier pads the columns of narrow tables. */
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
	.replace(/^[ |-]+$\n/gm, '')
	.replace(/ {2,}\|/g, ' |');

function section(title: string): string {
	const [, found] = readme.split(new RegExp(`^#{2,3} ${title}$`, 'm'));
	if (found === undefined) throw new Error(`The README has no section "${title}"`);
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

	it.each([
		['lead', { negotiationID: '1', request: {}, customer: {} }],
		['message', { messageID: '1', negotiationID: '1' }],
		['leadUpdate', { leadID: '1', leadPrice: '$1.00', chargeState: 'Charged' }],
		['review', { reviewID: '1', rating: 5 }],
		['other', { something: 'else' }],
	])('names every key of the event %s', (event, body) => {
		const output = normalizeDelivery(body, new Date());
		expect(output.event).toBe(event);
		const text = section('Trigger');
		expect(Object.keys(output).filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
	});

	it('names every option of the trigger', () => {
		const names = (options.options ?? []).map((option) => ('displayName' in option ? option.displayName : option.name));
		const text = section('Trigger');
		expect(names.filter((name) => !text.includes(`| ${name} |`))).toEqual([]);
	});

	it('names every credential and example', () => {
		for (const { displayName } of [new ThumbtackOAuth2Api(), new ThumbtackBasicApi(), new ThumbtackLegacyTokenApi()]) {
			expect(section('Credentials')).toContain(`**${displayName}**`);
		}
		for (const file of readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.json')))
			expect(section('Examples')).toContain(`(examples/${file})`);
	});

	it('quotes messages that the code has, word by word', () => {
		const code = `${sourcesIn('nodes')}\n${sourcesIn('credentials')}`.replace(/\\'/g, "'");
		const [, quoted] = section('Troubleshooting').split(/^### Publishing a managed webhook$/m);
		const messages = quoted!
			.split('\n')
			.filter((line) => line.startsWith('| ') && !line.startsWith('| Message |'))
			.map((line) => line.split(' | ')[0]!.slice(2));
		expect(messages.length).toBeGreaterThan(40);
		messages.push(...[...section('Attachments').matchAll(/"([^"]+)"/g)].map(([, message]) => message!));
		// Between two of the dots stands what differs; numbers of statuses are part of the text or filled in.
		const pieces = messages.flatMap((message) =>
			message.split('…').map((piece) => piece.replace(/ \(4\d\d\)$/, '').trim()),
		);
		expect(pieces.filter((piece) => piece.length > 2 && !code.includes(piece))).toEqual([]);
	});

	it('links to what exists', () => {
		const targets = [...readme.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
			.map(([, target]) => target!)
			.filter((target) => !/^https?:/.test(target));
		expect(targets.filter((target) => !existsSync(path.join(root, target)))).toEqual([]);
		const anchors = [...readme.matchAll(/^#{2,4} (.+)$/gm)].map(([, title]) =>
			title!
				.toLowerCase()
				.replace(/[^\w\s-]/g, '')
				.replace(/\s/g, '-'),
		);
		const wanted = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
		expect(wanted.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
	});
});
