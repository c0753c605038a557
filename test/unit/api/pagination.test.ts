import * as fc from 'fast-check';

import type { ApiCall, Connection, JsonObject } from '../../../nodes/shared/api';
import { byTimestamp, byOffset, collect, singlePage, type PageStyle } from '../../../nodes/shared/api/pagination';

type Query = Record<string, string | number | undefined>;

/** A server that answers from a function of the query, and counts its calls. */
function server(answer: (query: Query) => JsonObject) {
	const queries: Query[] = [];
	const connection: Connection = {
		generation: 'v4',
		environment: 'custom',
		side: 'pro',
		utmSource: '',
		origin: 'http://localhost:8484',
		send: async (call: ApiCall) => {
			queries.push(call.query ?? {});
			if (queries.length > 3000) throw new Error('endless');
			return answer(call.query ?? {});
		},
	};
	return { connection, queries };
}

const all = (connection: Connection, style: PageStyle, wanted = Infinity, query?: Query) =>
	collect(connection, { method: 'GET', path: '/list', query }, style, wanted);

const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ reviewID: String(index + 1) }));
const ids = (items: JsonObject[], key: string) => items.map((item) => item[key]);

describe('limit, offset, next', () => {
	const reviews = (count: number, words: 'next' | 'silent' | 'cursor') => {
		const items = numbered(count);
		return server(({ limit = 10, offset = 0, cursor }) => {
			const from = Number(cursor ?? offset);
			const more = from + Number(limit) < count;
			const next = from + Number(limit);
			return {
				data: items.slice(from, from + Number(limit)),
				pagination: {
					limit: Number(limit),
					...(words === 'next'
						? {
								offset: from,
								next: more ? `https://api.thumbtack.com/v4/businesses/1/reviews?limit=${limit}&offset=${next}` : '',
							}
						: {}),
					...(words === 'cursor' ? { cursor: more ? String(next) : '' } : {}),
				},
			};
		});
	};

	it.each(['next', 'silent', 'cursor'] as const)('reads every item once, in order (%s)', async (words) => {
		for (const count of [0, 1, 9, 10, 11, 20, 57]) {
			const { connection, queries } = reviews(count, words);
			expect(ids(await all(connection, byOffset('reviewID', 10)), 'reviewID')).toEqual(
				ids(numbered(count), 'reviewID'),
			);
			const pages = Math.max(1, Math.ceil(count / 10));
			expect(queries.length).toBeLessThanOrEqual(words === 'silent' ? pages + 1 : pages);
		}
	});

	it('asks for no more than is wanted', async () => {
		const { connection, queries } = reviews(100, 'next');
		expect(await all(connection, byOffset('reviewID', 10), 3)).toHaveLength(3);
		expect(queries).toEqual([{ limit: 3 }]);
		expect(await all(connection, byOffset('reviewID', 10), 25)).toHaveLength(25);
		expect(queries).toHaveLength(4);
	});

	it('sends no limit where none is documented', async () => {
		const { connection, queries } = server(() => ({ data: [{ businessID: '1' }], pagination: { limit: 20 } }));
		await all(connection, byOffset('businessID'));
		expect(queries).toEqual([{ limit: undefined }]);
	});

	it.each([
		['with next', { next: 'https://x/y?limit=10&offset=10' }],
		['with a cursor', { cursor: 'same' }],
		['with a limit', { limit: 10 }],
	])('ends where the server answers the same page for ever (%s)', async (_, pagination) => {
		const { connection, queries } = server(() => ({ data: numbered(10), pagination }));
		expect(await all(connection, byOffset('reviewID', 10))).toHaveLength(10);
		expect(queries.length).toBeLessThanOrEqual(2);
	});

	it('ends where the items of an endless list have no id', async () => {
		const { connection } = server(() => ({ data: [{ text: 'a' }], pagination: { next: 'https://x/y?offset=1' } }));
		expect(await all(connection, byOffset('reviewID', 10))).toEqual([{ text: 'a' }]);
	});

	it.each([undefined, null, [], 'text', { data: 'none' }, { data: null }])(
		'takes %j for an empty list',
		async (answer) => {
			const { connection } = server(() => answer as never);
			expect(await all(connection, byOffset('reviewID', 10))).toEqual([]);
		},
	);
});

describe('phone numbers', () => {
	it('come whole, in their own wrapper', async () => {
		const { connection, queries } = server(() => ({ phoneNumbers: [{ phoneNumberID: '1' }, { phoneNumberID: '2' }] }));
		expect(await all(connection, singlePage('phoneNumbers', 'phoneNumberID'))).toHaveLength(2);
		expect(await all(connection, singlePage('phoneNumbers', 'phoneNumberID'), 1)).toHaveLength(1);
		expect(queries).toHaveLength(2);
	});
});

