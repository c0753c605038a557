import { schedulePartsOf } from '../../../nodes/shared/events/schedule';
import { fixture, read, withField } from './fixtures';

/** When the lead was made that has the real text: 2025-05-13 02:20:56 UTC, the evening of May 12 in America. */
const MADE = '2025-05-13T02:20:56.000Z';

type Parts = ReturnType<typeof schedulePartsOf>;
const day = (text: string, date: string | null) => ({ text, date, isYearGuessed: false });
const guessed = (text: string, date: string) => ({ text, date, isYearGuessed: true });
const at = (text: string, from: string | null) => ({ text, label: null, from, to: null });
const range = (text: string, label: string | null, from: string | null, to: string | null) => ({
	text,
	label,
	from,
	to,
});

const MORNING = range('Morning (9am - 12pm)', 'Morning', '09:00', '12:00');
const AFTERNOON = range('Afternoon (12pm - 3pm)', 'Afternoon', '12:00', '15:00');
const LATE = range('Late Afternoon (3pm - 6pm)', 'Late Afternoon', '15:00', '18:00');
const EARLY = range('Early Morning (before 9am)', 'Early Morning', null, '09:00');

const TEXTS: Array<[string, string, Parts]> = [
	[
		'the sample of the Pro API',
		'Date: Tue, May 05 2020\nTime: 6:00 PM\nLength: 3.5 hours',
		{ dates: [day('Tue, May 05 2020', '2020-05-05')], times: [at('6:00 PM', '18:00')], lengthMinutes: 210 },
	],
	[
		'a real one, of four days without a year and three ranges',
		'Dates: May 13, May 14, May 15, Jun 19\nTimes: Morning (9am - 12pm), Afternoon (12pm - 3pm), Late Afternoon (3pm - 6pm)',
		{
			dates: [
				guessed('May 13', '2025-05-13'),
				guessed('May 14', '2025-05-14'),
				guessed('May 15', '2025-05-15'),
				guessed('Jun 19', '2025-06-19'),
			],
			times: [MORNING, AFTERNOON, LATE],
			lengthMinutes: null,
		},
	],
	[
		'the same in one line with a slash',
		'Dates: May 13, Jun 19 / Times: Morning (9am - 12pm)',
		{
			dates: [guessed('May 13', '2025-05-13'), guessed('Jun 19', '2025-06-19')],
			times: [MORNING],
			lengthMinutes: null,
		},
	],
	[
		'a full date',
		'Date: Fri Apr 10 2020',
		{ dates: [day('Fri Apr 10 2020', '2020-04-10')], times: [], lengthMinutes: null },
	],
	[
		'a full date without a label',
		'Fri Apr 10 2020',
		{ dates: [day('Fri Apr 10 2020', '2020-04-10')], times: [], lengthMinutes: null },
	],
	[
		'month and day that are over this year',
		'Apr 10, Apr 11, Apr 12',
		{
			dates: [guessed('Apr 10', '2026-04-10'), guessed('Apr 11', '2026-04-11'), guessed('Apr 12', '2026-04-12')],
			times: [],
			lengthMinutes: null,
		},
	],
	[
		'the day on which the lead was made, in America',
		'Date: May 12',
		{ dates: [guessed('May 12', '2025-05-12')], times: [], lengthMinutes: null },
	],
	['the day before that', 'Date: May 11', { dates: [guessed('May 11', '2026-05-11')], times: [], lengthMinutes: null }],
	['New Year', 'Date: Jan 1', { dates: [guessed('Jan 1', '2026-01-01')], times: [], lengthMinutes: null }],
	['a leap day', 'Date: Feb 29', { dates: [guessed('Feb 29', '2028-02-29')], times: [], lengthMinutes: null }],
	[
		'full dates, several',
		'Dates: Fri, Jun 12 2020, Sat, Jun 13 2020\nLength: 4 hours',
		{
			dates: [day('Fri, Jun 12 2020', '2020-06-12'), day('Sat, Jun 13 2020', '2020-06-13')],
			times: [],
			lengthMinutes: 240,
		},
	],
	[
		'months in full and a comma before the year',
		'Date: June 12, 2020',
		{ dates: [day('June 12, 2020', '2020-06-12')], times: [], lengthMinutes: null },
	],
	[
		'a weekday in full',
		'Friday, June 12, 2020',
		{ dates: [day('Friday, June 12, 2020', '2020-06-12')], times: [], lengthMinutes: null },
	],
	[
		'a weekday that fits the year',
		'Date: Wed, May 14',
		{ dates: [guessed('Wed, May 14', '2025-05-14')], times: [], lengthMinutes: null },
	],
	['an exact time', 'Time: 3:00 PM', { dates: [], times: [at('3:00 PM', '15:00')], lengthMinutes: null }],
	['an exact time without a label', '3:00 PM', { dates: [], times: [at('3:00 PM', '15:00')], lengthMinutes: null }],
	[
		'midnight and noon',
		'Times: 12:00 AM, 12:30 PM',
		{ dates: [], times: [at('12:00 AM', '00:00'), at('12:30 PM', '12:30')], lengthMinutes: null },
	],
	['a range', 'Morning (9am - 12pm)', { dates: [], times: [MORNING], lengthMinutes: null }],
	[
		'the four ranges of the documentation',
		'Times: Early Morning (before 9am), Morning (9am - 12pm), Afternoon (12pm - 3pm), Late Afternoon (3pm - 6pm)',
		{ dates: [], times: [EARLY, MORNING, AFTERNOON, LATE], lengthMinutes: null },
	],
	[
		'a range open to the end',
		'Time: Evening (after 6pm)',
		{ dates: [], times: [range('Evening (after 6pm)', 'Evening', '18:00', null)], lengthMinutes: null },
	],
	[
		'a range without a label',
		'Time: 9am – 12:30pm',
		{ dates: [], times: [range('9am – 12:30pm', null, '09:00', '12:30')], lengthMinutes: null },
	],
	['a length in hours', 'Length: 4 hours', { dates: [], times: [], lengthMinutes: 240 }],
	['a length of one hour, without a label', '1 hour', { dates: [], times: [], lengthMinutes: 60 }],
	['a length in minutes', 'Length: 90 minutes', { dates: [], times: [], lengthMinutes: 90 }],
	['a length in both', 'Length: 1 hour and 30 minutes', { dates: [], times: [], lengthMinutes: 90 }],
	[
		'lines in another order',
		'Length: 2 hours\r\nTime: 9:00 AM\r\nDate: Mon, Jun 15 2026',
		{ dates: [day('Mon, Jun 15 2026', '2026-06-15')], times: [at('9:00 AM', '09:00')], lengthMinutes: 120 },
	],
	[
		'lines in another order, without labels',
		'3.5 hours\n6:00 PM\nTue, May 05 2020',
		{ dates: [day('Tue, May 05 2020', '2020-05-05')], times: [at('6:00 PM', '18:00')], lengthMinutes: 210 },
	],
	[
		'labels in other letters, and blanks',
		'  DATE : May 14 \n\n time:9AM',
		{ dates: [guessed('May 14', '2025-05-14')], times: [at('9AM', '09:00')], lengthMinutes: null },
	],
	[
		'what cannot be read beside what can',
		'Dates: May 14, sometime next week, Feb 30, Mon, May 14\nTimes: whenever, 9 - 12pm, 25:00, Morning\nLength: 2 - 3 hours',
		{
			dates: [
				guessed('May 14', '2025-05-14'),
				day('sometime next week', null),
				day('Feb 30', null),
				day('Mon, May 14', null),
			],
			times: [at('whenever', null), at('9 - 12pm', null), at('25:00', null), range('Morning', 'Morning', null, null)],
			lengthMinutes: null,
		},
	],
	[
		'a day that does not exist',
		'Date: Feb 30 2026\nLength: 1 hour',
		{ dates: [day('Feb 30 2026', null)], times: [], lengthMinutes: 60 },
	],
	['words', "I'm flexible", null],
	['words with a label', 'Date: As soon as possible', null],
	['a weekday alone', 'Date: Friday', null],
	['a date in figures, of which the order is not known', 'Date: 05/06/2026', null],
	['a time without am or pm', 'Time: 9:00', null],
	['a sentence', 'We would like it done on May 14 or so, in the morning', null],
	['nothing', '', null],
	['blanks', ' \n ', null],
	['prose of any length', 'Date: May 14 '.repeat(1_000), null],
];

