import type { Json } from '../json';
import { asObject, first, isObject, own } from '../jsonAccess';
import type { Reply } from './types';

const text = (value: Json | undefined): string | undefined => {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** Entries of a problem document's `errors`, e.g. `text: must not be empty`. */
function fieldErrors(errors: Json | undefined): string | undefined {
	if (!Array.isArray(errors)) return text(errors);
	const lines = errors.map((entry) => {
		if (!isObject(entry)) return text(entry);
		return Object.entries(entry)
			.flatMap(([key, value]) => (text(value) === undefined ? [] : [`${key}: ${text(value)}`]))
			.join(', ');
	});
	return lines.filter(Boolean).join('; ') || undefined;
}

/**
 * What Thumbtack says in the body of a refusal; empty when it says nothing. v4 sends problem documents (title, detail, errors), its
 * OAuth server error and error_description. The Pro API's shape is not documented, so every name that was ever seen is read.
 */
export function serverMessage({ body }: Reply): string {
	if (typeof body === 'string') return /^\s*</.test(body) ? '' : body.slice(0, 300);
	const object = asObject(body) ?? {};
	const parts = [
		text(first(object, 'title')),
		text(first(object, 'detail')),
		fieldErrors(first(object, 'errors')),
		text(first(object, 'error_description')),
		text(first(object, 'message', 'Message')),
		text(first(object, 'error', 'code', 'Code')),
	].filter((part): part is string => part !== undefined);
	return [...new Set(parts)].join(' — ').slice(0, 600);
}

/** Whether a member says something: `errors: []` and `error: false` do not. */
function isFilled(value: Json | undefined): boolean {
	if (Array.isArray(value)) return value.length > 0;
	return value !== undefined && value !== null && value !== '' && value !== false;
}

/** Whether an object is a refusal, although its status was a success. */
export function isErrorBody(body: Json | undefined): boolean {
	if (!isObject(body)) return false;
	const status = own(body, 'status');
	const isFailed = typeof status === 'number' ? status >= 400 : ['error', 'failed', 'failure'].includes(String(status));
	const hasError = ['error', 'errors', 'Code', 'Message'].some((key) => isFilled(own(body, key)));
	const hasBoth = (one: string, other: string) => isFilled(own(body, one)) && isFilled(own(body, other));
	return (
		isFailed || hasError || hasBoth('code', 'message') || hasBoth('title', 'detail') || hasBoth('title', 'traceID')
	);
}

/** Thumbtack's own number of the call, to quote in a support request. */
export function traceId({ body, headers }: Reply): string | undefined {
	const object = isObject(body) ? body : {};
	return text(first(object, 'traceID')) ?? headers.traceid ?? headers['x-trace-id'] ?? headers['x-request-id'];
}
