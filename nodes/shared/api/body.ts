import { parseJson, type Json } from '../json';

/** JSON, or the text itself where it is none (a proxy's HTML page). */
export function parseBody(body: unknown): Json | undefined {
	if (typeof body !== 'string') return (body ?? undefined) as Json | undefined;
	if (body.trim() === '') return undefined;
	try {
		return parseJson(body);
	} catch {
		return body;
	}
}
