const DAY_MS = 86_400_000;

/** Making one costs some 50 µs, and a workflow has one zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
	let format = formats.get(timeZone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(timeZone, format);
	}
	return format;
}

/** How far the zone's clocks are ahead of UTC at an instant, in ms. */
function offsetAt(instant: number, timeZone: string): number {
	const second = Math.floor(instant / 1000) * 1000;
	const part = Object.fromEntries(
		formatOf(timeZone)
			.formatToParts(second)
			.map(({ type, value }) => [type, Number(value)]),
	);
	return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - second;
}

/**
 * The instant at which the clocks of a zone show a time. A time that comes twice (the end of daylight saving time) is the first of the
 * two; one that is left out (its start) is moved on by the hour that is missing. So does JavaScript's own Date.
 * @param wallClock the time on the clock, in ms as if it were UTC
 * @param timeZone an IANA name
 * @returns ms since the epoch
 */
export function instantOfLocalTime(wallClock: number, timeZone: string): number {
	// No zone changes its clocks twice within two days.
	const before = offsetAt(wallClock - DAY_MS, timeZone);
	const after = offsetAt(wallClock + DAY_MS, timeZone);
	const usesBefore = before === after || offsetAt(wallClock - before, timeZone) === before;
	const usesAfter = !usesBefore && offsetAt(wallClock - after, timeZone) === after;
	return wallClock - (usesAfter ? after : before);
}
