/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- keeps the schema files of the nodes */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A JSON schema as n8n's editor reads it to show the fields of an output before the first run. */
export interface Schema {
	type?: string;
	properties?: Record<string, Schema>;
	items?: Schema;
	version?: number;
}

const root = path.join(__dirname, '..', '..', '..');

/** The schema of one value; null has no type, because another run may have one. */
export function schemaOf(value: unknown): Schema {
	if (value === null || value === undefined) return {};
	if (Array.isArray(value)) return { type: 'array', items: value.map(schemaOf).reduce(merge, {}) };
	if (typeof value === 'object') {
		const entries = Object.entries(value).filter(([, member]) => member !== undefined);
		// The questions of one customer are not those of the next.
		const ofMember = (key: string, member: unknown) => (key === 'answers' ? { type: 'object' } : schemaOf(member));
		return {
			type: 'object',
			properties: Object.fromEntries(entries.map(([key, member]) => [key, ofMember(key, member)])),
		};
	}
	return { type: typeof value };
}

/** What holds for both: every property of either. A member with two types keeps none. */
export function merge(one: Schema, other: Schema): Schema {
	if (one.type === undefined) return other;
	if (other.type === undefined) return one;
	if (one.type !== other.type) return {};
	const keys = Object.keys({ ...one.properties, ...other.properties });
	return {
		type: one.type,
		...(one.items || other.items ? { items: merge(one.items ?? {}, other.items ?? {}) } : {}),
		...(one.properties || other.properties
			? {
					properties: Object.fromEntries(
						keys.map((key) => [key, merge(one.properties?.[key] ?? {}, other.properties?.[key] ?? {})]),
					),
				}
			: {}),
	};
}

/** Compares an output with the schema file that the editor will use. With UPDATE_DOCS the file is brought up to date first. */
export function expectSchema(file: string, outputs: unknown[]): void {
	const target = path.join(root, 'nodes', file);
	const seen = outputs.map(schemaOf).reduce(merge, {});
	const known = existsSync(target) ? (JSON.parse(readFileSync(target, 'utf8')) as Schema) : {};
	const together = { ...merge(known, seen), version: 1 };
	if (process.env.UPDATE_DOCS) {
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, `${JSON.stringify(together, null, '\t')}\n`);
	} else {
		// Nothing came out that the file does not know.
		expect(known).toEqual(together);
	}
}
