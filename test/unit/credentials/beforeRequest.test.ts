import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { ThumbtackError } from '../../../nodes/shared/api';
import { beforeRequest } from '../../../nodes/shared/auth/oAuth2';
import type { Generation } from '../../../nodes/shared/generation';

/** What runs before each request of the OAuth2 credentials: nothing, unless something is the matter. */
function http(answer: (options: IHttpRequestOptions) => { statusCode: number; body: string }) {
	const requests: IHttpRequestOptions[] = [];
	const helper = {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => {
				requests.push(options);
				return answer(options);
			},
		},
	} as unknown as IHttpRequestHelper;
	return { helper, requests };
}

const refusedApi = { statusCode: 401, body: '{"title":"Unauthorized"}' };
const invalidGrant = { statusCode: 400, body: '{"error":"invalid_grant"}' };
const invalidClient = { statusCode: 401, body: '{"error":"invalid_client"}' };
const known = ({ url }: IHttpRequestOptions) => (/token/.test(url) ? invalidGrant : refusedApi);
const credential = (oauthTokenData: unknown, more = {}) =>
	({
		api: 'v4',
		clientId: 'c',
		clientSecret: 's',
		oauthTokenData,
		...more,
	}) as unknown as ICredentialDataDecryptedObject;
const thrownBy = async (run: Promise<unknown>) =>
	await run.then(
		() => undefined,
		(thrown: Error) => thrown,
	);

it('makes no call and changes nothing while connected', async () => {
	const { helper, requests } = http(known);
	expect(await beforeRequest(helper, credential({ access_token: 'a', token_type: 'bearer' }), 'v4')).toEqual({});
	expect(await beforeRequest(helper, credential({ access_token: 'a' }), 'v4')).toEqual({});
	const app = { api: 'marketplace', grantType: 'clientCredentials', utmSource: 'cma-partner' };
	expect(await beforeRequest(helper, credential({ access_token: 'a', token_type: 'bearer' }, app), 'v4')).toEqual({});
	expect(requests).toEqual([]);
});

it('keeps the token out of the URL, whatever Thumbtack calls its type', async () => {
	const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'AUTH_CODE' };
	expect(await beforeRequest(http(known).helper, credential(tokens), 'legacy')).toEqual({
		oauthTokenData: { ...tokens, token_type: 'bearer' },
	});
});

it.each<[Generation, string[]]>([
	['v4', ['https://auth.thumbtack.com/oauth2/token', 'https://api.thumbtack.com/api/v4/users/self']],
	['legacy', ['https://pro-api.thumbtack.com/v2/tokens/access', 'https://pro-api.thumbtack.com/v2/get-thumbtack-info']],
])(
	'%s: where the form holds the tokens back, asks whether the client is known and the API reachable',
	async (generation, urls) => {
		const { helper, requests } = http(known);
		const { oauthTokenData } = await beforeRequest(helper, credential(true), generation);
		expect(oauthTokenData).toEqual({ access_token: expect.stringMatching(/^[\w-]+$/), token_type: 'bearer' });
		expect(requests.map(({ url }) => url)).toEqual(urls);
		// No token goes along: there is none, and the client pair is for the token endpoint alone.
		expect(requests[1].auth).toBeUndefined();
	},
);

it.each<[unknown]>([[undefined], [{}], [null], [''], [{ access_token: '' }]])(
	'without a token (%j) says that it is not connected',
	async (tokens) => {
		const error = (await thrownBy(beforeRequest(http(known).helper, credential(tokens), 'v4'))) as
			ThumbtackError | undefined;
		expect(error).toBeInstanceOf(ThumbtackError);
		expect(error?.message).toMatch(/not connected yet/);
		expect(error?.failure).toMatchObject({ kind: 'token', cause: 'notConnected' });
	},
);

it.each([
	['production', 'https://staging-auth.thumbtack.com', 'Staging'],
	['staging', 'https://auth.thumbtack.com', 'Production'],
])('a client that is used in %s but belongs elsewhere is told where it belongs', async (environment, home, name) => {
	const { helper } = http(({ url }) => (url.startsWith(home) ? invalidGrant : invalidClient));
	const error = await thrownBy(beforeRequest(helper, credential(true, { environment }), 'v4'));
	expect(error?.message).toBe(`This client belongs to ${name}. Set "Environment" to ${name} and save.`);
});

it.each(['production', 'staging', 'custom'])(
	'a client that %s does not know, nor the other, is wrong',
	async (environment) => {
		const url = 'https://proxy.example.com';
		const { helper, requests } = http(() => invalidClient);
		const error = await thrownBy(
			beforeRequest(helper, credential(true, { environment, apiUrl: url, authUrlBase: url }), 'v4'),
		);
		expect(error?.message).toMatch(/does not recognize this client.*"Client Secret"/);
		expect(requests).toHaveLength(environment === 'custom' ? 1 : 2);
	},
);

it.each(['partner', 'cma', 'cma-', 'cma-a b', `cma-${'x'.repeat(45)}`, 'CMA-partner', 'cma-ä'])(
	'the UTM source %j is refused before anything is sent',
	async (utmSource) => {
		const { helper, requests } = http(known);
		const more = { api: 'marketplace', utmSource };
		const error = await thrownBy(beforeRequest(helper, credential({ access_token: 'a' }, more), 'v4'));
		expect(error?.message).toMatch(/"UTM Source".*start with cma-.*48 characters/);
		expect(requests).toEqual([]);
	},
);

it.each(['', ' cma-partner ', 'cma-A_b-9', `cma-${'x'.repeat(44)}`])('the UTM source %j is fine', async (utmSource) => {
	const more = { api: 'marketplace', utmSource };
	expect(await beforeRequest(http(known).helper, credential({ access_token: 'a' }, more), 'v4')).toEqual({});
});
