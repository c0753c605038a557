import { timingSafeEqual } from 'crypto';

/**
 * Whether the bytes are the expected ones. Takes the same time wherever the two differ, and whether or not they are of one
 * length: what is given is cut or padded first.
 */
export function isSame(given: Buffer, expected: Buffer): boolean {
	const fitted = Buffer.alloc(expected.length);
	given.copy(fitted);
	const isEqual = timingSafeEqual(fitted, expected);
	return given.length === expected.length && isEqual;
}