describe("the parts of the Pro API's schedule text", () => {
	it('covers at least 25 texts', () => expect(TEXTS.length).toBeGreaterThanOrEqual(25));

	it.each(TEXTS)('%s', (_, text, expected) => {
		expect(schedulePartsOf(text, MADE)).toEqual(expected);
	});

	it('come out with the lead, whose text stays as sent', () => {
		const schedule = 'Dates: May 13, May 14\nTimes: Morning (9am - 12pm)';
		const made = withField(fixture('legacy-lead'), 'createTimestamp', '1747102856');
		expect(read(withField(made, 'request.schedule', schedule))).toMatchObject({
			schedule,
			scheduleParts: {
				dates: [guessed('May 13', '2025-05-13'), guessed('May 14', '2025-05-14')],
				times: [MORNING],
				lengthMinutes: null,
			},
		});
	});

	it('a date without a year is not read when it is not known when the lead was made', () => {
		expect(schedulePartsOf('Dates: May 14, Fri, Jun 12 2020', null)?.dates).toEqual([
			day('May 14', null),
			day('Fri, Jun 12 2020', '2020-06-12'),
		]);
	});

	it.each([' ', ',', '(', 'a', '1', 'and ', 'Date:', 'Sun, ', '9am - '])(
		'2,000 characters of %j do not stall',
		(unit) => {
			const started = performance.now();
			for (const text of [unit, `Date: ${unit}`, `Time: ${unit}`, `Length: ${unit}`]) {
				schedulePartsOf(text.concat(unit.repeat(2_000)).slice(0, 2_000), MADE);
			}
			expect(performance.now() - started).toBeLessThan(1_000);
		},
	);
});
