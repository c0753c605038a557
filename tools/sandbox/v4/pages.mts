import type { Call } from '../http.mts';
import type { Json, JsonObject } from '../types.mts';

/** One page of a list, by limit and offset. */
export function offsetPage(call: Call, items: Json[], defaultLimit: number, alwaysOffset = false): JsonObject {
	const { query, req, sandbox } = call;
	const { pageStuck } = sandbox.state.data.settings;
	const limit = Number(query.limit ?? defaultLimit);
	const asked = Number(query.offset ?? 0);
	const offset = pageStuck ? 0 : asked;
	const data = items.slice(offset, offset + limit);
	const hasMore = pageStuck || offset + limit < items.length;
	const pagination: JsonObject = { limit };
	if (alwaysOffset || asked > 0 || hasMore) pagination.offset = asked;
	if (hasMore) pagination.next = oddNext(call, req.path, limit, asked + limit);
	return { data, pagination };
}

/** Thumbtack's own `next` lacks the /api of the path: whoever follows it literally gets a 404. */
function oddNext({ req }: Call, path: string, limit: number, offset: number): string {
	return `http://${req.headers.host}${path.replace(/^\/api/, '')}?limit=${limit}&offset=${offset}`;
}
