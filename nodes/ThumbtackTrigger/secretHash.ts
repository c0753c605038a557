import { createHmac, randomBytes, timingSafeEqual } from 'crypto';

/** What is kept of a secret that nobody has to read again. Both parts in hex. */
export interface SecretHash {
	salt: string;
	hash: string;
}

/** HMAC-SHA-256. A slow hash would be of no use: the secrets are 256 random bits, and every call is checked. */
function digest(text: string | Buffer, salt: string): Buffer {
	return createHmac('sha256', Buffer.from(salt, 'hex')).update(text).digest();
}

export function hashSecret(text: string): SecretHash {
	const salt = randomBytes(16).toString('hex');
	return { salt, hash: digest(text, salt).toString('hex') };
}

/** Whether one of the hashes is of this text. Takes the same time whichever it is, and wherever the texts differ. */
export function matchesHash(text: string | Buffer, hashes: readonly SecretHash[]): boolean {
	let isMatch = false;
	for (const { salt, hash } of hashes) {
		const [given, expected] = [digest(text, salt), Buffer.from(hash, 'hex')];
		if (given.length === expected.length && timingSafeEqual(given, expected)) isMatch = true;
	}
	return isMatch;
}
