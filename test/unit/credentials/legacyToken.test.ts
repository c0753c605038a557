import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { ThumbtackLegacyTokenApi } from '../../../credentials/ThumbtackLegacyTokenApi.credentials';
import { ThumbtackError } from '../../../nodes/shared/api';

import {
	checkDestination,
	exchangeCode,
	refreshTokens,
	type LegacyClient,
} from '../../../nodes/shared/auth/legacyToken';

const slept: number[] = [];
jest.mock('n8n-workflow', () => ({
	...jest.requireActual('n8n-workflow'),
	sleep: async (ms: number) => void slept.push(ms),
}));

type Answer = { statusCode: number; body: string } | Error;

/** The token endpoint, answering in turn; the last answer for ever. */
function endpoint(...answers: Answer[]) {
	const requests: IHttpRequestOptions[] = [];
	const http = {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => {
				requests.push(options);
				const answer = answers[Math.min(requests.length, answers.length) - 1];
				if (answer instanceof Error) throw answer;
				return answer;
			},
		},
	} as unknown as IHttpRequestHelper;
	return { http, requests };
}

const tokens = (number: number) => ({
	statusCode: 200,
	body: JSON.stringify({
		access_token: `a${number}`,
		refresh_token: `r${number}`,
		token_type: 'bearer',
		expires_in: 3600,
	}),
});
const NULL = { statusCode: 200, body: 'null' };
const refused = (statusCode: number, error: string) => ({
	statusCode,
	body: JSON.stringify({ error, error_description: 'no' }),
});

let clients = 0;
/** A client that no test before has used: what was exchanged is remembered for the whole process. */
const newClient = (): LegacyClient => ({
	clientId: `client ${++clients}`,
	clientSecret: 'the-secret',
	environment: 'production',
});

beforeEach(() => void slept.splice(0));

it('asks exactly as documented: all in the query, nothing in the body, Basic', async () => {
	const { http, requests } = endpoint(tokens(1));
	const client = newClient();
	await exchangeCode(http, client, 'the code', '');
	await refreshTokens(http, client, 'old');
	expect(requests.map(({ method, url, qs, body, auth }) => ({ method, url, qs, body, auth }))).toEqual([
		{
			method: 'POST',
			url: 'https://pro-api.thumbtack.com/v2/tokens/access',
			qs: { grant_type: 'authorization_code', code: 'the code', redirect_uri: '', token_type: 'AUTH_CODE' },
			body: undefined,
			auth: { username: client.clientId, password: client.clientSecret },
		},
		expect.objectContaining({
			qs: { grant_type: 'refresh_token', refresh_token: 'old', token_type: 'REFRESH' },
			body: undefined,
		}),
	]);
});

it('the test client uses the production host, a custom environment its own', async () => {
	const { http, requests } = endpoint(tokens(1));
	await refreshTokens(http, { ...newClient(), environment: 'staging' }, 'x');
	await refreshTokens(http, { ...newClient(), environment: 'custom', apiUrl: 'http://localhost:1/' }, 'x');
	expect(requests.map(({ url }) => url)).toEqual([
		'https://pro-api.thumbtack.com/v2/tokens/access',
		'http://localhost:1/v2/tokens/access',
	]);
});

it('a URL without https is named, and the client secret is not sent there', async () => {
	const { http, requests } = endpoint(tokens(1));
	const client: LegacyClient = { ...newClient(), environment: 'custom', apiUrl: 'http://thumbtack.example' };
	await expect(refreshTokens(http, client, 'x')).rejects.toThrow(/"API URL".*must start with https/);
	await expect(exchangeCode(http, client, 'x', '')).rejects.toThrow(/"API URL".*must start with https/);
	expect(requests).toEqual([]);
});

it('50 at once make one request and get the same tokens', async () => {
	const { http, requests } = endpoint(tokens(1), tokens(2));
	const client = newClient();
	const all = await Promise.all(Array.from({ length: 50 }, async () => await refreshTokens(http, client, 'r0')));
	expect(requests).toHaveLength(1);
	expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['a1']));
});

it('who comes late with a used refresh token gets the newest tokens, not the ones used up since', async () => {
	const { http, requests } = endpoint(tokens(1), tokens(2));
	const client = newClient();
	await refreshTokens(http, client, 'r0');
	await refreshTokens(http, client, 'r1');
	expect(await refreshTokens(http, client, 'r0')).toEqual({ accessToken: 'a2', refreshToken: 'r2' });
	expect(requests).toHaveLength(2);
});

