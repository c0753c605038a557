import type { Json, JsonObject } from './json';
import { parseJson } from './json';

const hasOwnProperty = Object.prototype.hasOwnProperty;

const NOTHING: JsonObject = Object.freeze({});

/** Whether the value is a JSON object (not an array, not null). */
export function isObject(value: Json | undefined): value is JsonObject {
	return isRecord(value);
}

/** Whether a value of n8n's or of a library's is an object with members (not an array, not null). */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own property. Inherited ones stay out of reach, whatever the sender names its keys. */
export function own(object: JsonObject, key: string): Json | undefined {
	const value = object[key];
	// Most keys that are looked up are missing, and the cheap check is enough for those.
	return value !== undefined && hasOwnProperty.call(object, key) ? value : undefined;
}

/** Whether the object itself has the key, even with the value null. */
export function has(object: JsonObject, key: string): boolean {
	return hasOwnProperty.call(object, key);
}

/** Whether the object has no keys, inherited ones aside. */
export function isEmpty(object: JsonObject): boolean {
	for (const key in object) {
		if (hasOwnProperty.call(object, key)) return false;
	}
	return true;
}

/** The first of the keys that has a value, of any type. */
export function first(object: JsonObject, ...keys: string[]): Json | undefined {
	for (const key of keys) {
		const value = own(object, key);
		if (value !== undefined && value !== null) return value;
	}
	return undefined;
}

/** The JSON that a string holds; undefined when it holds none. Plain texts are told apart by their first character. */
export function jsonInside(text: string): Json | undefined {
	if (!'{["'.includes(text.trimStart().charAt(0) || ' ')) return undefined;
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

/** The value when it is an object, or a string that holds one (a form field carries a block that way). */
export function asObject(value: Json | undefined): JsonObject | undefined {
	if (isObject(value)) return value;
	if (typeof value !== 'string') return undefined;
	const inside = jsonInside(value);
	return isObject(inside) ? inside : undefined;
}

/** The nested object at the key, or an empty one. */
export function block(object: JsonObject, key: string): JsonObject {
	return asObject(own(object, key)) ?? NOTHING;
}

/** The array at the key; undefined when it is missing or something else. */
export function list(object: JsonObject, key: string): Json[] | undefined {
	const value = own(object, key);
	return Array.isArray(value) ? value : undefined;
}

/** A string as sent; null for every other type. */
export function word(value: Json | undefined): string | null {
	return typeof value === 'string' ? value : null;
}

/** Whether the text says anything. */
export function isBlank(text: string | null): boolean {
	return text === null || text.trim() === '';
}

// Letters, hyphen and underscore are allowed besides digits, so that a new kind of id is not lost. Nothing else: an id
// becomes part of a key whose parts are separated by colons, and of URLs.
const ID = /^[\w-]{1,64}$/;

/**
 * An id as a string. Thumbtack's ids are 64-bit integers, sent as strings of digits. A number is taken only while it is
 * exact (`parseJson` hands over longer ones as strings): a rounded id would be that of another lead. Zero is how an
 * unset 64-bit integer is sent, so it is no id.
 */
export function id(value: Json | undefined): string | null {
	if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
	if (typeof value !== 'string' || value.length > 80) return null;
	const trimmed = value.trim();
	return ID.test(trimmed) && trimmed !== '0' ? trimmed : null;
}
