import type { Json, JsonObject } from '../json';

// `data[request][details][0][answer]`, or with dots between.
const NESTED_KEY = /^[\w-]{1,64}(?:\[[\w-]{0,64}\]|\.[\w-]{1,64}){1,12}$/;
const INDEX = /^\d{1,4}$/;
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);
const MOST_FIELDS = 10_000;

type Tree = Map<string, Tree | Json>;

function put(tree: Tree, path: string[], value: Json): void {
	const [key, ...rest] = path;
	// `tags[]` counts on.
	const name = key === '' ? String(tree.size) : key;
	if (rest.length === 0) {
		tree.set(name, value);
		return;
	}
	const found = tree.get(name);
	const inner: Tree = found instanceof Map ? found : new Map<string, Tree | Json>();
	tree.set(name, inner);
	put(inner, rest, value);
}

function toJson(tree: Tree | Json): Json {
	if (!(tree instanceof Map)) return tree;
	const keys = [...tree.keys()];
	if (keys.length > 0 && keys.every((key) => INDEX.test(key))) {
		return keys.sort((left, right) => Number(left) - Number(right)).map((key) => toJson(tree.get(key) ?? null));
	}
	return Object.fromEntries(keys.map((key) => [key, toJson(tree.get(key) ?? null)]));
}

/**
 * The fields of a form as the object that their names describe (`data[negotiationID]`, `data.negotiationID`); undefined
 * when no name describes one, or the object is no form.
 */
export function nestedForm(fields: JsonObject): JsonObject | undefined {
	const names = Object.keys(fields);
	if (names.length > MOST_FIELDS || !names.some((name) => NESTED_KEY.test(name))) return undefined;
	const tree: Tree = new Map();
	for (const name of names) {
		const isNested = NESTED_KEY.test(name);
		const path = isNested ? name.replace(/\]/g, '').split(/[[.]/) : [name];
		// Kept as it is, so that nothing is lost.
		put(tree, path.some((key) => UNSAFE.has(key)) ? [name] : path, fields[name]);
	}
	const nested = Object.fromEntries([...tree].map(([key, inner]) => [key, toJson(inner)]));
	return nested;
}
