/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- compares a document with the types */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import type { Json, ThumbtackEvent } from '../../../nodes/shared/events';
import { DOCUMENTED, WITHOUT_KEY } from './documented';
import { KEYS, read, readRecord, withField } from './fixtures';

const root = path.join(__dirname, '..', '..', '..');
const typesFile = path.join(root, 'nodes', 'shared', 'events', 'types.ts');
const document = path.join(root, 'docs', 'trigger-output.md');

type Key = { type: string; comment: string };

/** Every property of every type of events/types.ts, with its doc comment. */
function propertiesOf(): Map<string, Map<string, Key>> {
	const source = ts.createSourceFile(typesFile, readFileSync(typesFile, 'utf8'), ts.ScriptTarget.Latest, true);
	const types = new Map<string, Map<string, Key>>();
	source.forEachChild((node) => {
		if (!ts.isTypeAliasDeclaration(node) || !ts.isTypeLiteralNode(node.type)) return;
		const keys = new Map<string, Key>();
		for (const member of node.type.members) {
			if (!ts.isPropertySignature(member)) continue;
			const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
			const comment = ts.getTextOfJSDocComment(doc?.comment) ?? '';
			keys.set(member.name.getText(), { type: member.type?.getText() ?? '', comment: comment.replace(/\s+/g, ' ') });
		}
		types.set(node.name.text, keys);
	});
	return types;
}

const types = propertiesOf();
const FIELDS: Record<ThumbtackEvent['event'], string> = {
	lead: 'LeadFields',
	message: 'MessageFields',
	leadUpdate: 'LeadUpdateFields',
	review: 'ReviewFields',
	job: 'JobFields',
	other: 'OtherFields',
};
const common = types.get('CommonFields') ?? new Map<string, Key>();
const keyOf = (event: ThumbtackEvent['event'], key: string) => types.get(FIELDS[event])?.get(key) ?? common.get(key);

function pathsOf(value: Json, prefix = ''): string[] {
	if (typeof value !== 'object' || value === null) return [prefix];
	return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, prefix === '' ? key : `${prefix}.${key}`));
}

function valueAt(body: Json, field: string): Json {
	return field.split('.').reduce<Json>((value, key) => (value as { [key: string]: Json })[key] as Json, body);
}

/** Other values of the same kind: an id stays an id, a time a time, a price a price. */
function others(value: Json): Json[] {
	if (typeof value === 'number') return [value - 1];
	if (typeof value === 'boolean') return [!value];
	const text = String(value);
	const other = text.replace(/^(\$?)\d/, (_, sign) => `${sign}9`).replace(/(T..:)0/, '$15');
	return text.startsWith('$') || other === text ? [other, `${text}x`] : [other];
}

/** The keys that say something else when the field does. */
function keysOf(body: Json, field: string): string[] {
	const whole = readRecord(body);
	const changed = others(valueAt(body, field)).map((value) => readRecord(withField(body, field, value)));
	const isChanged = (key: string) => changed.some((event) => JSON.stringify(event[key]) !== JSON.stringify(whole[key]));
	return Object.keys(whole).filter((key) => key !== 'eventKey' && isChanged(key));
}

const WITHOUT_TYPE = ['event.eventType'];
const rows = DOCUMENTED.map(({ title, body }) => ({
	title,
	// Of a list, the first element stands for all.
	fields: pathsOf(body)
		.filter((field) => !/\.[1-9]/.test(field))
		.map((field) => ({
			field,
			keys: WITHOUT_TYPE.includes(field) ? ['event', 'eventType'] : keysOf(body, field),
		})),
}));

const cell = (text: string) => text.replace(/\|/g, '\\|');

function reference(): string {
	const events = Object.entries(KEYS) as Array<[ThumbtackEvent['event'], string[]]>;
	const parts = events.map(([event, keys]) => {
		const lines = keys
			.filter((key) => key !== 'event')
			.map((key) => {
				const { type, comment } = keyOf(event, key) ?? { type: '', comment: '' };
				return `| \`${key}\` | \`${cell(type.replace(' | null', ''))}\` | ${cell(comment)} |`;
			});
		return [`## \`${event}\``, '', '| Key | Type | Meaning |', '| --- | --- | --- |', ...lines, ''].join('\n');
	});
	const tables = rows.map(({ title, fields }) =>
		[
			`### ${title}`,
			'',
			'| Field | Key |',
			'| --- | --- |',
			...fields.map(({ field, keys }) => {
				const target = keys.length > 0 ? keys.map((key) => `\`${key}\``).join(', ') : `none: ${WITHOUT_KEY[field]}`;
				return `| \`${field.replace(/\.\d+/g, '[]')}\` | ${target} |`;
			}),
			'',
		].join('\n'),
	);
	return [
		'# Output of the Thumbtack Trigger',
		'',
		'Generated from `nodes/shared/events/types.ts` by `UPDATE_DOCS=1 npx jest --selectProjects unit --testPathPatterns reference`.',
		'',
		'Every key is always there; what Thumbtack did not send is `null`. Keys are in the order in which n8n shows them. In v4 `leadUpdate` has all keys of `lead`.',
		'',
		...parts,
		"# Where each of Thumbtack's fields goes",
		'',
		'Generated by reading a delivery with every documented field, and again with a different value in each field. The keys listed are the ones that changed.',
		'',
		...tables,
	].join('\n');
}

/** Prettier pads the columns of narrow tables. */
const plain = (text: string) =>
	text
		.replace(/^\|[ |-]+$/gm, '')
		.replace(/ {2,}/g, ' ')
		.replace(/\n+/g, '\n')
		.trim();

describe('the reference of keys', () => {
	it.each(Object.entries(KEYS))('%s has the keys of its type, no more and no fewer', (event, keys) => {
		const fields = [...(types.get(FIELDS[event as ThumbtackEvent['event']])?.keys() ?? [])];
		expect([...keys].sort()).toEqual([...new Set(['event', ...fields, ...common.keys()])].sort());
	});

	it('docs/trigger-output.md says what the types say', () => {
		if (process.env.UPDATE_DOCS) writeFileSync(document, `${reference().trim()}\n`);
		expect(plain(readFileSync(document, 'utf8'))).toBe(plain(reference()));
	});
});

describe("Thumbtack's documented fields", () => {
	it('are those of eight bodies', () => {
		expect(rows).toHaveLength(8);
		expect(rows.flatMap(({ fields }) => fields).length).toBeGreaterThanOrEqual(110);
	});

	it.each(rows.flatMap(({ title, fields }) => fields.map((row) => ({ title, ...row }))))(
		'$title: $field comes out',
		({ field, keys }) => {
			expect(keys.length > 0 || field in WITHOUT_KEY).toBe(true);
		},
	);

	it('are left out for a reason, and only those', () => {
		const left = rows.flatMap(({ fields }) => fields.filter(({ keys }) => keys.length === 0)).map(({ field }) => field);
		expect([...new Set(left)].sort()).toEqual(Object.keys(WITHOUT_KEY).sort());
	});

	it('the bodies are recognised as what they are', () => {
		expect(DOCUMENTED.map(({ body }) => read(body).event)).toEqual([
			...['lead', 'message', 'leadUpdate', 'review'],
			...['lead', 'message', 'review', 'job'],
		]);
	});
});
