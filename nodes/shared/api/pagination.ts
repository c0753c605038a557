import type { Json } from '../json';
import { block, isObject, list } from '../jsonAccess';
import type { ApiCall, JsonObject } from './types';
import type { Connection } from './client';

type Query = Record<string, string | number>;

interface Page {
	/** Where the page began: what `next` gave for the page before; empty for the first. */
	bound: Query;
	/** The `limit` that was sent, if any. */
	limit?: number;
	items: JsonObject[];
	pagination: JsonObject;
	/** How many different items were collected so far, this page included. */
	collected: number;
	/** Whether the page brought an item that no page before it held. */
	hasNewItems: boolean;
}

/** How a list of Thumbtack's is read page by page. */
export interface PageStyle {
	/** Member of the reply that holds the items: `data` everywhere but for phone numbers. */
	items: string;
	/** Member of an item that identifies it, e.g. `messageID`. */
	id: string;
	/** Bounds of the `limit` parameter; absent where none is documented, and then none is sent. */
	maxLimit?: number;
	/** The query of the page after this one; undefined when there is none. */
	next(page: Page): Query | undefined;
}

/** No account has as many pages; a server that never ends its list has to be left some day. */
const MAX_PAGES = 10_000;
/** As many pages in a row may bring nothing new. */
const MAX_BARREN_PAGES = 100;

const filled = (value: Json | undefined): value is string | number =>
	typeof value === 'number' || (typeof value === 'string' && value !== '');

/**
 * What the reply itself says about the next page: a cursor, or a `next` URL. The URL is only read for its query, because the path
 * that Thumbtack's own sample shows lacks the `/api`.
 */
function nextFromReply({ pagination }: Page): Query | undefined {
	if (filled(pagination.cursor)) return { cursor: pagination.cursor };
	if (typeof pagination.next === 'string' && pagination.next.includes('?')) {
		return Object.fromEntries(new URLSearchParams(pagination.next.slice(pagination.next.indexOf('?') + 1)));
	}
	return undefined;
}

/** Lists with limit, offset and next (reviews), and those whose paging is not documented (businesses, webhooks, leads). */
export const byOffset = (id: string, maxLimit?: number): PageStyle => ({
	items: 'data',
	id,
	maxLimit,
	next(page) {
		const next = nextFromReply(page);
		if (next) return next;
		if ('next' in page.pagination || 'cursor' in page.pagination) return undefined;
		const size = Number(page.pagination.limit ?? page.limit);
		// A full page with no word about a next one: ask for it. A list that ignores the offset answers the same items, which ends it.
		return size > 0 && page.items.length >= size
			? { ...(maxLimit ? { limit: size } : {}), offset: page.collected }
			: undefined;
	},
});

/** A list that comes whole. */
export const singlePage = (items: string, id: string): PageStyle => ({ items, id, next: () => undefined });

/**
 * Messages: `sentBefore` the oldest one seen. The order within a page is not documented, so it is read off the page: oldest first
 * goes on with `sentAfter`. The bound is moved by a millisecond so that messages of the same moment on both sides of it are not lost.
 */
export const byTimestamp = (id: string, time: string, maxLimit: number): PageStyle => ({
	items: 'data',
	id,
	maxLimit,
	next(page) {
		const next = nextFromReply(page);
		if (next) return next;
		if (page.items.length < (page.limit ?? maxLimit)) return undefined;
		const times = page.items.map((item) => Date.parse(String(item[time]))).filter((moment) => !Number.isNaN(moment));
		if (times.length === 0) return undefined;
		const oldestFirst = times[0] < times[times.length - 1] || 'sentAfter' in page.bound;
		// A page full of one and the same moment brings nothing new: step over the moment rather than stand still.
		const step = page.hasNewItems ? 1 : 0;
		return oldestFirst
			? { sentAfter: new Date(Math.max(...times) - step).toISOString() }
			: { sentBefore: new Date(Math.min(...times) + step).toISOString() };
	},
});

/**
 * Reads a list up to `wanted` items (Infinity for all): every item once, however the server cuts its pages, and an end even where
 * the server answers the same page for ever.
 * @throws ThumbtackError when a page has no list
 */
export async function collect(
	connection: Connection,
	call: ApiCall,
	style: PageStyle,
	wanted: number,
): Promise<JsonObject[]> {
	const found = new Map<string, JsonObject>();
	/** Where pages began, to notice a list that goes in circles. */
	const bounds = new Set<string>();
	let bound: Query = {};
	let barrenPages = 0;
	for (let pages = 0; pages < MAX_PAGES && found.size < wanted; pages++) {
		const limit = style.maxLimit === undefined ? undefined : Math.min(style.maxLimit, wanted);
		const query = { ...call.query, limit, ...bound };
		const reply = await connection.send({ ...call, query, replyLists: style.items });
		const page = isObject(reply) ? reply : {};
		const items = (list(page, style.items) ?? []).map((item) => (isObject(item) ? item : {}));
		const before = found.size;
		for (const item of items) {
			const key = filled(item[style.id]) ? String(item[style.id]) : JSON.stringify(item);
			if (!found.has(key)) found.set(key, item);
		}
		const hasNewItems = found.size > before;
		const pagination = block(page, 'pagination');
		const read: Page = { bound, limit, items, pagination, collected: found.size, hasNewItems };
		const next = style.next(read);
		barrenPages = hasNewItems ? 0 : barrenPages + 1;
		if (!next || barrenPages > MAX_BARREN_PAGES) break;
		const place = JSON.stringify(next);
		// A page may be empty and still point to the next one. A place that was read before brings nothing new.
		if (bounds.has(place)) break;
		// Without a pointer of the reply's own, a page that brought nothing new is the last.
		const isPointed = nextFromReply(read) !== undefined;
		const isByTime = 'sentBefore' in next || 'sentAfter' in next;
		if (!hasNewItems && !isByTime && !(isPointed && items.length === 0)) break;
		bounds.add(place);
		bound = next;
	}
	return [...found.values()].slice(0, wanted);
}
