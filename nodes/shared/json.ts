/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. Its keys come from the sender: read them with the helpers of `jsonAccess.ts` only. */
export type JsonObject = { [key: string]: Json };

/**
 * A bare integer of 16 digits or more can be beyond 2^53, and JSON.parse would round it. Digits in quotes have a quote before them, so
 * ordinary ids ("501100200300400500") do not match and the common case costs one linear scan.
 */
export const LONG_BARE_INTEGER = /(?:^|[\s:,[])-?\d{16}/;

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const MINUS = 45;
const ZERO = 48;

function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}

function isNumberPart(code: number): boolean {
	// digits . + - e E
	return isDigit(code) || code === 46 || code === 43 || code === MINUS || code === 101 || code === 69;
}

function isSpace(code: number): boolean {
	return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Index just behind the string that opens at `start`; the text's length when it never closes. */
export function endOfString(text: string, start: number): number {
	let quote = text.indexOf('"', start + 1);
	while (quote !== -1) {
		let backslashes = 0;
		while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++;
		if (backslashes % 2 === 0) return quote + 1;
		quote = text.indexOf('"', quote + 1);
	}
	return text.length;
}

function isFollowedByColon(text: string, from: number): boolean {
	let at = from;
	while (isSpace(text.charCodeAt(at))) at++;
	return text.charCodeAt(at) === COLON;
}

// Written out, because a regular expression runs out of stack on a number of some millions of digits.
function isUnsafeInteger(token: string): boolean {
	let at = token.charCodeAt(0) === MINUS ? 1 : 0;
	// A leading zero is malformed JSON and must stay so: quotes would make it valid.
	if (token.length - at < 16 || token.charCodeAt(at) === ZERO) return false;
	for (; at < token.length; at++) {
		if (!isDigit(token.charCodeAt(at))) return false;
	}
	return !Number.isSafeInteger(Number(token));
}

/** Puts quotes around every integer that a double cannot hold; touches nothing else. */
function quoteUnsafeIntegers(text: string): string {
	const parts: string[] = [];
	let copied = 0;
	let at = 0;
	while (at < text.length) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) {
			at = endOfString(text, at);
		} else if (isDigit(code) || code === MINUS) {
			const start = at;
			while (at < text.length && isNumberPart(text.charCodeAt(at))) at++;
			if (at - start < 16) continue;
			const token = text.slice(start, at);
			// A number where a key belongs is malformed too.
			if (isUnsafeInteger(token) && !isFollowedByColon(text, at)) {
				parts.push(text.slice(copied, start), '"', token, '"');
				copied = at;
			}
		} else {
			at++;
		}
	}
	parts.push(text.slice(copied));
	return parts.join('');
}

/**
 * `JSON.parse`, but exact: an integer beyond ±(2^53 − 1) comes out as a string of its digits instead of a rounded number.
 * Thumbtack's ids are 64-bit integers; nearly always they are sent as strings, in places (older lead updates, access
 * tokens) as bare numbers. Fractions and exponents are left to `JSON.parse`.
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseJson(text: string): Json {
	const exact = LONG_BARE_INTEGER.test(text) ? quoteUnsafeIntegers(text) : text;
	return JSON.parse(exact) as Json;
}
