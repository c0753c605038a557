import type { Json, JsonObject, LeadEvent } from '../../../nodes/shared/events';
import { asLeadUpdate, leadState, readDeliveries } from '../../../nodes/shared/events';
import { fixture, read, RECEIVED, withField } from './fixtures';

const keyOf = (body: Json) => read(body).eventKey;

/** Every field of a body that holds a value, and another value of its type. */
function leaves(value: Json, path = ''): Array<{ path: string; other: Json }> {
	if (Array.isArray(value) || (typeof value === 'object' && value !== null)) {
		return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
	}
	if (typeof value === 'number') return [{ path, other: value === 1 ? 2 : value - 1 }];
	if (typeof value === 'boolean') return [{ path, other: !value }];
	if (value === null) return [{ path, other: '$99.00' }];
	// A later second, another digit, another text.
	if (/^\d{4}-\d\d-\d\dT/.test(value)) return [{ path, other: value.replace(/T../, 'T05') }];
	if (/^\d+$/.test(value))
		return [{ path, other: value.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10 || 1)) }];
	return [{ path, other: `${value}x` }];
}

/**
 * Fields in which two deliveries of one event may differ: the webhook that brought it, and the fields of an event that
 * has an id of its own. A copy of a lead is another event only when its status, charge state or price is another.
 */
const SAME: Array<[RegExp, RegExp]> = [
	[/^v4-/, /^event\.(webhookID|description)$/],
	[/^v4-lead$/, /^event\.triggeredAt$/],
	[
		/^(v4|legacy)-lead$/,
		/^(data\.)?(createdAt|createTimestamp|customer|business|estimate|request|leadPriceBreakdown|price|leadType|request\w+Link|refund\w+Link)/,
	],
	[/-message/, /^(data\.|message\.)?(?!messageID)/],
	[/^v4-review$/, /^event\.triggeredAt$/],
	// Neither tells anything of the review itself.
	[/^v4-review$/, /imageID$/],
];

/** Another type may be another kind of event; that is tested elsewhere. */
const isType = (path: string) => path === 'event.eventType';

const FAMILIES = [
	'v4-lead',
	'v4-lead-update',
	'v4-message-customer',
	'v4-review',
	'v4-job-matched',
	'v4-job-status',
	'v4-unknown-type',
	'v4-incentive-used',
	'legacy-lead',
	'legacy-lead-update',
	'legacy-message',
	'legacy-review',
];

const cases = FAMILIES.flatMap((name) =>
	leaves(fixture(name))
		.filter(({ path }) => !isType(path))
		.map(({ path, other }) => ({
			name,
			path,
			other,
			is:
				SAME.some(([family, field]) => family.test(name) && field.test(path)) && !/messageID$/.test(path)
					? 'same'
					: 'other',
		})),
);

describe('keys of deliveries that differ in one field', () => {
	it('covers every field of every family, and both outcomes', () => {
		expect(cases.length).toBeGreaterThanOrEqual(150);
		expect(cases.filter(({ is }) => is === 'other').length).toBeGreaterThanOrEqual(50);
	});

	it.each(cases)('$name: $path = $other is the $is event', ({ name, path, other, is }) => {
		const body = fixture(name);
		const changed = withField(body, path, other);
		expect(changed).not.toEqual(body);
		if (is === 'same') expect(keyOf(changed)).toBe(keyOf(body));
		else expect(keyOf(changed)).not.toBe(keyOf(body));
	});

	it('an event of another type is another event', () => {
		const types: Array<[string, string, string]> = [
			['v4-job-matched', 'event.eventType', 'PresetJobUpdatedV4'],
			['v4-unknown-type', 'event.eventType', 'OtherV4'],
			['v4-review', 'event.eventType', 'ReviewCreated'],
			['legacy-review', 'reviewEventType', 'REVIEW_REMOVED'],
			['v4-lead-update', 'event.eventType', 'NegotiationCanceledV4'],
		];
		for (const [name, path, type] of types)
			expect(keyOf(withField(fixture(name), path, type))).not.toBe(keyOf(fixture(name)));
	});
});

describe('events that were taken for copies', () => {
	it('four updates of a job at four moments', () => {
		const data = { jobID: '7', deepLink: 'https://links.example/7' };
		const keys = [1, 2, 3, 4].map((second) =>
			keyOf({ event: { eventType: 'PresetJobUpdatedV4', triggeredAt: `2026-09-25T09:00:0${second}Z` }, data }),
		);
		expect(new Set(keys).size).toBe(4);
	});

	it('a review that is changed from 5 stars to 1', () => {
		expect(keyOf(withField(fixture('v4-review'), 'data.rating', 1))).not.toBe(keyOf(fixture('v4-review')));
	});

	it.each(['status', 'chargeState', 'leadPrice'])('a lead that comes again with another %s', (field) => {
		const lead = fixture('v4-lead');
		const again = withField(lead, `data.${field}`, 'Other');
		expect(keyOf(again)).not.toBe(keyOf(lead));
		expect(leadState(read(again) as LeadEvent)).not.toBe(leadState(read(lead) as LeadEvent));
		expect(keyOf(withField(again, 'event.webhookID', '1'))).toBe(keyOf(again));
	});

	it('no value and the text "null", and values that only look alike when put together', () => {
		const states: Array<[Json, Json, Json]> = [
			[null, null, null],
			['null', null, null],
			[null, 'null', null],
			['%6Eull', null, null],
			['a:b', 'c', null],
			['a', 'b:c', null],
			['a', 'b', 'c'],
			['x'.repeat(65), null, null],
			['x'.repeat(66), null, null],
		];
		const keys = states.map(([status, chargeState, leadPrice]) =>
			keyOf({ ...(fixture('v4-lead').data as JsonObject), status, chargeState, leadPrice }),
		);
		expect(new Set(keys).size).toBe(states.length);
		expect(Math.max(...keys.map(({ length }) => length))).toBeLessThan(300);
	});
});

describe('a price update with free text of any length', () => {
	const update = (chargeState: Json, leadPrice: Json = null) =>
		keyOf({ ...fixture('legacy-lead-update'), chargeState, leadPrice });

	it('has a short key, another one for another text', () => {
		const long = 'x'.repeat(1_000_000);
		const keys = [update(long), update(`${long}y`), update('Charged', long), update(long, long)];
		expect(new Set(keys).size).toBe(4);
		expect(Math.max(...keys.map(({ length }) => length))).toBeLessThan(300);
	});

	it.each(['null', 'Null', '%6Eull', ''])('no charge state is not the text %j', (text) => {
		expect(update(text)).not.toBe(update(null));
		expect(update(null, text)).not.toBe(update(null));
	});
});

describe('a repeated lead as an update', () => {
	it('has all keys of the lead and its key; it happened when it was sent again', () => {
		const [{ event, triggeredAt }] = readDeliveries(fixture('v4-lead'), RECEIVED);
		const lead = event as LeadEvent;
		expect(asLeadUpdate({ event: lead, triggeredAt })).toEqual({
			...lead,
			event: 'leadUpdate',
			occurredAt: '2026-08-16T17:13:05.000Z',
		});
	});
});
