import { CUSTOM_FIELD, HOSTS, SAFE_URL, SIGN_IN_PATH, TOKEN_PATH } from '../nodes/shared/api/hosts';
import type { Generation } from '../nodes/shared/generation';

// Code that n8n evaluates over the fields of a form, on every request: short, and no more of it than needed.

type Fields = '$self' | '$credentials';

const SAFE = `/${SAFE_URL}/i`;

/** The origin of a host in the chosen environment. */
export function hostExpression(generation: Generation, host: 'api' | 'signIn' | 'token', fields: Fields): string {
	const { production, staging } = HOSTS[generation];
	const fixed =
		production[host] === staging[host]
			? `"${production[host]}"`
			: `${fields}["environment"] === "staging" ? "${staging[host]}" : "${production[host]}"`;
	const custom = `${fields}["${CUSTOM_FIELD[generation][host]}"].trim().replace(/\\/+$/, "")`;
	return `(${fields}["environment"] === "custom" ? ${custom} : ${fixed})`;
}

/**
 * What stands in place of the URL where a custom one is not safe. It is no URL, so n8n sends nothing. An error that is thrown in an
 * expression is swallowed, and of a text that is no URL n8n only says "OAuth url is not a valid URL": the form says the rest.
 */
const REFUSED = '"The URLs of a custom environment must be safe"';

function ifSafe(expression: string, ...names: string[]): string {
	const safe = names.map((name) => `${SAFE}.test(($self["${name}"] ?? "").trim())`).join(' && ');
	return `={{ $self["environment"] === "custom" && !(${safe}) ? ${REFUSED} : ${expression} }}`;
}

/**
 * The page that the Connect button opens.
 * @param query expression for what follows the "?"; n8n lets a scope in it stand when the field "Scope" is empty
 */
export function signInUrl(generation: Generation, query: string): string {
	const url = `${hostExpression(generation, 'signIn', '$self')} + "${SIGN_IN_PATH[generation]}?" + ${query}`;
	return ifSafe(url, 'apiUrl', 'authUrlBase');
}

/** @param query expression for what follows the path, with its "?" */
export function tokenUrlExpression(generation: Generation, query = '""'): string {
	const url = `${hostExpression(generation, 'token', '$self')} + "${TOKEN_PATH[generation]}" + ${query}`;
	return ifSafe(url, CUSTOM_FIELD[generation].token);
}

/** n8n evaluates an expression wherever it stands in a request; its types know it in place of a text only. */
export const evaluated = <T>(code: string): T => `={{ ${code} }}` as T;
