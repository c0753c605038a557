import { connect, type ApiContext } from '../../../nodes/shared/api/client';

/** What `npm run compat` sees in a real one: n8n before 2.9 takes any wish to let a status pass as a wish to let all pass. */
function olderN8n(renewedStatus: number): { ctx: ApiContext; asked: boolean[] } {
	const asked: boolean[] = [];
	const reply = (statusCode: number) => ({ statusCode, headers: {}, body: `{"status":${statusCode}}` });
	const httpRequestWithAuthentication = async (
		_: string,
		{ ignoreHttpStatusErrors }: { ignoreHttpStatusErrors: unknown },
	) => {
		const letsPass = Boolean(ignoreHttpStatusErrors);
		asked.push(letsPass);
		if (letsPass) return reply(401);
		// It saw the 401, renewed the token and called again.
		if (renewedStatus < 400) return reply(renewedStatus);
		throw Object.assign(new Error('Request failed'), {
			config: {},
			response: { status: renewedStatus, headers: {}, data: '{"detail":"no"}' },
		});
	};
	const ctx = {
		getNode: () => ({ name: 'Thumbtack', type: 'thumbtack', credentials: {} }),
		getCredentials: async () => ({ api: 'v4', environment: 'production', oauthTokenData: { access_token: 'expired' } }),
		helpers: { httpRequestWithAuthentication },
	} as unknown as ApiContext;
	return { ctx, asked };
}

it('a refused token is renewed, also by an n8n that lets every status pass', async () => {
	const { ctx, asked } = olderN8n(200);
	const connection = await connect(ctx, 'thumbtackOAuth2Api', 'v4');
	expect(await connection.send({ method: 'POST', path: '/api/v4/x', body: {} })).toEqual({ status: 200 });
	expect(asked).toEqual([true, false]);
});

it.each([
	[401, /did not accept the credential/],
	[404, /404|not found|does not/i],
])('what Thumbtack answers then is told as ever: %d', async (status, message) => {
	const { ctx, asked } = olderN8n(status);
	const connection = await connect(ctx, 'thumbtackOAuth2Api', 'v4');
	await expect(connection.send({ method: 'POST', path: '/api/v4/x', body: {} })).rejects.toMatchObject({
		httpCode: String(status),
		message: expect.stringMatching(message) as unknown,
	});
	expect(asked).toEqual([true, false]);
});
