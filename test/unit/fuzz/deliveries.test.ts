import fc from 'fast-check';

import { parseJson, type Json, type JsonObject } from '../../../nodes/shared/events';
import { fuzz } from '../../../tools/lib/testing/fuzz';
import { faultsOf, fixture, fixtureNames, fixtureText, read } from '../events/fixtures';

/** JSON as it may be written, and what it must come out as. */
type Written = { text: string; value: Json };

const space = fc.constantFrom('', '', ' ', '\n', '\t', '\r\n  ');
const integer = fc
	.tuple(fc.constantFrom('', '-'), fc.stringMatching(/^(0|[1-9][0-9]{0,24})$/))
	.map(([sign, digits]): Written => {
		const text = sign + digits;
		// JSON knows a negative zero, and so does JSON.parse.
		return { text, value: Number.isSafeInteger(Number(text)) ? Number(text) : text };
	});
const fraction = fc
	.tuple(
		fc.integer({ min: -99, max: 99 }),
		fc.stringMatching(/^[0-9]{1,20}$/),
		fc.constantFrom('', 'e3', 'E-4', 'e+10'),
	)
	.map(([whole, digits, exponent]): Written => {
		const text = `${whole}.${digits}${exponent}`;
		return { text, value: Number(text) };
	});
/** Strings full of what JSON's syntax is made of. */
const string = fc
	.oneof(
		fc.string({ unit: 'binary' }),
		fc.string({ unit: fc.constantFrom('"', '\\', ',', ':', '[', '{', '0', '1', '9'.repeat(17), ' ', '\n', '\ud800') }),
	)
	.map((value): Written => ({ text: JSON.stringify(value), value }));
const constant = fc.constantFrom<Written>(
	{ text: 'null', value: null },
	{ text: 'true', value: true },
	{ text: 'false', value: false },
);

const { json } = fc.letrec<{ json: Written; list: Written; object: Written }>((tie) => ({
	json: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		integer,
		integer,
		string,
		fraction,
		constant,
		tie('list'),
		tie('object'),
	),
	list: fc.tuple(space, fc.array(fc.tuple(tie('json'), space), { maxLength: 5 })).map(([before, items]) => ({
		text: `[${before}${items.map(([{ text }, after]) => text + after).join(`,${before}`)}]`,
		value: items.map(([{ value }]) => value),
	})),
	object: fc
		.tuple(
			space,
			fc.uniqueArray(fc.tuple(string, tie('json'), space), { maxLength: 5, selector: ([{ value }]) => value }),
		)
		.map(([before, members]) => ({
			text: `{${before}${members.map(([key, { text }, after]) => `${key.text}${after}:${before}${text}${after}`).join(`,${before}`)}}`,
			value: Object.fromEntries(members.map(([key, { value }]) => [key.value, value])) as Json,
		})),
}));

describe('reading JSON', () => {
	fuzz(
		'json',
		'every integer comes out exactly, everything else as JSON.parse has it',
		3_000,
		json,
		({ text, value }) => {
			expect(parseJson(text)).toStrictEqual(value);
		},
	);

	const broken = fc
		.tuple(
			fc.constantFrom(...fixtureNames),
			fc.array(
				fc.tuple(
					fc.nat(),
					fc.nat(3),
					fc.string({ unit: fc.constantFrom(...'"\\{}[],:-0123456789.eE truefalsn\n\u0000\ud800') }),
				),
				{ minLength: 1, maxLength: 4 },
			),
		)
		.map(([name, edits]) =>
			edits.reduce((text, [where, removed, added]) => {
				const at = where % (text.length + 1);
				return text.slice(0, at) + added + text.slice(at + removed);
			}, fixtureText(name)),
		);

	fuzz(
		'broken-json',
		'text with letters changed is refused exactly when JSON.parse refuses it',
		3_000,
		broken,
		(text) => {
			const parsed = (parse: (text: string) => unknown) => {
				try {
					parse(text);
					return 'accepted';
				} catch (error) {
					return (error as Error).name;
				}
			};
			expect(parsed(parseJson)).toBe(parsed(JSON.parse));
		},
	);

	fuzz('broken-delivery', 'such a delivery becomes one sound event, be it JSON or mere text', 3_000, broken, (text) => {
		let body: Json = text;
		try {
			body = parseJson(text);
		} catch {
			// As the trigger has it: what is no JSON is handed on as its text.
		}
		expect(faultsOf(read(body))).toEqual([]);
	});
});

describe('the key of an event', () => {
	const shuffled = fc.tuple(fc.constantFrom(...fixtureNames), fc.array(fc.nat(), { minLength: 30, maxLength: 30 }));

	/** The same data with the keys of its objects in another order. */
	function reorder(value: Json, numbers: number[]): Json {
		if (Array.isArray(value)) return value.map((entry) => reorder(entry, numbers));
		if (typeof value !== 'object' || value === null) return value;
		const keys = Object.keys(value).map((key, index) => ({
			key,
			rank: numbers[(index * 7 + key.length) % numbers.length] as number,
		}));
		return Object.fromEntries(
			keys.sort((a, b) => a.rank - b.rank).map(({ key }) => [key, reorder(value[key] as Json, numbers)]),
		);
	}

	fuzz(
		'key-order',
		'does not depend on the order in which Thumbtack writes the data',
		1_000,
		shuffled,
		([name, numbers]) => {
			const original = fixture(name);
			expect(read(reorder(original, numbers)).eventKey).toBe(read(original).eventKey);
		},
	);

	const resent = fc.tuple(fc.constantFrom(...fixtureNames), fc.stringMatching(/^[0-9]{18}$/));

	fuzz('key-webhook', 'does not depend on the webhook that brought it', 500, resent, ([name, webhookID]) => {
		const original = fixture(name);
		if (typeof original.event !== 'object' || original.event === null) return;
		const other = { ...original, event: { ...(original.event as JsonObject), webhookID } };
		expect(read(other).eventKey).toBe(read(original).eventKey);
	});

	const twoTexts = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 2 });

	fuzz('key-unknown', 'is another one for other data of an event without an id', 1_000, twoTexts, ([one, other]) => {
		const unknown = (text: string): Json => ({ event: { eventType: 'SomethingNewV4' }, data: { text } });
		expect(read(unknown(one as string)).eventKey).not.toBe(read(unknown(other as string)).eventKey);
	});
});

describe('an envelope with anything in it', () => {
	const types: Array<[string, string]> = [
		['NegotiationCreatedV4', 'lead'],
		['MessageCreatedV4', 'message'],
		['ReviewCreatedV4', 'review'],
		['PresetJobMatchedV4', 'job'],
		['SomethingNewV4', 'other'],
	];
	const enveloped = fc.tuple(fc.constantFrom(...types), fc.jsonValue({ maxDepth: 4 }));

	fuzz(
		'envelope',
		'is the event that Thumbtack calls it, sound and alone',
		2_000,
		enveloped,
		([[eventType, event], data]) => {
			const found = read({ event: { eventType }, data });
			expect(found.event).toBe(event);
			expect(faultsOf(found)).toEqual([]);
		},
	);
});
