import { HEADER_NAME } from '../shared/auth/basic';
import { isSame } from './constantTime';

/** A header of the user's choice that Thumbtack sends with each call ("Custom Header"). */
export interface HeaderSecret {
	name: string;
	value: string;
}

/** What is known of a call's headers. */
export interface Headers {
	headers: Record<string, string | string[] | undefined>;
	/** Name, value, name, value … Node joins several headers of one name in `headers`. */
	rawHeaders?: string[];
}

function valuesOf({ headers, rawHeaders }: Headers, name: string): string[] {
	const raw = (rawHeaders ?? []).filter((_, index, all) => index % 2 === 1 && all[index - 1].toLowerCase() === name);
	if (raw.length > 0) return raw;
	const parsed = headers[name];
	return parsed === undefined ? [] : [parsed].flat();
}

/**
 * Why a call is refused, for the log; undefined when it carries the header with the right value. How long that takes tells
 * nothing of the value.
 */
export function headerRefusal(call: Headers, secret: HeaderSecret): string | undefined {
	// HTTP itself drops the spaces around both.
	const name = secret.name.trim().toLowerCase();
	const value = secret.value.trim();
	if (name === '' || value === '') return 'the secret cannot be checked: its header name or header value is blank';
	if (!HEADER_NAME.test(name))
		return 'the secret cannot be checked: its header name contains a character that is not allowed in one';
	const given = valuesOf(call, name);
	if (given.length === 0) return 'the call does not have the header in the credential';
	if (given.length > 1) return 'the call has the header in the credential more than once';
	// Node reads each byte of a header as one character.
	return isSame(Buffer.from(given[0], 'latin1'), Buffer.from(value, 'utf8'))
		? undefined
		: 'the value of the header is wrong';
}
