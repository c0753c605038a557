import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { ThumbtackError } from '../../../nodes/shared/api';
import { beforeRequest } from '../../../nodes/shared/auth/oAuth2';

/** What runs before each request of the OAuth2 credential: nothing, unless something is the matter. */
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

const known = ({ url }: IHttpRequestOptions) =>
	/token/.test(url)
		? { statusCode: 400, body: '{"error":"invalid_grant"}' }
		: { statusCode: 401, body: '{"title":"Unauthorized"}' };
const credential = (oauthTokenData: unknown, more = {}) =>
	({
		api: 'v4',
		clientId: 'c',
		clientSecret: 's',
		oauthTokenData,
		...more,
	}) as unknown as ICredentialDataDecryptedObject;

it('makes no call and changes nothing while connected', async () => {
	const { helper, requests } = http(known);
	expect(await beforeRequest(helper, credential({ access_token: 'a', token_type: 'bearer' }))).toEqual({});
	expect(await beforeRequest(helper, credential({ access_token: 'a' }))).toEqual({});
	expect(requests).toEqual([]);
});

it('keeps the token out of the URL, whatever Thumbtack calls its type', async () => {
	const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'AUTH_CODE' };
	expect(await beforeRequest(http(known).helper, credential(tokens))).toEqual({
		oauthTokenData: { ...tokens, token_type: 'bearer' },
	});
});

it.each([
	['v4', ['https://auth.thumbtack.com/oauth2/token', 'https://api.thumbtack.com/api/v4/users/self']],
	['legacy', ['https://pro-api.thumbtack.com/v2/tokens/access', 'https://pro-api.thumbtack.com/v2/get-thumbtack-info']],
])(
	'%s: where the form holds the tokens back, asks whether the client is known and the API reachable',
	async (api, urls) => {
		const { helper, requests } = http(known);
		const { oauthTokenData } = await beforeRequest(helper, credential(true, { api }));
		expect(oauthTokenData).toEqual({ access_token: expect.stringMatching(/^[\w-]+$/), token_type: 'bearer' });
		expect(requests.map(({ url }) => url)).toEqual(urls);
		// No token goes along: there is none, and the client pair is for the token endpoint alone.
		expect(requests[1].auth).toBeUndefined();
	},
);

it.each<[unknown]>([[undefined], [{}], [null], [''], [{ access_token: '' }]])(
	'without a token (%j) says that it is not connected',
	async (tokens) => {
		const error = await beforeRequest(http(known).helper, credential(tokens)).then(
			() => undefined,
			(thrown: ThumbtackError) => thrown,
		);
		expect(error).toBeInstanceOf(ThumbtackError);
		expect(error?.message).toMatch(/not connected yet/);
		expect(error?.failure).toMatchObject({ kind: 'token', cause: 'notConnected' });
	},
);
