import fc from 'fast-check';

import type { Json, JsonObject } from '../../../nodes/shared/events';
import { faultsOf, fixture, fixtureNames, read } from './fixtures';

// The same 10,000 bodies on every run; change the seed to look further. A failure prints seed and path of its case.
const SEED = 20_260_816;
const RUNS = 10_000;

type Mutation = { kind: string; where: number; value: Json };

const strange: fc.Arbitrary<Json> = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
	fc.constantFrom<Json>(
		null,
		true,
		false,
		0,
		-1,
		1e308,
		Infinity,
		'',
		' ',
		'null',
		'0',
		'{}',
		'[]',
		'{"a":1}',
		'\u0000',
		'\ud800',
	),
	fc.constantFrom<Json>('N/A', '$5-$10', '1e9', '9'.repeat(400), '2026-13-45T99:99:99Z', '&#0;&#xd800;&amp', '\r\n'),
	fc.constantFrom<Json>(fixture('legacy-lead'), fixture('v4-review').data, [fixture('v4-lead')]),
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
	kind: fc.constantFrom('delete', 'set', 'wrap', 'list', 'text', 'rename', 'poison', 'swap', 'duplicate', 'number'),
	where: fc.nat(),
	value: strange,
});

type Place = { parent: JsonObject | Json[]; key: string };

function placesOf(root: Json): Place[] {
	const places: Place[] = [];
	const open: Json[] = [root];
	for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
		if (typeof parent !== 'object' || parent === null) continue;
		for (const key of Object.keys(parent)) {
			places.push({ parent, key });
			open.push((parent as JsonObject)[key]);
		}
	}
	return places;
}

function define(parent: JsonObject | Json[], key: string, value: Json): void {
	// Plain assignment to "__proto__" would set the prototype; a parser makes an own property.
	Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function mutate(root: JsonObject, { kind, where, value }: Mutation): void {
	const places = placesOf(root);
	if (places.length === 0) return;
	const { parent, key } = places[where % places.length];
	const old = (parent as JsonObject)[key];
	const set = (next: Json) => define(parent, key, next);
	switch (kind) {
		case 'delete':
			return void delete (parent as JsonObject)[key];
		case 'set':
			return set(structuredClone(value));
		case 'wrap':
			return set({ [key]: old });
		case 'list':
			return set([old]);
		case 'text':
			return set(JSON.stringify(old));
		case 'rename':
			delete (parent as JsonObject)[key];
			// The elements of a list have no names in JSON.
			if (Array.isArray(parent)) return define(parent, String(parent.length), old);
			return define(parent, ['__proto__', 'constructor', key.toUpperCase(), `${key}s`][where % 4], old);
		case 'poison':
			if (Array.isArray(parent)) return define(parent, key, { ['__proto__']: old, polluted: true });
			return define(parent, '__proto__', { [key]: old, polluted: true });
		case 'swap': {
			const other = places[(where * 31 + 7) % places.length];
			set(structuredClone((other.parent as JsonObject)[other.key]));
			return;
		}
		case 'duplicate':
			return define(parent, `${key}2`, structuredClone(old));
		default:
			return set(where % 2 === 0 ? where : -where / 3);
	}
}

const prototypeBefore = Object.getOwnPropertyNames(Object.prototype).join();

it('10,000 mutated bodies: none throws, none is lost, every event is sound', () => {
	const seen = new Map<string, number>();
	let typed = 0;
	fc.assert(
		fc.property(
			fc.constantFrom(...fixtureNames),
			fc.array(mutation, { minLength: 1, maxLength: 6 }),
			(name, mutations) => {
				const original = fixture(name);
				const body = structuredClone(original);
				for (const one of mutations) mutate(body, one);
				const before = JSON.stringify(body);

				const event = read(body);

				expect(faultsOf(event)).toEqual([]);
				expect(JSON.stringify(body)).toBe(before);
				expect(read(body).eventKey).toBe(event.eventKey);
				expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(prototypeBefore);
				// While Thumbtack's own name for the event is untouched, the event is the same, whatever became of the rest.
				const type = (body.event as JsonObject | undefined)?.eventType;
				if (typeof type === 'string' && type === (original.event as JsonObject | undefined)?.eventType) {
					typed++;
					expect(event.event).toBe(read(original).event);
				}
				// Nothing is lost: what is not recognised is handed on whole.
				if (event.event === 'other' && event.eventType === null && event.api === null) {
					expect(event.payload === body || event.payload === body.data).toBe(true);
				}
				seen.set(event.event, (seen.get(event.event) ?? 0) + 1);
			},
		),
		{ seed: SEED, numRuns: RUNS },
	);
	// The mutations must neither destroy everything nor nothing, or the test would say little.
	expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(RUNS);
	expect([...seen.keys()].sort()).toEqual(['job', 'lead', 'leadUpdate', 'message', 'other', 'review']);
	expect(Math.min(...seen.values())).toBeGreaterThan(100);
	expect(typed).toBeGreaterThan(2_000);
});

it('any JSON value at all becomes one sound event', () => {
	fc.assert(
		fc.property(strange, (body) => {
			expect(faultsOf(read(body))).toEqual([]);
		}),
		{ seed: SEED, numRuns: 2_000 },
	);
});
