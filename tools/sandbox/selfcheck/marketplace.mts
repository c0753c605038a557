import assert from 'node:assert/strict';
import {
	businessA,
	call,
	check,
	control,
	makeHook,
	newLead,
	receiver,
	until,
	v4,
	v4Token,
	type Answer,
	type Any,
} from './harness.mts';

const client: [string, string] = ['sandbox-marketplace-client', 'sandbox-marketplace-secret'];
const searchClient: [string, string] = ['sandbox-marketplace-search', 'sandbox-marketplace-search-secret'];
const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
const homeowner = '500100200300400700';
const deckRepair = '201000111222333444';
const utmData = { utm_source: 'cma-sandbox' };
const utm = 'utmData%5Butm_source%5D=cma-sandbox';

function appTokens(form: Record<string, string> = {}, basic = client): Promise<Answer> {
	const grant = { grant_type: 'client_credentials', audience: 'urn:partner-api' };
	return call('POST', '/oauth2/token', { basic, form: { ...grant, ...form } });
}

async function appToken(basic = client): Promise<string> {
	return (await appTokens({}, basic)).body.access_token;
}

function personToken(options: object = {}): Promise<string> {
	return v4Token({ clientId: client[0], ...options });
}

async function search(token: string, changes: object = {}): Promise<Answer> {
	const body = { searchQuery: 'deck repair', zipCode: '83702', utmData, ...changes };
	return v4('POST', '/businesses/search', token, body);
}

async function made(changes: object = {}): Promise<{ request: Answer; token: string; found: Any }> {
	const found = (await search(await appToken())).body;
	const token = await personToken();
	const request = await v4('POST', '/requests', token, {
		searchID: found.searchID,
		businessIDs: found.data.map(({ businessID }: Any) => businessID),
		categoryID: found.metadata.categoryID,
		utmData,
		...changes,
	});
	return { request, token, found };
}

