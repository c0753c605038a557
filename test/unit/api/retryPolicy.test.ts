import type { ApiCall, Failure } from '../../../nodes/shared/api/types';
import { LONGEST_WAIT_MS, mayHaveArrived, repeatAfterMs, retryAfterMs } from '../../../nodes/shared/api/retryPolicy';

const call = (method: ApiCall['method']): ApiCall => ({ method, path: '/x' });
const reply = (status: number, headers: Record<string, string> = {}): Failure => ({
	kind: 'reply',
	reply: { status, headers, body: undefined },
});
const network = (code: string): Failure => ({ kind: 'network', code });
const NOW = Date.UTC(2026, 0, 1);
const wait = (method: ApiCall['method'], failure: Failure, attempt = 1) =>
	repeatAfterMs(call(method), failure, attempt, NOW, () => 0.5);

describe('Retry-After', () => {
	it.each([
		['3', 3000],
		['0', 0],
		['1.5', 1500],
		[' 10 ', 10_000],
		[new Date(NOW + 5000).toUTCString(), 5000],
		[new Date(NOW - 5000).toUTCString(), 0],
		['soon', undefined],
		['', undefined],
	])('%j is %j ms', (value, ms) => {
		expect(retryAfterMs({ status: 429, headers: { 'retry-after': value }, body: undefined }, NOW)).toBe(ms);
	});
});

describe('what may be repeated', () => {
	const passing = [network('ECONNRESET'), network('ETIMEDOUT'), reply(500), reply(502), reply(503), reply(504)];

	it.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)(
		'%s is repeated after every passing fault, three times',
		(method) => {
			for (const failure of passing) {
				expect(wait(method, failure, 1)).toBeGreaterThan(0);
				expect(wait(method, failure, 3)).toBeGreaterThan(0);
				expect(wait(method, failure, 4)).toBeUndefined();
			}
		},
	);

	it('a POST that may have arrived is never repeated', () => {
		for (const failure of passing) {
			expect(mayHaveArrived(failure)).toBe(true);
			expect(wait('POST', failure)).toBeUndefined();
		}
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
		'a POST that cannot have arrived (%s) is repeated',
		(code) => {
			expect(mayHaveArrived(network(code))).toBe(false);
			expect(wait('POST', network(code))).toBeGreaterThan(0);
		},
	);

	it.each([202, 301, 400, 401, 403, 404, 409, 410, 422, 451, 501])('%i is final', (status) => {
		for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) expect(wait(method, reply(status))).toBeUndefined();
	});

	it('429 is waited out by every method, for as long as Thumbtack asks', () => {
		for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
			expect(wait(method, reply(429, { 'retry-after': '2' }))).toBeGreaterThanOrEqual(2000);
			expect(wait(method, reply(429, { 'retry-after': '2' }))).toBeLessThan(2100);
		}
	});

	it('429 without Retry-After grows, with jitter, up to half a minute', () => {
		const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => wait('GET', reply(429), attempt) ?? 0);
		expect(waits.slice(0, 4)).toEqual([375, 750, 1500, 3000]);
		expect(Math.max(...waits)).toBe(22_500);
		expect(repeatAfterMs(call('GET'), reply(429), 1, NOW, () => 0)).not.toBe(
			repeatAfterMs(call('GET'), reply(429), 1, NOW, () => 1),
		);
	});

	it('nobody waits longer than two minutes, or for ever', () => {
		expect(wait('GET', reply(429, { 'retry-after': String(LONGEST_WAIT_MS / 1000 + 1) }))).toBeUndefined();
		expect(wait('GET', reply(429, { 'retry-after': '1' }), 13)).toBeUndefined();
	});

	it('a token that could not be renewed is tried twice more within the grace; a lost grant is final', () => {
		const unavailable: Failure = { kind: 'token', cause: 'unavailable' };
		expect((wait('POST', unavailable, 1) ?? 0) + (wait('POST', unavailable, 2) ?? 0)).toBeLessThan(10_000);
		expect(wait('POST', unavailable, 3)).toBeUndefined();
		expect(wait('POST', { kind: 'token', cause: 'reconnect' })).toBeUndefined();
	});
});
