import { createHash } from 'crypto';

import type { Json, JsonObject } from '../json';

/** The keys of an object in order, and each as it is written: quoted, with colon, and a comma before all but the first. */
type Layout = { sent: string[]; keys: string[]; heads: string[] };

type Frame = { list: Json[] | null; object: JsonObject; layout: Layout; length: number; index: number };

const NOTHING: JsonObject = Object.freeze({});
const NO_KEYS: Layout = { sent: [], keys: [], heads: [] };

// Text is hashed in pieces, so that a large body is not held twice.
const PIECE = 65_536;
// Four times n8n's default limit for a body. Only a value that is no JSON (a cycle) can be longer.
const MOST_CHARACTERS = 67_108_864;

// Anything but these needs JSON's escapes: quote, backslash, control characters, surrogates. Most strings hold none, and
// putting quotes around them is cheaper than JSON.stringify.
const NEEDS_ESCAPES = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

function quoted(text: string): string {
	return NEEDS_ESCAPES.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function isSame(left: string[], right: string[]): boolean {
	if (left.length !== right.length) return false;
	for (let index = 0; index < left.length; index++) {
		if (left[index] !== right[index]) return false;
	}
	return true;
}

/** The layout of the object's keys; that of the object before is used again where it fits, as in a list of details. */
function layoutOf(object: JsonObject, before: Layout): Layout {
	const sent = Object.keys(object);
	if (isSame(sent, before.sent)) return before;
	const keys = sent.slice().sort();
	return { sent, keys, heads: keys.map((key, index) => `${index === 0 ? '' : ','}${quoted(key)}:`) };
}

function leaf(value: Json | undefined): string {
	if (typeof value === 'string') return quoted(value);
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return 'null';
}

/**
 * SHA-256, in hex, of the value as JSON with sorted keys and no spaces: the order in which Thumbtack writes the keys
 * varies between deliveries of the same event. Works without recursion, so depth costs no stack.
 */
export function contentHash(root: Json): string {
	const hash = createHash('sha256');
	const frames: Frame[] = [];
	let layout = NO_KEYS;
	let frame: Frame = { list: [root], object: NOTHING, layout, length: 1, index: 0 };
	let piece = '';
	let written = 0;
	while (written <= MOST_CHARACTERS) {
		if (piece.length > PIECE) {
			written += piece.length;
			hash.update(piece);
			piece = '';
		}
		const index: number = frame.index++;
		if (index === frame.length) {
			const outer = frames.pop();
			if (outer === undefined) break;
			piece += frame.list === null ? '}' : ']';
			frame = outer;
			continue;
		}
		let value: Json;
		if (frame.list === null) {
			piece += frame.layout.heads[index];
			value = frame.object[frame.layout.keys[index]];
		} else {
			if (index > 0) piece += ',';
			value = frame.list[index];
		}
		if (Array.isArray(value)) {
			frames.push(frame);
			frame = { list: value, object: NOTHING, layout: NO_KEYS, length: value.length, index: 0 };
			piece += '[';
		} else if (typeof value === 'object' && value !== null) {
			frames.push(frame);
			layout = layoutOf(value, layout);
			frame = { list: null, object: value, layout, length: layout.keys.length, index: 0 };
			piece += '{';
		} else {
			piece += leaf(value);
		}
	}
	return hash.update(piece).digest('hex');
}