export async function marketplaceChecks(): Promise<void> {
	await check('client credentials: every granted scope, no refresh token, nobody behind it', async () => {
		const { status, body } = await appTokens();
		assert.equal(status, 200);
		assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'scope', 'token_type']);
		assert.equal(body.expires_in, 3600);
		assert.match(body.scope, /demand::businesses\/search\.read/);
		assert.ok(!body.scope.includes('users.read'));
		const self = await v4('GET', '/users/self', body.access_token);
		assert.equal(self.status, 401);
		assert.equal(self.body.detail, 'required scope(s) [demand::users.read] not found');
		const few = await appTokens({ scope: 'demand::keywords.read' });
		assert.equal(few.body.scope, 'demand::keywords.read');
		assert.equal((await appTokens({ scope: '' })).body.scope, body.scope);
	});

	await check('client credentials: audience, client and scope are checked', async () => {
		assert.equal((await appTokens({ audience: 'x' })).status, 502);
		const without = await call('POST', '/oauth2/token', { basic: client, form: { grant_type: 'client_credentials' } });
		assert.equal(without.status, 502);
		assert.equal((await appTokens({}, [client[0], 'wrong'])).body.error, 'invalid_client');
		for (const scope of ['demand::requests.write', 'offline_access', 'openid', 'supply::users.read']) {
			assert.equal((await appTokens({ scope })).body.error, 'invalid_scope', scope);
		}
		for (const basic of [
			['sandbox-v4-client', 'sandbox-v4-secret'],
			['sandbox-marketplace-limited', 'sandbox-marketplace-limited-secret'],
		] as Array<[string, string]>) {
			const refused = await appTokens({}, basic);
			assert.equal(refused.status, 400);
			assert.equal(refused.body.error, 'unauthorized_client');
		}
	});

	await check('authorization code: a homeowner signs in; a client of searches alone has no consent page', async () => {
		const path = (clientId: string, scope: string) =>
			`/oauth2/auth?${new URLSearchParams({
				client_id: clientId,
				redirect_uri: redirectUri,
				response_type: 'code',
				scope,
				state: 'long-enough-state',
				audience: 'urn:partner-api',
			})}`;
		const asked = path(client[0], 'offline_access demand::users.read demand::requests.write');
		assert.match((await call('GET', asked)).text, /value="500100200300400700" selected/);
		const answer = await call('POST', asked, { form: { decision: 'allow', userId: homeowner } });
		const code = new URL(answer.headers.get('location')!).searchParams.get('code')!;
		const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
		const { body } = await call('POST', '/oauth2/token', { basic: client, form });
		assert.match(body.refresh_token, /^ory_rt_/);
		assert.equal((await v4('GET', '/users/self', body.access_token)).body.firstName, 'Noor');
		const errorOf = async (url: string) =>
			new URL((await call('GET', url)).headers.get('location')!).searchParams.get('error');
		assert.equal(await errorOf(path(searchClient[0], 'demand::categories.read')), 'unauthorized_client');
		assert.equal(await errorOf(path(client[0], 'demand::categories.read')), 'invalid_scope');
		assert.equal(await errorOf(path(client[0], 'demand::negotiations/messages.write')), 'invalid_scope');
		assert.equal(await errorOf(path(client[0], 'supply::users.read')), 'invalid_scope');
	});

	await check('a missing scope names the one of the own side', async () => {
		const limited = await v4Token({ clientId: 'sandbox-marketplace-limited' });
		const self = await v4('GET', '/users/self', limited);
		assert.equal(self.status, 401);
		assert.equal(self.body.detail, 'required scope(s) [demand::users.read] not found');
		const pro = await v4('POST', '/businesses/search', await v4Token(), {
			searchQuery: 'x',
			zipCode: '83702',
			utmData,
		});
		assert.equal(pro.body.detail, 'required scope(s) [demand::businesses/search.read] not found');
		const list = await v4('GET', '/businesses', await personToken());
		assert.equal(list.body.detail, 'required scope(s) [supply::businesses.list] not found');
		const form = await v4('GET', `/categories/${deckRepair}/request-form`, await appToken(searchClient));
		assert.equal(form.body.detail, 'required scope(s) [demand::categories/request-form.read] not found');
	});

	await check('search: pros in the order of the category, a search ID, limits', async () => {
		const token = await appToken();
		const { status, body } = await search(token);
		assert.equal(status, 200);
		assert.match(body.searchID, /^\d{18}$/);
		assert.deepEqual(body.metadata, {
			categoryID: deckRepair,
			categoryName: 'Deck Repair',
			requestLocation: 'Boise, ID 83702',
		});
		assert.deepEqual(
			body.data.map(({ businessName }: Any) => businessName),
			['Brooks Home Services', 'Rivera Handyman', 'Rivera Lawn Care'],
		);
		assert.equal((await search(token, { limit: 1 })).body.data.length, 1);
		assert.equal((await search(token, { settings: { excludeOverserved: true } })).status, 200);
		assert.deepEqual((await search(token, { zipCode: '00000' })).body.data, []);
		assert.deepEqual((await search(token, { searchQuery: 'piano tuner' })).body.metadata, {
			requestLocation: 'Boise, ID 83702',
		});
		for (const wrong of [
			{ limit: 0 },
			{ limit: 31 },
			{ limit: '5' },
			{ zipCode: '8370' },
			{ zipCode: 83702 },
			{ zipCode: '83702-1234' },
			{ searchQuery: '' },
			{ categoryID: deckRepair },
			{ requestFormDetails: [] },
			{ utmData: {} },
			{ utmData: { utm_source: 'partner' } },
			{ utmData: { utm_source: `cma-${'x'.repeat(45)}` } },
			{ utmData: { ...utmData, utm_medium: 'partnerships' } },
			{ utmData: undefined },
		]) {
			assert.equal((await search(token, wrong)).status, 400, JSON.stringify(wrong));
		}
	});

	await check('search by category takes the answers of its request form, and no others', async () => {
		const token = await appToken();
		const form = (await v4('GET', `/categories/${deckRepair}/request-form`, token)).body;
		const [needs, , note] = form.questions;
		const details = [
			{ questionID: needs.questionID, answers: [{ answerID: needs.answers[0].answerID }] },
			{ questionID: note.questionID, answers: [{ value: 'The gate is locked' }] },
		];
		const byCategory = { searchQuery: undefined, categoryID: deckRepair };
		const { status, body } = await search(token, { ...byCategory, requestFormDetails: details });
		assert.equal(status, 200);
		const request = await v4('POST', '/requests', await personToken(), {
			searchID: body.searchID,
			businessIDs: [body.data[0].businessID],
			categoryID: deckRepair,
			utmData,
		});
		assert.deepEqual(request.body.request.details, [
			{ question: needs.prompt, answer: 'Repair' },
			{ question: note.prompt, answer: 'The gate is locked' },
		]);
		const foreign = [{ questionID: '1', answers: [{ answerID: '2' }] }];
		assert.equal((await search(token, { ...byCategory, requestFormDetails: foreign })).status, 400);
		assert.equal((await search(token, { ...byCategory, categoryID: '1' })).status, 404);
		assert.equal((await v4('GET', '/categories/1/request-form', token)).status, 404);
	});

	await check('search by description', async () => {
		const token = await appToken();
		const body = {
			userQuery: 'my deck has loose boards',
			zipCode: '83702',
			utmData: { ...utmData, utm_campaign: 'fall' },
		};
		const found = await v4('POST', '/businesses/search-filtered', token, {
			...body,
			limit: 2,
			projectMetadata: { floor: 1 },
		});
		assert.equal(found.body.data.length, 2);
		assert.equal(found.body.metadata.categoryName, 'Deck Repair');
		const named = await v4('POST', '/businesses/search-filtered', token, {
			...body,
			categoryID: '190000111222333444',
		});
		assert.equal(named.body.data[0].businessName, 'Stone Plumbing');
		assert.equal((await v4('POST', '/businesses/search-filtered', token, { ...body, userQuery: '' })).status, 400);
	});

	await check('categories and keywords', async () => {
		const token = await appToken();
		const recommended = await v4(
			'GET',
			`/categories/recommendations?zipCode=83702&recommendationType=popular&limit=2&${utm}`,
			token,
		);
		assert.equal(recommended.body.data.length, 2, recommended.text);
		assert.ok(recommended.body.data[0].activeServices > 0);
		const homecare = (type: string) =>
			v4('GET', `/categories/homecare?zipCode=83702&propertyType=${type}&${utm}`, token);
		assert.equal((await homecare('townhouse')).body.data[0].taskDetails.title, 'Check for leaks under sinks');
		assert.equal((await homecare('apartment')).body.data.length, 1);
		const categories = await v4('GET', `/categories/search?searchQuery=window&zipCode=83702&${utm}`, token);
		assert.deepEqual(categories.body.data[0], { categoryID: '122000111222333444', name: 'Window Cleaning' });
		const keywords = await v4('GET', '/keywords/search?searchQuery=handy', token);
		assert.equal(keywords.body.data[0].name, 'Handyman');
		for (const path of [
			'/categories/recommendations?zipCode=83702&recommendationType=popular',
			`/categories/recommendations?zipCode=83702&${utm}`,
			`/categories/homecare?zipCode=83702&${utm}`,
			`/categories/search?searchQuery=window&${utm}`,
			'/categories/search?searchQuery=window&zipCode=83702&utmData%5Butm_source%5D=me',
			'/keywords/search?searchQuery=',
			'/keywords/search?searchQuery=x&limit=31',
			'/keywords/search?searchQuery=x&zipCode=83702',
		]) {
			assert.equal((await v4('GET', path, token)).status, 400, path);
		}
	});

	await check('a request becomes a lead of each business, and both sides talk', async () => {
		const proToken = await v4Token();
		await makeHook(proToken);
		const token = await personToken();
		const hook = await makeHook(
			token,
			{ webhookURL: `${receiver.url}/homeowner`, eventTypes: ['MessageCreatedV4'] },
			'/users',
		);
		assert.equal(hook.userID, homeowner);
		const { request } = await made();
		assert.equal(request.status, 200, request.text);
		const { contactedBusinesses, ...rest } = request.body.request;
		assert.deepEqual(request.body.contactErrors, []);
		assert.equal(rest.customerID, homeowner);
		assert.deepEqual(rest.travelPreferences, ['Professional must travel to my address.']);
		assert.equal(contactedBusinesses.length, 3);
		const leadId = contactedBusinesses.find(({ businessID }: Any) => businessID === businessA).negotiationID;
		await until(() => receiver.received.length === 1, 'the lead');
		const [{ body }] = receiver.received as [Any];
		assert.equal(body.data.negotiationID, leadId);
		assert.equal(body.data.customer.firstName, 'Noor');
		assert.equal(body.data.request.requestID, rest.requestID);
		assert.equal(body.data.request.location.city, 'Boise');

		await v4('POST', `/negotiations/${leadId}/messages`, proToken, { text: 'We can come on Monday' });
		await until(() => receiver.received.length === 3, 'the answer on both sides');
		const answer = receiver.received.find(({ url }) => url === '/homeowner')!;
		assert.equal(answer.body.data.from, 'Business');
		assert.equal(answer.body.data.text, 'We can come on Monday');
		const reply = await v4('POST', `/negotiations/${leadId}/messages`, token, { text: 'Monday is fine' });
		assert.equal(reply.body.from, 'Customer');
		await until(() => receiver.received.filter(({ url }) => url === '/hook').length === 3, 'the reply');
		const list = (await v4('GET', `/negotiations/${leadId}/messages`, proToken)).body;
		assert.deepEqual(
			list.data.map(({ from }: Any) => from),
			['Customer', 'Business'],
		);
		assert.deepEqual((await v4('GET', `/negotiations/${leadId}/messages`, token)).body, list);
		const lead = (await v4('GET', `/negotiations/${leadId}`, token)).body;
		assert.equal(lead.leadPrice, undefined);
		assert.equal((await v4('GET', `/negotiations/${leadId}`, proToken)).body.leadPrice.slice(0, 1), '$');
	});

	await check('a homeowner sees the leads of own requests only', async () => {
		const { leadId } = await newLead();
		assert.equal((await v4('GET', `/negotiations/${leadId}`, await personToken())).status, 403);
		const { request } = await made();
		const own = request.body.request.contactedBusinesses[0].negotiationID;
		const other = await personToken({ userId: '500100200300400600' });
		assert.equal((await v4('GET', `/negotiations/${own}`, other)).status, 403);
		assert.equal((await v4('GET', `/negotiations/${own}`, await personToken())).status, 200);
	});

	await check('a business that left: no longer found, and a contact error for a search made before', async () => {
		const { body } = await search(await appToken());
		await control('PUT', `/businesses/${businessA}`, { hasLeft: true });
		const again = (await search(await appToken())).body;
		assert.ok(!again.data.some(({ businessID }: Any) => businessID === businessA));
		const request = await v4('POST', '/requests', await personToken(), {
			searchID: body.searchID,
			businessIDs: [businessA, body.data[0].businessID],
			categoryID: deckRepair,
			utmData,
		});
		assert.equal(request.body.request.contactedBusinesses.length, 1);
		assert.equal(request.body.contactErrors[0].businessID, businessA);
	});

	await check('a search lives for seven days, and for its own client', async () => {
		const found = (await search(await appToken(searchClient))).body;
		assert.equal((await made({ searchID: found.searchID })).request.status, 404);
		assert.equal((await made({ searchID: '1' })).request.status, 404);
		assert.equal((await made({ categoryID: '1' })).request.status, 404);
		assert.equal((await made({ businessIDs: ['501100200300400600'] })).request.status, 400);
		assert.equal((await made({ businessIDs: [] })).request.status, 400);
		assert.equal((await made({ utmData: undefined })).request.status, 400);
		assert.equal((await made()).request.status, 200);
		await control('PUT', '/settings', { searchSeconds: 0 });
		assert.equal((await made()).request.status, 404);
	});

	await check('faults and the rate limit strike here too', async () => {
		await control('POST', '/faults', { match: { operationId: 'createRequest' }, reply: { dropAfter: true } });
		await assert.rejects(made());
		assert.equal((await control('GET', '/leads')).length, 3);
		const token = await appToken();
		await control('PUT', '/settings', { rateLimitPerSecond: 1 });
		const statuses = [(await search(token)).status, (await search(token)).status];
		assert.ok(statuses.includes(429), statuses.join());
	});
}
