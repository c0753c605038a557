import type { Json, JsonObject } from './types.mts';

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects are merged key by key, everything else is replaced. */
export function merged(base: JsonObject, overrides: JsonObject): JsonObject {
	const result: JsonObject = { ...base };
	for (const [key, value] of Object.entries(overrides)) {
		const old = result[key];
		result[key] = isObject(old) && isObject(value) ? merged(old, value) : value;
	}
	return result;
}

/** A copy without the keys at the dotted paths ("request.attachments"). */
export function without(value: JsonObject, paths: string[]): JsonObject {
	const copy = structuredClone(value);
	for (const path of paths) {
		const keys = path.split('.');
		const last = keys.pop()!;
		let at: Json | undefined = copy;
		for (const key of keys) at = isObject(at) ? at[key] : undefined;
		if (isObject(at)) delete at[last];
	}
	return copy;
}

/** Thumbtack's key order varies from delivery to delivery. */
export function shuffled(value: Json): Json {
	if (Array.isArray(value)) return value.map(shuffled);
	if (!isObject(value)) return value;
	const entries = Object.entries(value);
	for (let i = entries.length - 1; i > 0; i--) {
		const j = Math.floor(Math.random() * (i + 1));
		[entries[i], entries[j]] = [entries[j]!, entries[i]!];
	}
	return Object.fromEntries(entries.map(([key, inner]) => [key, shuffled(inner)]));
}

export function parsedOrText(text: string | null): Json {
	if (text === null) return null;
	try {
		return JSON.parse(text) as Json;
	} catch {
		return text;
	}
}

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON.parse, but whole numbers too long to be exact come out as strings of their digits. */
export function parseExact(text: string): Json {
	return JSON.parse(
		text.replace(stringOrNumber, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token)),
	) as Json;
}

/** RFC 3339 in UTC without fractions, as Thumbtack's captures show it. */
export function utcSeconds(time: Date): string {
	return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
