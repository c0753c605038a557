import type { Json } from '../json';

// Numbers are seconds below this and milliseconds from it on: 1e11 seconds is the year 5138, 1e11 milliseconds is 1973.
const FIRST_MILLISECOND_VALUE = 1e11;
// Outside of these a number is no time that Thumbtack could mean (1973 … 5138).
const SMALLEST = 1e8;
const LARGEST = 1e14;

const EPOCH = /^\d{9,15}(?:\.\d{1,9})?$/;
const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?\s?(?:[Zz]|([+-])(\d\d):?(\d\d))$/;

function fromNumber(value: number): number | null {
	if (!(value >= SMALLEST && value < LARGEST)) return null;
	return value < FIRST_MILLISECOND_VALUE ? value * 1000 : value;
}

function fromRfc3339(value: string): number | null {
	const match = RFC_3339.exec(value);
	if (match === null) return null;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
	const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
	// Date.UTC would read the year 99 as 1999; before 1970 nothing is meant as a time anyway.
	if (year < 1970) return null;
	// 60 is a leap second, which RFC 3339 allows and Date does not know: the next second is as near as it gets.
	if (hour > 23 || minute > 59 || second > 60) return null;
	const midnight = new Date(Date.UTC(year, month - 1, day));
	// Date would roll "February 30" over to March.
	if (midnight.getUTCMonth() !== month - 1) return null;
	const offsetHours = Number(match[9] ?? 0);
	const offsetMinutes = Number(match[10] ?? 0);
	if (offsetHours > 23 || offsetMinutes > 59) return null;
	const offset = (offsetHours * 60 + offsetMinutes) * (match[8] === '-' ? -1 : 1);
	return midnight.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

/**
 * A time as ISO 8601 in UTC, or null. Read are: seconds and milliseconds since 1970, as number or text (Pro API: leads
 * and messages carry seconds, reviews milliseconds), and RFC 3339 with `Z` or an offset (Partner Platform). A time without
 * a zone is null, because any zone would be a guess; so is what lies before 1970, since year 1 is how an unset time is
 * written.
 */
export function isoTime(value: Json | undefined): string | null {
	let milliseconds: number | null = null;
	if (typeof value === 'number') {
		milliseconds = fromNumber(value);
	} else if (typeof value === 'string' && value.length <= 64) {
		const trimmed = value.trim();
		milliseconds = EPOCH.test(trimmed) ? fromNumber(Number(trimmed)) : fromRfc3339(trimmed);
	}
	return milliseconds !== null && milliseconds > 0 ? isoDate(new Date(milliseconds)) : null;
}

/** A Date as ISO 8601 in UTC; null for an invalid one, where `toISOString` would throw. */
export function isoDate(date: Date): string | null {
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
