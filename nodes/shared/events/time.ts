import type { Json } from '../json';

// Numbers are seconds below this and milliseconds from it on: 1e11 seconds is the year 5138, 1e11 milliseconds is 1973.
const FIRST_MILLISECOND_VALUE = 1e11;
// Outside of these a number is no time that Thumbtack could mean (1973 … 5138).
const SMALLEST = 1e8;
const LARGEST = 1e14;

const EPOCH = /^\d{9,15}(?:\.\d{1,9})?$/;
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?\s?(?:[Zz]|([+-])(\d\d):?(\d\d))$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function fromNumber(value: number): string | null {
	if (!(value >= SMALLEST && value < LARGEST)) return null;
	return isoDate(new Date(value < FIRST_MILLISECOND_VALUE ? value * 1000 : value));
}

function fromRfc3339(value: string): string | null {
	const match = RFC_3339.exec(value);
	if (match === null) return null;
	const year = Number(match[1]);
	const month = Number(match[2]);
	const day = Number(match[3]);
	const hour = Number(match[4]);
	const minute = Number(match[5]);
	const second = Number(match[6]);
	// Nothing is meant as a time before 1971; an unset time is written as year 1 or as the start of 1970.
	if (year < 1971) return null;
	// 60 is a leap second, which RFC 3339 allows and Date does not know: the next second is as near as it gets.
	if (hour > 23 || minute > 59 || second > 60) return null;
	// Date would roll "February 30" over to March.
	const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	const days = month === 2 && isLeapYear ? 29 : DAYS_IN_MONTH[month - 1];
	if (days === undefined || day < 1 || day > days) return null;
	const milliseconds = match[7] === undefined ? '000' : match[7].padEnd(3, '0').slice(0, 3);
	// In UTC, only the form differs.
	if (match[8] === undefined && second < 60) return `${value.slice(0, 10)}T${value.slice(11, 19)}.${milliseconds}Z`;
	const offsetHours = Number(match[9] ?? 0);
	const offsetMinutes = Number(match[10] ?? 0);
	if (offsetHours > 23 || offsetMinutes > 59) return null;
	const offset = (offsetHours * 60 + offsetMinutes) * (match[8] === '-' ? -1 : 1);
	const time = Date.UTC(year, month - 1, day, hour, minute - offset, second, Number(milliseconds));
	return time > 0 ? isoDate(new Date(time)) : null;
}

/**
 * A time as ISO 8601 in UTC, or null. Read are: seconds and milliseconds since 1970, as number or text (Pro API: leads
 * and messages carry seconds, reviews milliseconds), and RFC 3339 with `Z` or an offset (Partner Platform). A time without
 * a zone is null, because any zone would be a guess; so is what lies before 1971, since year 1 is how an unset time is
 * written.
 */
export function isoTime(value: Json | undefined): string | null {
	if (typeof value === 'number') return fromNumber(value);
	if (typeof value !== 'string' || value.length > 64) return null;
	const trimmed = value.trim();
	return EPOCH.test(trimmed) ? fromNumber(Number(trimmed)) : fromRfc3339(trimmed);
}

/** A Date as ISO 8601 in UTC; null for an invalid one, where `toISOString` would throw. */
export function isoDate(date: Date): string | null {
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