describe('messages', () => {
	const style = byTimestamp('messageID', 'sentAt', 20);
	interface Options {
		order: 'newestFirst' | 'oldestFirst';
		inclusive: boolean;
	}
	const messages = (times: number[], { order, inclusive }: Options) => {
		const sorted = times.map((time, index) => ({ messageID: String(index + 1), sentAt: new Date(time).toISOString() }));
		sorted.sort((a, b) => (order === 'newestFirst' ? -1 : 1) * (Date.parse(a.sentAt) - Date.parse(b.sentAt)));
		return server(({ limit = 10, sentBefore, sentAfter }) => {
			const before = sentBefore === undefined ? Infinity : Date.parse(String(sentBefore));
			const after = sentAfter === undefined ? -Infinity : Date.parse(String(sentAfter));
			const within = sorted.filter(({ sentAt }) => {
				const time = Date.parse(sentAt);
				return inclusive ? time <= before && time >= after : time < before && time > after;
			});
			return { data: within.slice(0, Number(limit)), pagination: { limit: Number(limit) } };
		});
	};
	const START = Date.UTC(2026, 2, 1);

	it.each([
		{ order: 'newestFirst', inclusive: false },
		{ order: 'newestFirst', inclusive: true },
		{ order: 'oldestFirst', inclusive: false },
		{ order: 'oldestFirst', inclusive: true },
	] as const)('every message once, whatever the order and the bounds (%j)', async (options) => {
		await fc.assert(
			// Up to ten messages of one and the same second, across page borders.
			fc.asyncProperty(fc.array(fc.nat(9), { maxLength: 40 }), async (bursts) => {
				const times = bursts.flatMap((size, second) => Array.from({ length: size }, () => START + second * 1000));
				const { connection } = messages(times, options);
				const found = await all(connection, style);
				expect(new Set(ids(found, 'messageID')).size).toBe(times.length);
				expect(found).toHaveLength(times.length);
			}),
			{ numRuns: 150, seed: 20261121 },
		);
	});

	it('respects the bounds that the user set', async () => {
		const times = Array.from({ length: 100 }, (_, second) => START + second * 1000);
		const { connection } = messages(times, { order: 'newestFirst', inclusive: false });
		const found = await all(connection, style, Infinity, { sentAfter: new Date(START + 49_500).toISOString() });
		expect(found).toHaveLength(50);
	});

	it('follows a cursor where there is one', async () => {
		const { connection, queries } = server(({ cursor }) =>
			cursor === 'b'
				? { data: [{ messageID: '2' }], pagination: { cursor: '' } }
				: { data: [{ messageID: '1' }], pagination: { cursor: 'b' } },
		);
		expect(ids(await all(connection, style), 'messageID')).toEqual(['1', '2']);
		expect(queries).toHaveLength(2);
	});

	it('never asks for more than 20 at a time, as the documents say', async () => {
		const { connection, queries } = messages(
			Array.from({ length: 90 }, (_, second) => START + second * 1000),
			{ order: 'newestFirst', inclusive: false },
		);
		await all(connection, style, 75);
		expect(queries.map(({ limit }) => limit)).toEqual(queries.map(() => 20));
	});

	it('ends where the server answers the same full page for ever', async () => {
		const page = Array.from({ length: 20 }, (_, index) => ({
			messageID: String(index),
			sentAt: new Date(START).toISOString(),
		}));
		const { connection, queries } = server(() => ({ data: page, pagination: {} }));
		expect(await all(connection, style)).toHaveLength(20);
		expect(queries.length).toBeLessThanOrEqual(4);
	});
});

it('goes on behind an empty page that points to the next one, and ends where the pointers go in circles', async () => {
	const pages: Record<string, JsonObject> = {
		'': { data: [{ reviewID: '1' }], pagination: { cursor: 'a' } },
		a: { data: [], pagination: { cursor: 'b' } },
		b: { data: [], pagination: { cursor: 'c' } },
		c: { data: [{ reviewID: '2' }], pagination: { cursor: '' } },
	};
	const { connection } = server(({ cursor = '' }) => pages[String(cursor)]!);
	expect(ids(await all(connection, byOffset('reviewID')), 'reviewID')).toEqual(['1', '2']);

	const circle = server(({ cursor }) => ({ data: [], pagination: { cursor: cursor === 'x' ? 'y' : 'x' } }));
	expect(await all(circle.connection, byOffset('reviewID'))).toEqual([]);
	expect(circle.queries.length).toBeLessThan(5);
});

it('ends where every page is empty and points to yet another one', async () => {
	let cursors = 0;
	const { connection, queries } = server(() => ({
		data: cursors === 0 ? [{ reviewID: '1' }] : [],
		pagination: { cursor: `c${++cursors}` },
	}));
	expect(ids(await all(connection, byOffset('reviewID')), 'reviewID')).toEqual(['1']);
	expect(queries.length).toBeLessThan(150);
});
