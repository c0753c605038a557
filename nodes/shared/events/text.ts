import type { Json } from '../json';

// Names of U+00A0 to U+00FF in order, as HTML defines them.
const LATIN_1 =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
	'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
	'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
	'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
	'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
	'thorn yuml';

const HASH = 35;
const AMPERSAND = 38;
const SEMICOLON = 59;

function isEntityPart(code: number): boolean {
	// 0-9 A-Z a-z #
	return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === HASH;
}

// A Map and not an object: `&constructor;` must find nothing.
const NAMED = new Map<string, string>([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
	['AMP', '&'],
	['LT', '<'],
	['GT', '>'],
	['QUOT', '"'],
	['ensp', '\u2002'],
	['emsp', '\u2003'],
	['thinsp', '\u2009'],
	['zwnj', '\u200c'],
	['zwj', '\u200d'],
	['ndash', '–'],
	['mdash', '—'],
	['lsquo', '‘'],
	['rsquo', '’'],
	['sbquo', '‚'],
	['ldquo', '“'],
	['rdquo', '”'],
	['bdquo', '„'],
	['dagger', '†'],
	['bull', '•'],
	['hellip', '…'],
	['permil', '‰'],
	['prime', '′'],
	['Prime', '″'],
	['lsaquo', '‹'],
	['rsaquo', '›'],
	['euro', '€'],
	['trade', '™'],
	['larr', '←'],
	['rarr', '→'],
	['minus', '−'],
	['ne', '≠'],
	['le', '≤'],
	['ge', '≥'],
	['check', '✓'],
	['star', '☆'],
	['hearts', '♥'],
]);
LATIN_1.split(' ').forEach((name, index) => NAMED.set(name, String.fromCharCode(0xa0 + index)));

// HTML reads &#128; to &#159; as Windows-1252, and texts pasted from office programs depend on it. Five are unassigned.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

// From the ampersand to the semicolon; the longest name in HTML has 31 letters.
const LONGEST_ENTITY = 33;
const DECIMAL = /^#\d{1,30}$/;
const HEXADECIMAL = /^#[xX][0-9a-fA-F]{1,29}$/;

/** The character of a code; undefined for what is no character (NUL, half a surrogate pair, beyond Unicode). */
function character(code: number): string | undefined {
	if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252.charAt(code - 0x80);
	if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
	return String.fromCodePoint(code);
}

/** What stands between `&` and `;` as a character; undefined when it means none. */
function entity(inside: string): string | undefined {
	if (inside.charCodeAt(0) !== HASH) return NAMED.get(inside);
	if (DECIMAL.test(inside)) return character(parseInt(inside.slice(1), 10));
	if (HEXADECIMAL.test(inside)) return character(parseInt(inside.slice(2), 16));
	return undefined;
}

/**
 * Decodes HTML entities, which Thumbtack leaves in answers and texts (`I&#39;m not sure`). One pass only: what a customer
 * wrote as `&amp;lt;` becomes `&lt;`, not `<`. Entities that are unknown, unfinished or no character stay as they are.
 */
export function decodeEntities(sent: string): string {
	let ampersand = sent.indexOf('&');
	if (ampersand === -1) return sent;
	let decoded = '';
	let copied = 0;
	while (ampersand !== -1) {
		let end = ampersand + 1;
		let code = sent.charCodeAt(end);
		while (isEntityPart(code) && end - ampersand < LONGEST_ENTITY) code = sent.charCodeAt(++end);
		const found = code === SEMICOLON ? entity(sent.slice(ampersand + 1, end)) : undefined;
		if (found !== undefined) {
			decoded += sent.slice(copied, ampersand) + found;
			copied = end + 1;
		}
		// What was looked at holds no other ampersand, so nothing is looked at twice.
		ampersand = code === AMPERSAND ? end : sent.indexOf('&', end);
	}
	return decoded + sent.slice(copied);
}

/** A text for people: entities decoded, everything else (CRLF, spaces, lone surrogates) as sent. null for other types. */
export function text(value: Json | undefined): string | null {
	return typeof value === 'string' ? decodeEntities(value) : null;
}