it('a code that comes again within ten minutes is not sent again; later it is', async () => {
	const { http, requests } = endpoint(tokens(1), tokens(2), refused(400, 'INVALID_GRANT'));
	const client = newClient();
	const now = jest.spyOn(Date, 'now');
	try {
		now.mockReturnValue(1_000_000);
		await exchangeCode(http, client, 'code', '');
		await refreshTokens(http, client, 'r1');
		now.mockReturnValue(1_000_000 + 9 * 60_000);
		expect(await exchangeCode(http, client, 'code', '')).toEqual({ accessToken: 'a2', refreshToken: 'r2' });
		now.mockReturnValue(1_000_000 + 11 * 60_000);
		await expect(exchangeCode(http, client, 'code', '')).rejects.toThrow(/no longer accepts the code/);
	} finally {
		now.mockRestore();
	}
	expect(requests).toHaveLength(3);
});

it.each<[string, Answer]>([
	['the null reply', NULL],
	['an empty reply', { statusCode: 200, body: '' }],
	['a lost reply', new Error('socket hang up')],
])('%s is asked for again with the same refresh token, within 10 s', async (_, lost) => {
	const { http, requests } = endpoint(lost, lost, lost, tokens(1));
	expect(await refreshTokens(http, newClient(), 'r0')).toEqual({ accessToken: 'a1', refreshToken: 'r1' });
	expect(requests.map(({ qs }) => qs?.refresh_token)).toEqual(['r0', 'r0', 'r0', 'r0']);
	expect(slept.reduce((sum, ms) => sum + ms)).toBeLessThan(10_000);
});

it('a code is never sent a second time by itself', async () => {
	const { http, requests } = endpoint(NULL);
	await expect(exchangeCode(http, newClient(), 'code', '')).rejects.toThrow(ThumbtackError);
	expect(requests).toHaveLength(1);
});

it('a reply without a refresh token leaves the old one in force', async () => {
	const { http } = endpoint({ statusCode: 200, body: '{"access_token":"a1"}' });
	expect(await refreshTokens(http, newClient(), 'r0')).toEqual({ accessToken: 'a1', refreshToken: 'r0' });
});

it.each<[string, Answer, string, RegExp]>([
	['wrong client', refused(400, 'INVALID_CLIENT'), 'wrongClient', /does not recognize.*"Client Secret".*"Environment"/],
	[
		'way not enabled',
		refused(401, 'UNAUTHORIZED_CLIENT'),
		'notEnabled',
		/has not enabled this way of signing in.*Ask Thumbtack/,
	],
	['way unknown', refused(400, 'UNSUPPORTED_GRANT_TYPE'), 'unsupportedGrant', /does not offer this way of signing in/],
	['scope refused', refused(400, 'INSUFFICIENT_SCOPE'), 'scopeRefused', /did not grant a scope/],
	['scope unknown', refused(400, 'invalid_scope'), 'scopeRefused', /did not grant a scope/],
	['revoked', refused(400, 'INVALID_GRANT'), 'reconnect', /paste the new code/],
	['parameters elsewhere', refused(400, 'INVALID_REQUEST'), 'misunderstood', /"Thumbtack Legacy OAuth2 API"/],
	['firewall', { statusCode: 202, body: '' }, 'firewall', /firewall.*\(202\).*public IP/],
	['server error', { statusCode: 503, body: '<html></html>' }, 'unavailable', /\(503\).*few minutes/],
	['nothing known', { statusCode: 400, body: 'null' }, 'unavailable', /\(400\)/],
	[
		'no host',
		Object.assign(new Error('connect ECONNREFUSED, Authorization: Basic the-secret'), { code: 'ECONNREFUSED' }),
		'unavailable',
		/connection to Thumbtack was refused.*"Environment"/,
	],
])('%s: says so, holds no secret, and is not remembered', async (_, answer, cause, says) => {
	const { http } = endpoint(answer, ...(answer instanceof Error ? [answer, answer, answer] : []), tokens(1));
	const client = newClient();
	const error = await refreshTokens(http, client, 'r0').then(
		() => undefined,
		(thrown: ThumbtackError) => thrown,
	);
	expect(error?.message).toMatch(says);
	expect(error?.failure).toMatchObject({ kind: 'token', cause });
	if (cause !== 'reconnect') expect(error?.message).not.toMatch(/reconnect|new code/i);
	expect(JSON.stringify([error?.message, error?.failure, error?.stack])).not.toContain('the-secret');
	expect(await refreshTokens(http, client, 'r0')).toEqual({ accessToken: 'a1', refreshToken: 'r1' });
});

