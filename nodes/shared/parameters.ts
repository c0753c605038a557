import { parseJson, type Json, type JsonObject } from './json';
import { isObject, isRecord } from './jsonAccess';
import { instantOfLocalTime } from './timeZone';
import { parseUrl } from './url';

/** What the user entered cannot be sent: names the field as the form does and says what belongs there. Nothing has been sent when it is thrown. */
export class ParameterError extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

/** The kinds of id that links on thumbtack.com carry. */
export type IdKind = 'lead' | 'business' | 'webhook' | 'category' | 'other';

/** Bounds of a whole number, both included. */
export interface Range {
	min?: number;
	max?: number;
}

/**
 * The parameters of one item, read by name and checked on the way. An expression can make anything of a parameter: what a person
 * would understand is understood, everything else throws a ParameterError that names the field.
 */
export interface ParameterReader {
	/** Text as entered; refused when blank. */
	text(name: string): string;
	/** Text without the spaces around it; undefined when blank or absent. */
	optionalText(name: string): string | undefined;
	/** A Thumbtack id: digits, as text. Understands a pasted Thumbtack link and a resource locator. */
	id(name: string, kind?: IdKind): string;
	/** The same; undefined when empty or absent. */
	optionalId(name: string, kind?: IdKind): string | undefined;
	/**
	 * Ids without duplicates, from a list (nested or not) or from text with commas, spaces or line ends between them. Empty entries do
	 * not count, so an empty field gives an empty list; a missing value (undefined, null) is refused.
	 */
	ids(name: string, kind?: IdKind): string[];
	/** true, false, 1, 0, yes, no, on and off, in any case; anything else, empty included, is refused. */
	boolean(name: string): boolean;
	/** A whole number, as number or text; from 1 unless `range` says otherwise. */
	wholeNumber(name: string, range?: Range): number;
	/** One of `allowed`, in any case. */
	option<T extends string>(name: string, allowed: readonly T[]): T;
	/** A list of `allowed` values, in any case, without duplicates; may be empty. A missing value is refused. */
	options<T extends string>(name: string, allowed: readonly T[]): T[];
	/** A list of texts: an array, or text separated by commas or line ends. Empty entries do not count. */
	texts(name: string): string[];
	/** A reader of a collection's members. */
	group(name: string): ParameterReader;
	/** Entries of a fixed collection, or an array from an expression. */
	entries(name: string, key: string): ParameterReader[];
	/**
	 * A moment as ISO 8601 in UTC; undefined when empty. Text without a zone is read in the workflow's zone. A Date, a Luxon DateTime
	 * and epoch seconds or milliseconds are understood.
	 */
	dateTime(name: string): string | undefined;
	/** A JSON object, given as text or as an object; {} when empty. Integers beyond 2^53 come as text. */
	json(name: string): JsonObject;
	/** The text of a JSON object, its numbers as typed; `{}` when empty. */
	jsonText(name: string): string;
	/** A JSON list, given as text or as a list; undefined when empty. Integers beyond 2^53 come as text. */
	jsonList(name: string): Json[] | undefined;
	/** Whether the parameter is there: for a member of a collection, whether it was added. */
	has(name: string): boolean;
	/** The field's name as the form shows it. */
	label(name: string): string;
}

export interface ReaderOptions {
	/** IANA name of the workflow's zone, e.g. `America/New_York`; UTC when absent. */
	timeZone?: string;
	/** Hosts besides thumbtack.com whose links are understood, e.g. `localhost:8484` for a custom environment. */
	hosts?: readonly string[];
	/** Whether a parameter is there; by default whether it has a value. */
	has?(name: string): boolean;
}

/** What arrived, for an error text. */
function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	if (isRecord(value)) return 'an object';
	return `"${String(value).slice(0, 60)}"`;
}

