import { endOfString, type JsonObject } from './json';

/**
 * The members of a JSON object, each value as it is written there.
 * @param text a valid JSON object
 */
function membersOf(text: string): Map<string, string> {
	const members = new Map<string, string>();
	let depth = 0;
	let key = '';
	let start = 0;
	for (let at = 0; at < text.length; at++) {
		const char = text[at];
		if (char === '"') {
			const end = endOfString(text, at);
			if (depth === 1 && start === 0) key = JSON.parse(text.slice(at, end)) as string;
			at = end - 1;
		} else if (char === ':' && depth === 1 && start === 0) {
			start = at + 1;
		} else if ((char === ',' && depth === 1) || (char === '}' && depth === 1)) {
			if (start > 0) members.set(key, text.slice(start, at).trim());
			start = 0;
			if (char === '}') depth--;
		} else if (char === '{' || char === '[') {
			depth++;
		} else if (char === '}' || char === ']') {
			depth--;
		}
	}
	return members;
}

/**
 * JSON text of an object with the members of another laid over it, whose numbers go out with the digits as typed: JSON.parse would
 * round those beyond 2^53.
 * @param text a valid JSON object
 */
export function withJsonText(object: JsonObject, text: string): string {
	const members = new Map(
		Object.entries(object)
			.filter(([, value]) => value !== undefined)
			.map(([key, value]) => [key, JSON.stringify(value)]),
	);
	for (const [key, value] of membersOf(text)) members.set(key, value);
	return `{${[...members].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}