it('an endpoint that gives the same refresh token again is asked for each new access token', async () => {
	const same = (number: number) => ({
		statusCode: 200,
		body: JSON.stringify({ access_token: `a${number}`, refresh_token: 'same' }),
	});
	const { http, requests } = endpoint(same(1), same(2), same(3));
	const client = newClient();
	for (const number of [1, 2, 3]) {
		expect(await refreshTokens(http, client, 'same')).toEqual({ accessToken: `a${number}`, refreshToken: 'same' });
	}
	expect(requests).toHaveLength(3);
});

it('what was exchanged is forgotten after ten minutes', async () => {
	const { http, requests } = endpoint(tokens(1), tokens(2));
	const client = newClient();
	const now = jest.spyOn(Date, 'now');
	try {
		now.mockReturnValue(1_000_000);
		await refreshTokens(http, client, 'r0');
		now.mockReturnValue(1_000_000 + 11 * 60_000);
		expect((await refreshTokens(http, client, 'r0')).accessToken).toBe('a2');
	} finally {
		now.mockRestore();
	}
	expect(requests).toHaveLength(2);
});

describe('the access token is sent to the credential’s own origin only', () => {
	const custom = { environment: 'custom', apiUrl: 'http://localhost:8484/prefix' };
	const own = 'https://pro-api.thumbtack.com';

	it.each([
		[{ environment: 'production' }, { url: `${own}/v2/get-thumbtack-info` }],
		[{ environment: 'production' }, { url: '/v2/get-thumbtack-info', baseURL: own }],
		[{ environment: 'production' }, { url: 'v2/get-thumbtack-info', baseURL: `${own}/` }],
		[{ environment: 'production' }, { url: 'HTTPS://PRO-API.thumbtack.com:443/v2' }],
		[{ environment: 'staging' }, { url: 'https://staging-pro-api.thumbtack.com/v2' }],
		[custom, { url: 'http://localhost:8484/prefix/v2' }],
	])('%j: %j is signed', (credential, request) => {
		expect(() => checkDestination(credential, request)).not.toThrow();
	});

	it.each([
		[{ environment: 'production' }, { url: 'https://example.com/v2' }],
		[{ environment: 'production' }, { url: 'http://pro-api.thumbtack.com/v2' }],
		[{ environment: 'production' }, { url: 'https://pro-api.thumbtack.com.example.com/v2' }],
		[{ environment: 'production' }, { url: 'https://pro-api.thumbtack.com@example.com/v2' }],
		[{ environment: 'production' }, { url: 'https://pro-api.thumbtack.com:8443/v2' }],
		[{ environment: 'production' }, { url: 'https://staging-pro-api.thumbtack.com/v2' }],
		[{ environment: 'production' }, { url: 'https://example.com/v2', baseURL: own }],
		[{ environment: 'production' }, { url: '/v2', baseURL: 'https://example.com' }],
		[{ environment: 'production' }, { url: '/v2' }],
		[{ environment: 'production' }, { url: '' }],
		[custom, { url: `${own}/v2` }],
		[custom, { url: 'http://localhost:8485/prefix/v2' }],
	])('%j: %j is refused', (credential, request) => {
		expect(() => checkDestination(credential, request)).toThrow(
			/^The credential is for .+, so its access token is not sent to /,
		);
	});

	it('also by the credential itself', async () => {
		const type = new ThumbtackLegacyTokenApi();
		const credential = { environment: 'production', accessToken: 'secret-token' };
		await expect(type.authenticate(credential, { url: 'https://example.com/' })).rejects.toThrow(
			/not sent to https:\/\/example\.com/,
		);
		const signed = await type.authenticate(credential, { url: `${own}/v2/get-thumbtack-info`, headers: { a: 'b' } });
		expect(signed.headers).toEqual({ a: 'b', Authorization: 'Bearer secret-token' });
	});
});
