import type { Json } from '../json';

// What escapers write and office programs paste. A Map and not an object: `&constructor;` must find nothing.
const NAMED = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
	['nbsp', '\u00a0'],
	['ndash', '–'],
	['mdash', '—'],
	['lsquo', '‘'],
	['rsquo', '’'],
	['ldquo', '“'],
	['rdquo', '”'],
	['hellip', '…'],
	['bull', '•'],
	['deg', '°'],
	['frac12', '½'],
	['frac14', '¼'],
	['frac34', '¾'],
	['times', '×'],
	['copy', '©'],
	['reg', '®'],
	['trade', '™'],
	['eacute', 'é'],
	['ntilde', 'ñ'],
]);

// HTML reads &#128; to &#159; as Windows-1252, and texts pasted from office programs depend on it. Five are unassigned.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

// Between the ampersand and the semicolon.
const LONGEST_ENTITY = 32;
const DECIMAL = /^#\d{1,30}$/;
const HEXADECIMAL = /^#[xX][0-9a-fA-F]{1,30}$/;

/** The character of a code; undefined for what is no character (NUL, half a surrogate pair, beyond Unicode). */
function character(code: number): string | undefined {
	if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252.charAt(code - 0x80);
	if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
	return String.fromCodePoint(code);
}

/** What stands between `&` and `;` as a character; undefined when it means none. */
function entity(inside: string): string | undefined {
	if (DECIMAL.test(inside)) return character(parseInt(inside.slice(1), 10));
	if (HEXADECIMAL.test(inside)) return character(parseInt(inside.slice(2), 16));
	return NAMED.get(inside);
}

/**
 * Decodes HTML entities, which Thumbtack leaves in answers and texts (`I&#39;m not sure`). One pass only: what a customer
 * wrote as `&amp;lt;` becomes `&lt;`, not `<`. Entities that are unknown, unfinished or no character stay as they are.
 */
export function decodeEntities(sent: string): string {
	let decoded = '';
	let copied = 0;
	for (let start = sent.indexOf('&'); start !== -1; start = sent.indexOf('&', start + 1)) {
		const next = sent.slice(start + 1, start + 2 + LONGEST_ENTITY);
		const length = next.indexOf(';');
		const found = length > 0 ? entity(next.slice(0, length)) : undefined;
		if (found === undefined) continue;
		decoded += sent.slice(copied, start) + found;
		copied = start + length + 2;
	}
	return copied === 0 ? sent : decoded + sent.slice(copied);
}

/**
 * A text as sent. Numbers and booleans become their text, a list the texts of its elements joined with `, `, as Thumbtack
 * joins several choices. null for objects, and where there is no text at all.
 */
export function plainText(value: Json | undefined): string | null {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
	if (typeof value === 'boolean') return String(value);
	if (!Array.isArray(value)) return null;
	// Lists within lists are nobody's texts, and following them would cost stack.
	const texts = value.map((element) => (Array.isArray(element) ? null : plainText(element)));
	const said = texts.filter((element) => element !== null);
	return said.length > 0 ? said.join(', ') : null;
}

/** A text for people: entities decoded, everything else (CRLF, spaces, lone surrogates) as sent. See `plainText`. */
export function text(value: Json | undefined): string | null {
	const sent = plainText(value);
	return sent === null ? null : decodeEntities(sent);
}
