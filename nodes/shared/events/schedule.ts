import type { ScheduleDate, ScheduleParts, ScheduleTime } from './types';

// Thumbtack writes three short lines. Longer texts are prose, and nothing in them is meant as a date.
const LONGEST = 2_000;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const LABEL = /^(?:(dates?)|(times?)|(length|duration))\s*:\s*/i;
// Also where the lines were joined into one, with or without a slash between.
const LINE_END = /\r\n|[\r\n]|[\s/;|]+(?=(?:dates?|times?|length|duration)\s*:)/i;

const WEEKDAY = '(?:(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\\.?,?\\s+)?';
const MONTH =
	'(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DATE = new RegExp(`^${WEEKDAY}${MONTH}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?$`, 'i');
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

const LABELED_TIME = /^([^()]{1,60}?)\s*\(([^()]{1,60})\)$/;
const PART_OF_DAY = /^(?:early |mid-?|late )?(?:morning|afternoon|evening|night|day)$/i;
const OPEN_RANGE = /^(before|until|by|after|from)\s+(.{1,20})$/i;
const RANGE = /^(?:from\s+)?(.{1,20}?)\s*(?:-|–|—|\bto\b)\s*(.{1,20})$/i;
const CLOCK = /^(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\.?$/i;
const CLOCK_24 = /^(1[3-9]|2[0-3]):(\d\d)$/;

const HOURS = /^(\d{1,3}(?:\.\d{1,2})?)\s*(?:h|hrs?|hours?)$/i;
const MINUTES = /^(\d{1,4})\s*(?:m|mins?|minutes?)$/i;
const HOURS_AND_MINUTES = /^(\d{1,3})\s*(?:h|hrs?|hours?),?\s*(?:and\s+)?(\d{1,2})\s*(?:m|mins?|minutes?)$/i;

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** The day as YYYY-MM-DD; null when the month has no such day. */
function isoDay(year: number, month: number, day: number): string | null {
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
		? `${year}-${twoDigits(month)}-${twoDigits(day)}`
		: null;
}

/**
 * The next such day after the lead was made. The day on which it was made counts. It is not known where the customer
 * is: half a day is allowed for, since an evening in America is the next day in UTC. February 29 can be eight years away.
 */
function nextDay(month: number, day: number, createdAt: string | null): string | null {
	if (createdAt === null) return null;
	const earliest = new Date(Date.parse(createdAt) - 12 * 3_600_000).toISOString().slice(0, 10);
	const year = Number(earliest.slice(0, 4));
	for (let offset = 0; offset <= 8; offset++) {
		const date = isoDay(year + offset, month, day);
		if (date !== null && date >= earliest) return date;
	}
	return null;
}

function dateOf(text: string, createdAt: string | null): ScheduleDate {
	const iso = ISO_DATE.exec(text);
	if (iso !== null) {
		return { text, date: isoDay(Number(iso[1]), Number(iso[2]), Number(iso[3])), isYearGuessed: false };
	}
	const match = DATE.exec(text);
	if (match === null) return { text, date: null, isYearGuessed: false };
	const month = MONTHS.indexOf(match[2].slice(0, 3).toLowerCase()) + 1;
	const day = Number(match[3]);
	if (match[4] !== undefined) return { text, date: isoDay(Number(match[4]), month, day), isYearGuessed: false };
	const date = nextDay(month, day, createdAt);
	const weekday = match[1]?.slice(0, 3).toLowerCase();
	// A weekday on which that day does not fall says that another year is meant; which one is not known.
	const isContradicted = date !== null && weekday && WEEKDAYS[new Date(date).getUTCDay()] !== weekday;
	return date === null || isContradicted
		? { text, date: null, isYearGuessed: false }
		: { text, date, isYearGuessed: true };
}

/** A time of day as HH:MM; null without am or pm, unless the hour leaves no doubt. */
function clock(sent: string): string | null {
	if (/^noon$/i.test(sent)) return '12:00';
	const late = CLOCK_24.exec(sent);
	if (late !== null) return Number(late[2]) < 60 ? sent : null;
	const match = CLOCK.exec(sent);
	if (match === null) return null;
	const hour = Number(match[1]);
	const minute = Number(match[2] ?? 0);
	if (hour < 1 || hour > 12 || minute > 59) return null;
	const isAfternoon = match[3].toLowerCase() === 'p';
	return `${twoDigits((hour % 12) + (isAfternoon ? 12 : 0))}:${twoDigits(minute)}`;
}

function rangeOf(sent: string): Pick<ScheduleTime, 'from' | 'to'> {
	const exact = clock(sent);
	if (exact !== null) return { from: exact, to: null };
	const match = RANGE.exec(sent);
	if (match !== null) {
		const from = clock(match[1]);
		const to = clock(match[2]);
		// Half a range would say something else than the text does.
		return from && to ? { from, to } : { from: null, to: null };
	}
	const open = OPEN_RANGE.exec(sent);
	const time = open && clock(open[2]);
	return open && /^(?:after|from)$/i.test(open[1]) ? { from: time, to: null } : { from: null, to: time };
}

function timeOf(text: string): ScheduleTime {
	const match = LABELED_TIME.exec(text);
	if (match !== null) return { text, label: match[1].trim(), ...rangeOf(match[2].trim()) };
	return { text, label: PART_OF_DAY.test(text) ? text : null, ...rangeOf(text) };
}

/** A length in minutes; null for ranges ("2-3 hours") and anything else that is no single length. */
function minutesOf(text: string): number | null {
	const both = HOURS_AND_MINUTES.exec(text);
	if (both !== null) return Number(both[1]) * 60 + Number(both[2]);
	const hours = HOURS.exec(text);
	const minutes = hours ? Math.round(Number(hours[1]) * 60) : Number(MINUTES.exec(text)?.[1] ?? 0);
	return minutes > 0 ? minutes : null;
}

// Not the commas of "Tue, May 05 2020" and "May 5, 2020", nor those in brackets.
const BETWEEN_PARTS =
	/(?<!\b(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\.?),(?!\s*\d{4}\b|[^(]*\))|;|\s+and\s+/i;

/** The parts of a line, as sent. */
function partsOf(line: string): string[] {
	return line
		.split(BETWEEN_PARTS)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

const isTimeRead = ({ from, to }: ScheduleTime) => from !== null || to !== null;

/**
 * The dates, times and length of the Pro API's schedule text (lead payload: `request.schedule`), of which "there are a
 * variety": up to three lines, in any order, with labels or without, one or several dates and times. What cannot be read
 * is null and keeps its text; nothing is guessed but the year where none is given, and no time zone is known.
 *
 * @param createdAt when the lead was made, ISO 8601; dates without a year need it
 * @returns null when nothing of the text can be read
 */
export function schedulePartsOf(schedule: string | null, createdAt: string | null): ScheduleParts | null {
	if (schedule === null || schedule.length > LONGEST) return null;
	const dates: ScheduleDate[] = [];
	const times: ScheduleTime[] = [];
	let lengthMinutes: number | null = null;
	for (const sent of schedule.split(LINE_END)) {
		const line = sent.trim();
		const label = LABEL.exec(line);
		const rest = label === null ? line : line.slice(label[0].length).trim();
		const minutes = label === null || label[3] !== undefined ? minutesOf(rest) : null;
		if (minutes !== null) lengthMinutes ??= minutes;
		if (minutes !== null || label?.[3] !== undefined) continue;
		for (const part of partsOf(rest)) {
			if (label?.[1] !== undefined) {
				dates.push(dateOf(part, createdAt));
			} else if (label?.[2] !== undefined) {
				times.push(timeOf(part));
			} else {
				const date = dateOf(part, createdAt);
				const time = timeOf(part);
				if (date.date !== null || DATE.test(part)) dates.push(date);
				else if (isTimeRead(time) || time.label !== null) times.push(time);
				else lengthMinutes ??= minutesOf(part);
			}
		}
	}
	const isRead = dates.some(({ date }) => date !== null) || times.some(isTimeRead) || lengthMinutes !== null;
	return isRead ? { dates, times, lengthMinutes } : null;
}
