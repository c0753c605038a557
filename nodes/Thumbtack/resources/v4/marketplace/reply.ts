import type { Json, JsonObject } from '../../../../shared/json';
import { isObject } from '../../../../shared/jsonAccess';

/** Reading the replies of the marketplace side: what is missing or of another type is null. */

export function objects(value: Json | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

export function object(value: Json | undefined): JsonObject {
	return isObject(value) ? value : {};
}

/** Each `{ newName: 'nameInTheReply' }` as it was sent, null when it was not. */
export function renamed(from: JsonObject, names: Record<string, string>): JsonObject {
	return Object.fromEntries(Object.entries(names).map(([to, name]) => [to, from[name] ?? null]));
}