/** The kind of id that each parameter of the nodes holds. */
const KINDS: Record<string, IdKind> = {
	leadId: 'lead',
	businessId: 'business',
	businessIds: 'business',
	businessFilter: 'business',
	serviceId: 'business',
	webhookId: 'webhook',
	categoryId: 'category',
};

/** Where an id stands in Thumbtack's own links: the pro's inbox, a public profile, a widget, the list of webhooks. */
const LINKS: Record<IdKind, { path: RegExp[]; query: string[]; example: string }> = {
	lead: {
		path: [/\/pro-inbox\/messages\/(\d{1,19})(?!\d)/, /\/negotiations\/(\d{1,19})(?!\d)/],
		query: ['negotiation_pk', 'lead_pk'],
		example: 'https://www.thumbtack.com/pro-inbox/messages/519000111222333444',
	},
	business: {
		path: [/\/service\/(\d{1,19})(?!\d)/, /\/businesses\/(\d{1,19})(?!\d)/],
		query: ['service_pk', 'business_pk'],
		example: 'https://www.thumbtack.com/ca/san-francisco/handyman/rivera/service/501100200300400500',
	},
	webhook: {
		path: [/\/webhooks\/(\d{1,19})(?!\d)/],
		query: ['webhook_pk'],
		example: 'https://thumbtack.com/pro/webhooks/587000111222333444',
	},
	category: {
		path: [/\/categories\/(\d{1,19})(?!\d)/],
		query: ['category_pk'],
		example: 'https://www.thumbtack.com/embed/request-flow?category_pk=122000111222333444',
	},
	other: { path: [], query: [], example: '' },
};

const isThumbtack = (hostname: string) => hostname === 'thumbtack.com' || hostname.endsWith('.thumbtack.com');

function idInLink(link: string, kind: IdKind, hosts: readonly string[]): string | undefined {
	const url = parseUrl(link);
	if (!url || !(isThumbtack(url.hostname) || hosts.includes(url.host))) return undefined;
	const { path, query } = LINKS[kind];
	const found = [
		...path.map((pattern) => pattern.exec(url.pathname)?.[1]),
		...query.map((name) => url.searchParams.get(name)).filter((value) => /^\d{1,19}$/.test(value ?? '')),
	];
	return found.find((id) => typeof id === 'string') ?? undefined;
}

/** One id; undefined when empty. */
function idFrom(given: unknown, label: string, kind: IdKind, hosts: readonly string[]): string | undefined {
	const value = isRecord(given) && 'value' in given ? given.value : given;
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'number' && !(Number.isSafeInteger(value) && value > 0)) {
		throw new ParameterError(
			`"${label}" is a number, and numbers this long lose their last digits`,
			'Pass the ID as text. In a JSON body, put it in quotes. In an expression, use the ID that the Thumbtack Trigger outputs, which is text already.',
		);
	}
	const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
	const text = isText ? String(value).trim() : undefined;
	if (text === '') return undefined;
	if (text !== undefined && /^\d{1,19}$/.test(text) && !/^0+$/.test(text)) return text;
	if (text !== undefined && /^https?:\/\//i.test(text)) {
		const found = idInLink(text, kind, hosts);
		if (found) return found;
		const { example } = LINKS[kind];
		throw new ParameterError(
			`"${label}" is a link without the ID that belongs here: "${text.slice(0, 120)}"`,
			`${example ? `Paste a Thumbtack link such as ${example}, or enter` : 'Enter'} the ID's digits, e.g. 519000111222333444.`,
		);
	}
	throw new ParameterError(
		`"${label}" is not a Thumbtack ID: ${shown(value)}`,
		'A Thumbtack ID has digits only, e.g. 519000111222333444.',
	);
}

const BOOLEANS = new Map([
	...['true', '1', 'yes', 'on'].map((word) => [word, true] as const),
	...['false', '0', 'no', 'off'].map((word) => [word, false] as const),
]);

