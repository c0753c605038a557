import type { Json } from './json';
import type { JsonObject } from './api';

/** What the user entered cannot be sent; says which field and what belongs there. Nothing has been sent when it is thrown. */
export class ParameterError extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

/** The parameters of one item, read by name and checked on the way. */
export interface ParameterReader {
	/** Text as entered; refused when empty. */
	text(name: string): string;
	/** Text without the spaces around it; undefined when empty or absent. */
	optionalText(name: string): string | undefined;
	/** A Thumbtack id: digits, as text. Understands a pasted Thumbtack link and a resource locator. */
	id(name: string): string;
	optionalId(name: string): string | undefined;
	boolean(name: string): boolean;
	number(name: string): number;
	/** An option's value. */
	choice(name: string): string;
	/** A list of texts: an array, or text separated by commas. */
	list(name: string): string[];
	/** A collection's members, as fields of their own. */
	group(name: string): ParameterReader;
	/** Entries of a fixed collection, or an array from an expression. */
	entries(name: string, key: string): ParameterReader[];
	/** ISO 8601 in UTC. */
	dateTime(name: string): string | undefined;
	/** A JSON object, given as text or as an object. */
	json(name: string): JsonObject;
	has(name: string): boolean;
	/** The field's name as the screen shows it. */
	label(name: string): string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where an id stands in Thumbtack's own links: the pro's inbox, a public profile, a widget. */
const LINKED_ID = [
	/\/pro-inbox\/messages\/(\d+)/,
	/\/service\/(\d+)/,
	/[?&](?:service_pk|negotiation_pk|business_pk)=(\d+)/,
	/\/webhooks\/(\d+)/,
];

function idFrom(value: unknown, label: string): string | undefined {
	const plain = isObject(value) && 'value' in value ? value.value : value;
	if (plain === undefined || plain === null || plain === '') return undefined;
	if (typeof plain === 'number') {
		if (Number.isSafeInteger(plain) && plain > 0) return String(plain);
		throw new ParameterError(
			`"${label}" is a number, and numbers this long lose their last digits`,
			`Pass the ID as text. In a JSON body put it in quotes; in an expression use the ID that the Thumbtack Trigger gives, which is text already.`,
		);
	}
	if (typeof plain === 'bigint') return String(plain);
	if (typeof plain !== 'string') {
		throw new ParameterError(
			`"${label}" is not a Thumbtack ID`,
			`Enter the ID's digits, e.g. 519000111222333444. What arrived is ${Array.isArray(plain) ? 'a list' : `of type ${typeof plain}`}.`,
		);
	}
	const text = plain.trim();
	if (text === '') return undefined;
	if (/^\d{1,19}$/.test(text)) return text;
	if (/^https?:\/\//i.test(text)) {
		const found = LINKED_ID.map((pattern) => pattern.exec(text)?.[1]).find((id) => id !== undefined);
		if (found) return found;
		throw new ParameterError(
			`"${label}" is a link that holds no ID`,
			`Paste the link of the page itself, e.g. https://www.thumbtack.com/pro-inbox/messages/519000111222333444, or enter the ID's digits.`,
		);
	}
	throw new ParameterError(
		`"${label}" is not a Thumbtack ID: "${text.slice(0, 60)}"`,
		'A Thumbtack ID has digits only, e.g. 519000111222333444.',
	);
}

/** Reads fields out of whatever holds the parameters: a node's item, a collection, a plain object in a test. */
export function createParameterReader(
	read: (name: string) => unknown,
	label: (name: string) => string,
): ParameterReader {
	// Each is read once: n8n evaluates an expression anew every time.
	const known = new Map<string, unknown>();
	const get = (name: string): unknown => {
		if (!known.has(name)) known.set(name, read(name));
		return known.get(name);
	};
	const missing = (name: string) =>
		new ParameterError(
			`"${label(name)}" is empty`,
			`Enter a value for "${label(name)}". If it is an expression, check that the item before has the value.`,
		);
	const optionalText = (name: string): string | undefined => {
		const value = get(name);
		if (value === undefined || value === null) return undefined;
		if (typeof value === 'object')
			throw new ParameterError(
				`"${label(name)}" is not text`,
				`"${label(name)}" was given ${Array.isArray(value) ? 'a list' : 'an object'}. Enter text, or pick one field of it in the expression.`,
			);
		return String(value).trim() || undefined;
	};
	const optionalId = (name: string) => idFrom(get(name), label(name));

	const reader: ParameterReader = {
		label,
		has: (name) => get(name) !== undefined,
		text(name) {
			if (optionalText(name) === undefined) throw missing(name);
			return String(get(name));
		},
		optionalText,
		id(name) {
			const id = optionalId(name);
			if (id === undefined) throw missing(name);
			return id;
		},
		optionalId,
		boolean: (name) => get(name) === true || get(name) === 'true',
		number(name) {
			const value = Number(get(name));
			if (get(name) === '' || get(name) === null || !Number.isFinite(value))
				throw new ParameterError(`"${label(name)}" is not a number`, `Enter a number for "${label(name)}".`);
			return value;
		},
		choice: (name) => String(get(name) ?? ''),
		list(name) {
			const value = get(name);
			const parts = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
			return parts.map((part) => String(part).trim()).filter((part) => part !== '');
		},
		group(name) {
			const group = get(name);
			return createParameterReader((member) => (isObject(group) ? group[member] : undefined), label);
		},
		entries(name, key) {
			const value = get(name);
			const list = isObject(value) ? value[key] : value;
			return (Array.isArray(list) ? list : []).map((entry) =>
				createParameterReader((member) => (isObject(entry) ? entry[member] : undefined), label),
			);
		},
		dateTime(name) {
			const given = optionalText(name);
			if (given === undefined) return undefined;
			const time = new Date(given);
			if (Number.isNaN(time.getTime()))
				throw new ParameterError(
					`"${label(name)}" is not a date: "${given.slice(0, 60)}"`,
					'Enter a date and time, e.g. 2026-03-01T12:00:00Z.',
				);
			return time.toISOString();
		},
		json(name) {
			const value = get(name);
			if (value === undefined || value === null || value === '') return {};
			let parsed: unknown = value;
			if (typeof value === 'string') {
				try {
					parsed = JSON.parse(value);
				} catch {
					parsed = undefined;
				}
				if (parsed === undefined)
					throw new ParameterError(
						`"${label(name)}" is not valid JSON`,
						'Enter an object, e.g. { "note": "text" }. Check quotes and commas.',
					);
			}
			if (!isObject(parsed))
				throw new ParameterError(`"${label(name)}" is not a JSON object`, 'Enter an object, e.g. { "note": "text" }.');
			return parsed as { [key: string]: Json };
		},
	};
	return reader;
}
