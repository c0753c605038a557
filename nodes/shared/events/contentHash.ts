import { createHash } from 'crypto';

import type { Json, JsonObject } from '../json';

// Four times n8n's default limit for a body. Only a value that is no JSON (a cycle) is longer.
const MOST_CHARACTERS = 67_108_864;
// Text is hashed in pieces, so that a large body is not held twice.
const PIECE = 65_536;

// JSON.stringify is dear; most strings hold no quote, backslash, control character or surrogate, and need none of it.
const NEEDS_ESCAPES = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

function quoted(text: string): string {
	return NEEDS_ESCAPES.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/**
 * SHA-256, in hex, of the value as JSON with sorted keys and no spaces: the order in which Thumbtack writes the keys
 * varies between deliveries of the same event. What is still to be written waits on a list, so depth costs no stack.
 */
export function contentHash(root: Json): string {
	const hash = createHash('sha256');
	const waiting: Array<string | Json[] | JsonObject> = [];
	let charactersLeft = MOST_CHARACTERS;
	const add = (text: string) => {
		charactersLeft -= text.length;
		waiting.push(text);
	};
	const addValue = (value: Json) => {
		if (typeof value === 'string') add(quoted(value));
		else if (typeof value === 'object' && value !== null) waiting.push(value);
		else add(JSON.stringify(value) ?? 'null');
	};
	addValue(root);
	let piece = '';
	for (let next = waiting.pop(); next !== undefined && charactersLeft > 0; next = waiting.pop()) {
		if (typeof next === 'string') {
			piece += next;
		} else if (Array.isArray(next)) {
			piece += '[';
			add(']');
			for (let index = next.length - 1; index >= 0; index--) {
				addValue(next[index]);
				if (index > 0) add(',');
			}
		} else {
			piece += '{';
			add('}');
			const keys = Object.keys(next).sort();
			for (let index = keys.length - 1; index >= 0; index--) {
				addValue(next[keys[index]]);
				add(`${index > 0 ? ',' : ''}${quoted(keys[index])}:`);
			}
		}
		if (piece.length > PIECE) {
			hash.update(piece);
			piece = '';
		}
	}
	return hash.update(piece).digest('hex');
}