/** From here on a number of this size is epoch milliseconds (1973); below it seconds (up to the year 5138). */
const FIRST_MILLISECONDS = 1e11;
/** 2001-09-09: fewer seconds are a year, a spreadsheet's date or another number, not a moment of this platform. */
const FIRST_SECONDS = 1e9;
const END_OF_9999 = 253_402_300_800_000;

const LOCAL_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?$/i;
const ZONED_TIME = /^(\S{10}(?:[T ]\S{5,18}?)) ?(Z|[+-]\d\d(?::?\d\d)?)(?:\[[^\]]+\])?$/i;
/** What Date's own methods write, e.g. `Sun, 01 Mar 2026 12:00:00 GMT`. */
const NAMED_ZONE = /\d{4}.*\b(?:GMT|UTC)\b/;

/** Milliseconds since the epoch as if the text were UTC; undefined for text that is no date, or a day that does not exist. */
function wallClock(text: string): number | undefined {
	const match = LOCAL_TIME.exec(text);
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
	const time = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
	const date = new Date(time);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 0 ? time : undefined;
}

function offsetMs(zone: string): number | undefined {
	if (/^z$/i.test(zone)) return 0;
	const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || 0)];
	if (hours > 14 || minutes > 59) return undefined;
	return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function instantOfEpoch(value: number): number | undefined {
	if (!(value >= FIRST_SECONDS && value < END_OF_9999)) return undefined;
	return value < FIRST_MILLISECONDS ? value * 1000 : value;
}

function instantOfText(text: string, timeZone: string): number | undefined {
	if (/^\d{9,14}(\.\d+)?$/.test(text)) return instantOfEpoch(Number(text));
	const local = wallClock(text);
	if (local !== undefined) return instantOfLocalTime(local, timeZone);
	const zoned = ZONED_TIME.exec(text);
	if (zoned) {
		const [wall, offset] = [wallClock(zoned[1]), offsetMs(zoned[2])];
		return wall === undefined || offset === undefined ? undefined : wall - offset;
	}
	return NAMED_ZONE.test(text) ? Date.parse(text) : undefined;
}

/** Milliseconds since the epoch; undefined for what is no moment. */
function instantOf(value: unknown, timeZone: string): number | undefined {
	if (typeof value === 'number') return instantOfEpoch(value);
	if (typeof value === 'string') return instantOfText(value.trim(), timeZone);
	// A Luxon DateTime, also of another copy of Luxon than ours would be.
	if (isRecord(value) && typeof value.toMillis === 'function') return Number(value.toMillis());
	return value instanceof Date || Object.prototype.toString.call(value) === '[object Date]' ? Number(value) : undefined;
}

/** Whether a number in there has lost digits before it got here. */
function hasRoundedNumber(value: unknown): boolean {
	if (typeof value === 'number')
		return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
	return typeof value === 'object' && value !== null && Object.values(value).some(hasRoundedNumber);
}

