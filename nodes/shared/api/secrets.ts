import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isRecord } from '../jsonAccess';

const SECRET_FIELDS = [
	'clientSecret',
	'password',
	'headerValue',
	'accessToken',
	'refreshToken',
	'authorizationCode',
	'access_token',
	'refresh_token',
	'id_token',
];
/** Shorter ones would blank ordinary words. */
const SHORTEST = 6;

/** The secrets of a credential, its stored tokens included. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	const { oauthTokenData } = credential;
	const stored = isRecord(oauthTokenData) ? Object.entries(oauthTokenData) : [];
	return [...Object.entries(credential), ...stored].flatMap(([name, value]) =>
		SECRET_FIELDS.includes(name) && typeof value === 'string' && value.length >= SHORTEST ? [value] : [],
	);
}

/** The text with every known secret blanked, and whatever follows the name of an authorization scheme: a server may repeat it. */
export function masked(text: string, secrets: string[]): string {
	const blanked = secrets.reduce((rest, secret) => rest.split(secret).join('***'), text);
	return blanked.replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{16,}/gi, '$1 ***');
}
