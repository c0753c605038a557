import type { ApiCall, Failure, TokenCause } from '../../../nodes/shared/api/types';
import { mayHaveArrived, RetryPolicy, retryAfterMs, type Account } from '../../../nodes/shared/api/retryPolicy';

const call = (method: ApiCall['method']): ApiCall => ({ method, path: '/x' });
const reply = (status: number, headers: Record<string, string> = {}): Failure => ({
	kind: 'reply',
	reply: { status, headers, body: undefined },
});
const network = (code: string): Failure => ({ kind: 'network', code });
const token = (cause: TokenCause): Failure => ({ kind: 'token', cause });
const NOW = Date.UTC(2026, 0, 1);

const account = (more: Partial<Account> = {}): Account => ({
	mayGetNullForToken: false,
	mayHaveNewerToken: false,
	storedAccessToken: async () => 'old',
	lacksScope: () => false,
	...more,
});

/** The delays after each of these failures in turn; undefined ends the call. */
async function delays(method: ApiCall['method'], failures: Failure[], who = account()) {
	const policy = new RetryPolicy(call(method), who, () => 0.5);
	const waits: Array<number | undefined> = [];
	for (const failure of failures) waits.push(await policy.delayAfter(failure));
	return waits;
}

describe('Retry-After', () => {
	it.each([
		['3', 3000],
		['0', 0],
		['1.5', 1500],
		[' 10 ', 10_000],
		[new Date(NOW + 5000).toUTCString(), 5000],
		[new Date(NOW - 5000).toUTCString(), 0],
		['9'.repeat(400), 365 * 24 * 3_600_000],
		['soon', undefined],
		['', undefined],
	])('%j is %j ms', (value, ms) => {
		expect(retryAfterMs({ status: 429, headers: { 'retry-after': value }, body: undefined }, NOW)).toBe(ms);
	});
});

describe('what may be repeated', () => {
	const passing = [network('ECONNRESET'), network('ETIMEDOUT'), reply(500), reply(502), reply(503), reply(504)];

	it.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)(
		'%s is repeated after every passing fault, three times, with growing pauses',
		async (method) => {
			for (const failure of passing) {
				expect(await delays(method, [failure, failure, failure, failure])).toEqual([375, 750, 1500, undefined]);
			}
		},
	);

	it('a POST that may have arrived is never repeated', async () => {
		for (const failure of passing) {
			expect(mayHaveArrived(failure)).toBe(true);
			expect(await delays('POST', [failure])).toEqual([undefined]);
		}
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
		'a POST that cannot have arrived (%s) is repeated',
		async (code) => {
			expect(mayHaveArrived(network(code))).toBe(false);
			expect(await delays('POST', [network(code)])).toEqual([375]);
		},
	);

	it.each([202, 301, 400, 401, 403, 404, 409, 410, 422, 451, 501])('%i is final', async (status) => {
		for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const)
			expect(await delays(method, [reply(status)])).toEqual([undefined]);
	});

	it('a refusal by the rate limit is repeated as soon as the rate limiter lets it, whatever the call', async () => {
		for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const)
			expect(await delays(method, Array<Failure>(9).fill(reply(429)))).toEqual(Array(9).fill(0));
		expect(mayHaveArrived(reply(429))).toBe(false);
		expect(mayHaveArrived({ kind: 'rateLimit', refusedForMs: 1 })).toBe(false);
		expect(await delays('POST', [{ kind: 'rateLimit', refusedForMs: 1 }])).toEqual([undefined]);
	});

	it('a success that is not Thumbtack’s is final, and may have been carried out', async () => {
		const html: Failure = { kind: 'body', reply: { status: 200, headers: {}, body: '<html>' }, expected: 'an object' };
		expect(mayHaveArrived(html)).toBe(true);
		for (const method of ['GET', 'POST', 'DELETE'] as const) expect(await delays(method, [html])).toEqual([undefined]);
	});

	it('a token that could not be renewed is tried twice more within the grace; a lost grant and every other refusal is final', async () => {
		const waits = await delays('POST', [token('unavailable'), token('unavailable'), token('unavailable')]);
		expect(waits[2]).toBeUndefined();
		expect(waits[0]! + waits[1]!).toBeLessThan(10_000);
		for (const cause of ['reconnect', 'wrongClient', 'notEnabled', 'unsupportedGrant', 'scopeRefused'] as const)
			expect(await delays('POST', [token(cause)])).toEqual([undefined]);
	});
});

describe('the literal null that the Pro API may answer to a refresh', () => {
	const legacy = (stored: string[]) =>
		account({ mayGetNullForToken: true, storedAccessToken: async () => stored.shift() ?? 'old' });

	it('the call is made again while n8n still has the old token, within the 10 s that the refresh token lives on', async () => {
		const waits = await delays('POST', Array<Failure>(5).fill(reply(401)), legacy([]));
		expect(waits).toEqual([1500, 1500, 1500, 1500, undefined]);
	});

	it('a new token that is refused as well ends it', async () => {
		expect(await delays('POST', [reply(401), reply(401)], legacy(['old', 'new']))).toEqual([1500, undefined]);
	});

	it('a missing scope is no reason to ask again', async () => {
		const who = { ...legacy([]), lacksScope: () => true };
		expect(await delays('POST', [reply(401)], who)).toEqual([undefined]);
	});

	it('v4 and Basic don’t wait for a token', async () => {
		expect(await delays('POST', [reply(401)])).toEqual([undefined]);
	});
});

it('a Legacy Token that another process has renewed is read once more from the credential, at once', async () => {
	const waits = await delays('POST', [token('reconnect'), token('reconnect')], account({ mayHaveNewerToken: true }));
	expect(waits).toEqual([0, undefined]);
});