function tryParse(text: string): Json | undefined {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

/** 19.99 * 100 is 1998.9999999999998: what binary fractions add to a whole number is taken off. */
function withoutNoise(value: number): number {
	const whole = Math.round(value);
	return Math.abs(value - whole) < 1e-6 ? whole : value;
}

const flat = (value: unknown): unknown[] => (Array.isArray(value) ? value.flatMap(flat) : [value]);

/**
 * Reads parameters out of whatever holds them: a node's item, a collection, a plain object in a test.
 * @param read gives a parameter's value; called once for each
 * @param label gives a parameter's name on the form
 */
export function createParameterReader(
	read: (name: string) => unknown,
	label: (name: string) => string,
	options: ReaderOptions = {},
): ParameterReader {
	const { timeZone = 'UTC', hosts = [] } = options;
	// Each is read once: n8n evaluates an expression every time.
	const known = new Map<string, unknown>();
	const get = (name: string): unknown => {
		if (!known.has(name)) known.set(name, read(name));
		return known.get(name);
	};
	const missing = (name: string, remedy = `Enter a value for "${label(name)}".`) =>
		new ParameterError(
			`"${label(name)}" is empty`,
			`${remedy} If it is an expression, check that the previous node outputs it.`,
		);
	const isBlank = (value: unknown) =>
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
	const refuse = (name: string, message: string, remedy: string) =>
		isBlank(get(name)) ? missing(name, remedy) : new ParameterError(`${message}: ${shown(get(name))}`, remedy);

	/** The parts of a list or a separated text; undefined for any other value. */
	const parts = (value: unknown, separator: RegExp): string[] | undefined => {
		const found: string[] = [];
		for (const part of flat(value)) {
			if (isBlank(part)) continue;
			if (typeof part === 'object' || typeof part === 'boolean' || hasRoundedNumber(part)) return undefined;
			found.push(
				...String(part)
					.split(separator)
					.map((text) => text.trim()),
			);
		}
		return found.filter((text) => text !== '');
	};
	const oneOf = <T extends string>(name: string, word: string, allowed: readonly T[]): T => {
		const found =
			allowed.find((value) => value === word) ?? allowed.find((value) => value.toLowerCase() === word.toLowerCase());
		if (found !== undefined) return found;
		throw new ParameterError(
			`"${label(name)}" has no choice "${word.slice(0, 60)}"`,
			`Use one of: ${allowed.join(', ')}.`,
		);
	};
	const optionalText = (name: string): string | undefined => {
		const value = get(name);
		if (value === undefined || value === null) return undefined;
		if (typeof value === 'object' || typeof value === 'function')
			throw new ParameterError(
				`"${label(name)}" is not text`,
				`"${label(name)}" received ${Array.isArray(value) ? 'a list' : 'an object'}. Enter text, or pick one field of it in the expression.`,
			);
		if (hasRoundedNumber(value))
			throw new ParameterError(
				`"${label(name)}" is a number that lost digits`,
				'Pass it as text. In a JSON body, put it in quotes.',
			);
		return String(value).trim() || undefined;
	};
	const optionalId = (name: string, kind: IdKind = KINDS[name] ?? 'other') =>
		idFrom(get(name), label(name), kind, hosts);
	const jsonText = (name: string): string | undefined => {
		const value = get(name);
		if (isBlank(value)) return undefined;
		if (typeof value === 'string') return value;
		if (hasRoundedNumber(value))
			throw new ParameterError(
				`"${label(name)}" contains a number that lost digits`,
				'Pass long numbers as text, or write the JSON as text in this field.',
			);
		return JSON.stringify(value);
	};
	const parsed = (name: string): Json | undefined => {
		const text = jsonText(name);
		if (text === undefined) return undefined;
		const value = tryParse(text);
		if (value === undefined)
			throw new ParameterError(
				`"${label(name)}" is not valid JSON`,
				'Check quotes and commas. An example: { "note": "text" }.',
			);
		return value;
	};
	const json = (name: string): JsonObject => {
		const value = parsed(name) ?? (isBlank(get(name)) ? {} : null);
		if (!isObject(value))
			throw new ParameterError(`"${label(name)}" is not a JSON object`, 'Enter an object, e.g. { "note": "text" }.');
		return value;
	};
	const memberReader = (members: unknown) =>
		createParameterReader((member) => (isRecord(members) ? members[member] : undefined), label, {
			timeZone,
			hosts,
			has: (member) => isRecord(members) && Object.prototype.hasOwnProperty.call(members, member),
		});

	return {
		label,
		has: options.has ?? ((name) => get(name) !== undefined),
		text(name) {
			if (optionalText(name) === undefined) throw missing(name);
			return String(get(name));
		},
		optionalText,
		id(name, kind) {
			const id = optionalId(name, kind);
			if (id === undefined) throw missing(name);
			return id;
		},
		optionalId,
		ids(name, kind = KINDS[name] ?? 'other') {
			const value = get(name);
			if (value === undefined || value === null) throw missing(name);
			const entries = flat(value).flatMap((entry) => {
				const plain = isRecord(entry) && 'value' in entry ? entry.value : entry;
				return typeof plain === 'string' ? plain.split(/[\s,]+/) : flat(plain);
			});
			const ids = entries.map((entry) => idFrom(entry, label(name), kind, hosts));
			return [...new Set(ids.filter((id) => id !== undefined))];
		},
		boolean(name) {
			const value = get(name);
			if (typeof value === 'boolean') return value;
			const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : '';
			const known = BOOLEANS.get(word);
			if (known === undefined)
				throw refuse(name, `"${label(name)}" is not true or false`, 'Use true or false, yes or no, on or off, 1 or 0.');
			return known;
		},
		wholeNumber(name, { min = 1, max = Number.MAX_SAFE_INTEGER } = {}) {
			const value = get(name);
			const text = typeof value === 'string' ? value.trim() : '';
			const number = typeof value === 'number' ? withoutNoise(value) : /^[+-]?\d+$/.test(text) ? Number(text) : NaN;
			if (!(Number.isSafeInteger(number) && number >= min && number <= max)) {
				const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
				throw refuse(
					name,
					`"${label(name)}" is not a whole number ${range}`,
					`Enter a whole number ${range} for "${label(name)}".`,
				);
			}
			return number;
		},
		option(name, allowed) {
			const value = get(name);
			if (typeof value !== 'string' || value.trim() === '')
				throw refuse(name, `"${label(name)}" is not one of its choices`, `Use one of: ${allowed.join(', ')}.`);
			return oneOf(name, value.trim(), allowed);
		},
		options(name, allowed) {
			const value = get(name);
			const words = value === undefined || value === null ? undefined : parts(value, /[\s,]+/);
			if (!words)
				throw refuse(name, `"${label(name)}" is not a list of its choices`, `Use any of: ${allowed.join(', ')}.`);
			return [...new Set(words.map((word) => oneOf(name, word, allowed)))];
		},
		texts(name) {
			const words = parts(get(name), /[,\r\n]+/);
			if (!words)
				throw refuse(
					name,
					`"${label(name)}" is not a list of text values`,
					'Enter values separated by commas, or a list of text values.',
				);
			return words;
		},
		group(name) {
			const members = get(name);
			if (!isBlank(members) && !isRecord(members))
				throw refuse(
					name,
					`"${label(name)}" is not an object`,
					`Give "${label(name)}" an object with the fields to set.`,
				);
			return memberReader(members);
		},
		entries(name, key) {
			const value = get(name);
			const list = isRecord(value) ? value[key] : value;
			if (isBlank(list)) return [];
			if (!Array.isArray(list) || !list.every(isRecord))
				throw refuse(name, `"${label(name)}" is not a list of entries`, `Give "${label(name)}" a list of objects.`);
			return list.map(memberReader);
		},
		dateTime(name) {
			const value = get(name);
			if (isBlank(value)) return undefined;
			const instant = instantOf(value, timeZone) ?? NaN;
			if (Number.isNaN(instant) || Math.abs(instant) >= END_OF_9999)
				throw refuse(
					name,
					`"${label(name)}" is not a date`,
					'Enter a date and time, e.g. 2026-03-01T12:00 (read in the time zone of the workflow) or 2026-03-01T12:00:00Z.',
				);
			return new Date(instant).toISOString();
		},
		json,
		jsonText(name) {
			json(name);
			return jsonText(name) ?? '{}';
		},
		jsonList(name) {
			const value = parsed(name);
			if (value === undefined) return undefined;
			if (!Array.isArray(value))
				throw new ParameterError(`"${label(name)}" is not a JSON list`, 'Enter a list, e.g. [{ "id": "1" }].');
			return value;
		},
	};
}
