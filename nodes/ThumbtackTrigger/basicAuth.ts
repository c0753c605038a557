import { isSame } from './constantTime';
import { matchesHash, type SecretHash } from './secretHash';

export interface Secret {
	username: string;
	password: string;
}

/** What is known of a call's authorization: the headers as parsed, and as they came. */
export interface Headers {
	headers: { authorization?: string | string[] };
	/** Name, value, name, value … Node keeps only the first of several Authorization headers in `headers`. */
	rawHeaders?: string[];
}

function authorizationsOf({ headers, rawHeaders }: Headers): string[] {
	const parsed = headers.authorization;
	if (Array.isArray(parsed)) return parsed;
	const raw = (rawHeaders ?? []).filter(
		(_, index, all) => index % 2 === 1 && all[index - 1].toLowerCase() === 'authorization',
	);
	if (raw.length > 1) return raw;
	return parsed === undefined ? [] : [parsed];
}

/** The bytes of `user:password`, or undefined when the header is not Basic (RFC 7617) to the letter. */
function basicBytes(header: string): Buffer | undefined {
	const token = /^basic +(\S+) *$/i.exec(header)?.[1];
	if (token === undefined) return undefined;
	const bytes = Buffer.from(token, 'base64');
	// Node skips what is not base64; a header with such characters in it is not the one that was agreed on.
	return bytes.toString('base64') === token ? bytes : undefined;
}

/** Why a secret cannot be checked at all: a blank one would let everybody in. undefined when it can. */
function secretRefusal({ username, password }: Secret): string | undefined {
	if (username.trim() === '' || password.trim() === '') return 'its username or password is blank';
	if (username.includes(':')) return 'its username contains a colon, which Basic authorization does not allow';
	return undefined;
}

/** The bytes of `user:password` that a call carries, or why it carries none, for the log. */
function presented(call: Headers): Buffer | string {
	const authorizations = authorizationsOf(call);
	if (authorizations.length === 0) return 'the call has no Authorization header';
	if (authorizations.length > 1) return 'the call has more than one Authorization header';
	return basicBytes(authorizations[0]) ?? 'the Authorization header of the call is not Basic';
}

const WRONG = 'the username or password of the call is wrong';

/**
 * Why a call is refused, for the log; undefined when it has the right username and password. The time this takes
 * reveals nothing about the secret.
 */
export function callerRefusal(call: Headers, secret: Secret): string | undefined {
	const problem = secretRefusal(secret);
	if (problem) return `the secret cannot be checked: ${problem}`;
	const given = presented(call);
	if (typeof given === 'string') return given;
	const expected = Buffer.from(`${secret.username}:${secret.password}`, 'utf8');
	return isSame(given, expected) ? undefined : WRONG;
}

/**
 * The same against a secret of which only the hash is known: why the call is refused, for the log; undefined when it
 * is let in.
 */
export function hashedCallerRefusal(call: Headers, hashes: readonly SecretHash[]): string | undefined {
	const given = presented(call);
	if (typeof given === 'string') return given;
	return matchesHash(given, hashes) ? undefined : WRONG;
}
