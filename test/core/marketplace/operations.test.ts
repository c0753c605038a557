import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { runNode } from '../../../tools/lib/testing/action-node';
import { expectSchema } from '../../../tools/lib/testing/output-schema';
import { cast } from '../../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../../tools/lib/testing/sandbox-process';

/** Every operation of the marketplace side through n8n-core against the sandbox, which checks each request against its OpenAPI description. */

const sandbox = ownSandbox();
const deckRepair = '201000111222333444';
const handyman = '330000111222333401';
const locator = (value: string) => ({ __rl: true, mode: 'id', value });

type GrantType = 'clientCredentials' | 'authorizationCode';

async function connected(
	grantType: GrantType,
	options: { clientId?: string; userId?: string; more?: IDataObject } = {},
): Promise<ICredentialDataDecryptedObject> {
	const { more, ...tokens } = options;
	const oauthTokenData = await sandbox.client.issueTokens({
		clientId: cast.marketplaceClient.clientId,
		...(grantType === 'clientCredentials' && { grantType: 'client_credentials' }),
		...tokens,
	});
	return {
		environment: 'custom',
		apiUrl: sandbox.url,
		authUrlBase: sandbox.url,
		api: 'marketplace',
		utmSource: cast.utmSource,
		grantType,
		authentication: 'header',
		...cast.marketplaceClient,
		accessTokenUrl: `${sandbox.url}/oauth2/token`,
		oauthTokenData: { ...oauthTokenData },
		...more,
	};
}

/** All that came out, by operation: n8n's editor must know every field before the first run. */
const outputs = new Map<string, IDataObject[]>();
afterAll(() => {
	for (const [key, found] of outputs) expectSchema(`Thumbtack/__schema__/v1.0.0/${key}.json`, found);
});

async function run(
	credential: ICredentialDataDecryptedObject,
	resource: string,
	operation: string,
	parameters: IDataObject,
): Promise<IDataObject[]> {
	const output = await runNode({
		parameters: { apiVersion: 'v4', resource, operation, simplify: true, ...parameters },
		credentials: { thumbtackOAuth2Api: credential },
	});
	const found = output.map(({ json }) => json);
	if (!['lead', 'message', 'user', 'webhook'].includes(resource)) {
		const key = `${resource}/${operation}`;
		outputs.set(key, [...(outputs.get(key) ?? []), ...found]);
	}
	return found;
}

const asApp = async (resource: string, operation: string, parameters: IDataObject) =>
	await run(await connected('clientCredentials'), resource, operation, parameters);
const asHomeowner = async (resource: string, operation: string, parameters: IDataObject = {}) =>
	await run(await connected('authorizationCode'), resource, operation, parameters);

const searchPros = async (more: IDataObject = {}) =>
	await asApp('pro', 'search', {
		searchBy: 'keyword',
		searchQuery: 'deck repair',
		zipCode: '83702',
		limit: 3,
		...more,
	});

const lastRequest = async () => (await sandbox.client.requests('/api/v4')).at(-1)!;
const sentNothing = async () => expect(await sandbox.client.requests('/api/v4')).toEqual([]);

/** The pros that a search found, as Request: Create wants them. */
async function requestFor(pros: IDataObject[], more: IDataObject = {}): Promise<IDataObject> {
	const [{ searchId, categoryId }] = pros;
	const businessIds = pros.map(({ businessId }) => businessId);
	return { searchId, categoryId, businessIds, homeownerAgreed: true, ...more } as IDataObject;
}

beforeEach(async () => await sandbox.client.reset());
afterEach(async () => {
	const violating = (await sandbox.client.requests()).filter(({ violations }) => violations.length > 0);
	expect(violating).toEqual([]);
});

describe('pros', () => {
	it('searches by keyword: one item for each pro, in the order of Thumbtack', async () => {
		const found = await searchPros();
		expect(found.map(({ businessName }) => businessName)).toEqual([
			'Brooks Home Services',
			'Rivera Handyman',
			'Rivera Lawn Care',
		]);
		expect(found[0]).toMatchObject({
			searchId: expect.stringMatching(/^\d{18}$/),
			categoryId: deckRepair,
			categoryName: 'Deck Repair',
			businessId: '501100200300400800',
			rating: expect.any(Number),
			pills: ['popular', 'licensed'],
			servicePageUrl: expect.stringContaining('https://'),
		});
		expect(new Set(found.map(({ searchId }) => searchId)).size).toBe(1);
		expect((await lastRequest()).body).toEqual({
			searchQuery: 'deck repair',
			zipCode: '83702',
			limit: 3,
			utmData: { utm_source: cast.utmSource },
		});
	});

	it('hands on the cost as it was sent, whatever its form', async () => {
		const found = await searchPros();
		expect(found.map(({ startingCost }) => startingCost)).toEqual([9500, '$95', 95.5]);
	});

	it('gives every key to every pro, null where nothing was sent', async () => {
		const keys = (await searchPros()).map((pro) => Object.keys(pro));
		expect(keys[1]).toEqual(keys[0]);
		expect(keys[2]).toEqual(keys[0]);
		expect((await searchPros())[1].featuredReview).toBeNull();
	});

	it('gives the pro as sent, beside the search it belongs to, without Simplify', async () => {
		const [raw] = await searchPros({ simplify: false });
		expect(raw).toMatchObject({
			searchId: expect.any(String),
			categoryId: deckRepair,
			categoryName: 'Deck Repair',
			businessID: '501100200300400800',
			quote: { startingCost: 9500 },
			widgets: { requestFlowURL: expect.any(String) },
		});
	});

	it('searches by category with the answers of a request form', async () => {
		const [form] = await asApp('category', 'getRequestForm', { categoryId: deckRepair });
		const [needs, , note] = form.questions as Array<{ questionId: string; answers: Array<{ answerId: string }> }>;
		const requestFormDetails = [
			{ questionId: needs.questionId, answers: [{ answerId: needs.answers[0].answerId }] },
			{ questionID: note.questionId, answers: [{ value: 'The gate is locked' }] },
		];
		const byCategory = { searchBy: 'category', categoryId: deckRepair, zipCode: '83702', limit: 1 };
		await asApp('pro', 'search', {
			...byCategory,
			requestFormDetails: JSON.stringify(requestFormDetails),
			additionalFields: { excludeOverserved: true, utm_campaign: 'fall' },
		});
		expect((await lastRequest()).body).toEqual({
			categoryID: deckRepair,
			requestFormDetails: [
				{ questionID: needs.questionId, answers: [{ answerID: needs.answers[0].answerId }] },
				{ questionID: note.questionId, answers: [{ value: 'The gate is locked' }] },
			],
			zipCode: '83702',
			limit: 1,
			settings: { excludeOverserved: true },
			utmData: { utm_source: cast.utmSource, utm_campaign: 'fall' },
		});
		await asApp('pro', 'search', { ...byCategory, requestFormDetails: '[]' });
		expect((await lastRequest()).body).not.toHaveProperty('requestFormDetails');
	});

	it('searches by description', async () => {
		const found = await asApp('pro', 'searchByDescription', {
			userQuery: 'Two boards of my deck are loose',
			zipCode: '83702',
			limit: 2,
			additionalFields: { categoryId: deckRepair, projectMetadata: '{"floors": 2}' },
		});
		expect(found).toHaveLength(2);
		expect((await lastRequest()).body).toMatchObject({ categoryID: deckRepair, projectMetadata: { floors: 2 } });
		await asApp('pro', 'searchByDescription', { userQuery: 'deck', zipCode: '83702', limit: 2, simplify: false });
	});

	it('gives no item where no pro was found', async () => {
		expect(await searchPros({ zipCode: '00000' })).toEqual([]);
	});

	it.each([
		['a ZIP code with a letter', { zipCode: '8370A' }, 'ZIP Code'],
		['a number that lost its leading zero', { zipCode: 2134 }, 'ZIP Code'],
		['no ZIP code', { zipCode: '' }, 'ZIP Code'],
		['a limit of 0', { limit: 0 }, 'Limit'],
		['a limit of 31', { limit: 31 }, 'Limit'],
		['half a limit', { limit: 2.5 }, 'Limit'],
		['no words', { searchQuery: '  ' }, 'Search Query'],
		['another way to search', { searchBy: 'name' }, 'Search By'],
		['a category that is no ID', { searchBy: 'category', categoryId: 'deck' }, 'Category ID'],
		['answers that are no list', { searchBy: 'category', categoryId: deckRepair, requestFormDetails: '{}' }, 'Request'],
		[
			'answers that are no objects',
			{ searchBy: 'category', categoryId: deckRepair, requestFormDetails: '[1]' },
			'Request',
		],
	])('refuses %s before anything is sent', async (_, parameters, field) => {
		await expect(searchPros(parameters)).rejects.toThrow(field);
		await sentNothing();
	});

	it.each([
		['83702', '83702'],
		['83702-1234', '83702'],
		[' 83702 ', '83702'],
		[83702, '83702'],
	])('understands the ZIP code %p', async (zipCode, sent) => {
		await searchPros({ zipCode });
		expect((await lastRequest()).body).toMatchObject({ zipCode: sent });
	});

	it('says that the credential lacks its UTM source, before anything is sent', async () => {
		const credential = await connected('clientCredentials', { more: { utmSource: '' } });
		const parameters = { searchBy: 'keyword', searchQuery: 'deck', zipCode: '83702', limit: 1 };
		await expect(run(credential, 'pro', 'search', parameters)).rejects.toThrow('UTM Source');
		await sentNothing();
	});
});

describe('categories and keywords', () => {
	const zipCode = '83702';

	it('recommends categories', async () => {
		const found = await asApp('category', 'getRecommended', { zipCode, limit: 2 });
		expect(found).toHaveLength(2);
		expect(found[0]).toMatchObject({ categoryId: '240123621172183344', name: 'Full Service Lawn Care' });
		expect((await lastRequest()).query).toMatchObject({ recommendationType: 'popular', limit: '2' });
		const [raw] = await asApp('category', 'getRecommended', { zipCode, limit: 2, simplify: false });
		expect(raw).toMatchObject({ categoryID: '240123621172183344' });
	});

	it('lists the home care of a property', async () => {
		const [task] = await asApp('category', 'getHomeCare', { zipCode, propertyType: 'townhouse' });
		expect(task).toMatchObject({
			taskId: '770000111222333401',
			title: 'Check for leaks under sinks',
			categoryId: '190000111222333444',
			name: 'Plumbing Repair',
		});
		const [raw] = await asApp('category', 'getHomeCare', { zipCode, propertyType: 'townhouse', simplify: false });
		expect(raw).toMatchObject({ taskID: '770000111222333401', taskDetails: { tagline: expect.any(String) } });
	});

	it('searches categories', async () => {
		const parameters = { searchQuery: 'window', zipCode, limit: 5 };
		expect(await asApp('category', 'search', parameters)).toEqual([
			{ categoryId: '122000111222333444', name: 'Window Cleaning' },
		]);
		expect(await asApp('category', 'search', { ...parameters, simplify: false })).toEqual([
			{ categoryID: '122000111222333444', name: 'Window Cleaning' },
		]);
	});

	it('gets the request form of a category', async () => {
		const [form] = await asApp('category', 'getRequestForm', { categoryId: deckRepair });
		expect(form).toMatchObject({
			categoryId: deckRepair,
			requestFormId: expect.any(String),
			questions: [
				{ prompt: 'What do you need help with?', minimumAnswersSelected: 1, maximumAnswersSelected: 3 },
				{ inputType: 'radio' },
				{ maximumAnswerLength: 500 },
			],
		});
		const [raw] = await asApp('category', 'getRequestForm', { categoryId: deckRepair, simplify: false });
		expect(raw).toMatchObject({ requestFormID: expect.any(String), questions: expect.any(Array) });
		await expect(asApp('category', 'getRequestForm', { categoryId: '1' })).rejects.toThrow('1 ');
	});

	it('searches keywords', async () => {
		const parameters = { searchQuery: 'handy', limit: 5 };
		expect(await asApp('keyword', 'search', parameters)).toEqual([{ keywordId: handyman, name: 'Handyman' }]);
		expect(await asApp('keyword', 'search', { ...parameters, simplify: false })).toEqual([
			{ keywordID: handyman, name: 'Handyman' },
		]);
	});
});

describe('requests', () => {
	it('contacts the pros, and names the lead of each', async () => {
		const pros = await searchPros();
		const [request] = await asHomeowner('request', 'create', await requestFor(pros));
		expect(request).toMatchObject({
			requestId: expect.any(String),
			customerId: cast.noor.userId,
			categoryId: deckRepair,
			categoryName: 'Deck Repair',
			zipCode: '83702',
			contactErrors: [],
		});
		const contacted = request.contactedBusinesses as Array<{
			businessId: string;
			businessName: string;
			leadId: string;
		}>;
		expect(contacted.map(({ businessId }) => businessId)).toEqual(pros.map(({ businessId }) => businessId));
		for (const { leadId, businessId } of contacted) {
			expect(await sandbox.client.lead(leadId)).toMatchObject({ leadId, businessId });
		}
		expect((await lastRequest()).body).toMatchObject({ utmData: { utm_source: cast.utmSource } });
	});

	it('gives the reply as sent without Simplify', async () => {
		const [raw] = await asHomeowner('request', 'create', await requestFor(await searchPros(), { simplify: false }));
		expect(raw).toMatchObject({
			request: { requestID: expect.any(String), contactedBusinesses: [{}, {}, {}] },
			contactErrors: [],
		});
	});

	it('hands on as sent who could not be contacted', async () => {
		const pros = await searchPros();
		await sandbox.client.control('PUT', `/businesses/${cast.riveraHandyman.businessId}`, { hasLeft: true });
		const [request] = await asHomeowner('request', 'create', await requestFor(pros));
		expect(request.contactedBusinesses).toHaveLength(2);
		expect(request.contactErrors).toEqual([
			{ businessID: cast.riveraHandyman.businessId, code: 'BUSINESS_UNAVAILABLE', message: expect.any(String) },
		]);
	});

	it('contacts a pro once who is named twice, and takes text for a list', async () => {
		const pros = await searchPros({ limit: 2 });
		const ids = pros.map(({ businessId }) => businessId);
		await asHomeowner('request', 'create', await requestFor(pros, { businessIds: `${ids.join(', ')}\n${ids[0]}` }));
		expect((await lastRequest()).body).toMatchObject({ businessIDs: ids });
	});

	it.each([
		['nobody agreed', { homeownerAgreed: false }, 'The Homeowner Agreed'],
		['it is not said whether somebody agreed', { homeownerAgreed: '' }, 'The Homeowner Agreed'],
		['no pro is named', { businessIds: ' , ' }, 'Business IDs'],
		['a pro is named and not an ID', { businessIds: 'Rivera Handyman' }, 'Business IDs'],
		['the search is missing', { searchId: '' }, 'Search ID'],
		['the category is no ID', { categoryId: 'deck' }, 'Category ID'],
	])('sends nothing when %s', async (_, parameters, field) => {
		const complete = { searchId: '1', businessIds: ['2'], categoryId: '3', homeownerAgreed: true };
		await expect(asHomeowner('request', 'create', { ...complete, ...parameters })).rejects.toThrow(field);
		await sentNothing();
	});

	it('is never repeated when the reply is lost, and says that it may have arrived', async () => {
		const parameters = await requestFor(await searchPros());
		const match = { operationId: 'createRequest' };
		await sandbox.client.control('POST', '/faults', { match, reply: { dropAfter: true } });
		const failure = await asHomeowner('request', 'create', parameters).catch((error: Error) => error);
		expect(String((failure as Error & { description?: string }).description)).toMatch(/contacted twice/);
		expect(await sandbox.client.control('GET', '/leads')).toHaveLength(3);
		expect(await sandbox.client.requests('/api/v4/requests')).toHaveLength(1);
	});

	it('says that a search is gone', async () => {
		const parameters = await requestFor(await searchPros());
		await sandbox.client.control('PUT', '/settings', { searchSeconds: 0 });
		await expect(asHomeowner('request', 'create', parameters)).rejects.toThrow(/search/i);
	});
});

describe('what both sides can do, with a homeowner signed in', () => {
	it('reads and answers in the name of the homeowner', async () => {
		const pros = await searchPros({ limit: 1 });
		const [request] = await asHomeowner('request', 'create', await requestFor(pros));
		const [{ leadId }] = request.contactedBusinesses as Array<{ leadId: string }>;
		await sandbox.client.sendMessage(leadId, { from: 'Business', text: 'We can come on Monday' });

		const [lead] = await asHomeowner('lead', 'get', { leadId: locator(leadId) });
		expect(lead).toMatchObject({ leadId, businessId: pros[0].businessId });
		await asHomeowner('message', 'send', { leadId: locator(leadId), text: 'Monday is fine', sendOnlyIf: 'always' });
		const messages = await asHomeowner('message', 'getAll', { leadId: locator(leadId), returnAll: true, filters: {} });
		expect(messages.map(({ text }) => text).sort()).toEqual(['Monday is fine', 'We can come on Monday']);
		const { messages: thread } = await sandbox.client.lead(leadId);
		expect(thread.at(-1)).toMatchObject({ from: 'Customer', via: 'v4' });
	});

	it('knows who signed in', async () => {
		expect(await asHomeowner('user', 'getSelf')).toMatchObject([{ firstName: 'Noor' }]);
	});

	it('manages the webhooks of the user', async () => {
		const owner = { owner: 'user' };
		const [made] = await asHomeowner('webhook', 'create', {
			...owner,
			webhookUrl: 'https://n8n.example.com/webhook/x',
			eventTypes: ['MessageCreatedV4'],
			enabled: true,
			authType: 'none',
		});
		const webhookId = locator(String(made.webhookID ?? made.webhookId));
		expect(await asHomeowner('webhook', 'getAll', { ...owner, returnAll: true })).toHaveLength(1);
		await asHomeowner('webhook', 'get', { ...owner, webhookId });
		await asHomeowner('webhook', 'delete', { ...owner, webhookId });
		expect(await asHomeowner('webhook', 'getAll', { ...owner, returnAll: true })).toEqual([]);
	});

	const ofOtherSide: Array<[string, string, IDataObject]> = [
		['business', 'getAll', { returnAll: true }],
		['lead', 'getAll', { businessId: locator('1'), returnAll: true }],
		['review', 'getAll', { businessId: locator('1'), returnAll: true }],
		['phoneNumber', 'getAll', { businessId: locator('1'), returnAll: true }],
		['webhook', 'getAll', { owner: 'business', businessId: locator('1'), returnAll: true }],
		['webhook', 'sendTestLead', { businessId: locator('1') }],
	];
	it.each(ofOtherSide)(
		'says before it sends that %s %s is a call for pros',
		async (resource, operation, parameters) => {
			await expect(asHomeowner(resource, operation, parameters)).rejects.toThrow('pro integrations');
			await sentNothing();
		},
	);

	it.each<[string, string, IDataObject]>([
		['pro', 'search', { searchBy: 'keyword', searchQuery: 'deck', zipCode: '83702', limit: 1 }],
		['category', 'getRequestForm', { categoryId: deckRepair }],
		['request', 'create', { searchId: '1', businessIds: '2', categoryId: '3', homeownerAgreed: true }],
	])(
		"says before it sends that %s %s is not a call for a pro's credential",
		async (resource, operation, parameters) => {
			const credential = await connected('authorizationCode', {
				clientId: cast.v4Client.clientId,
				more: { api: 'v4' },
			});
			await expect(run(credential, resource, operation, parameters)).rejects.toThrow('marketplace partners');
			await sentNothing();
		},
	);

	it('names the scope that is missing', async () => {
		const { clientId } = cast.limitedMarketplaceClient;
		const credential = await connected('authorizationCode', { clientId, more: cast.limitedMarketplaceClient });
		await expect(run(credential, 'user', 'getSelf', {})).rejects.toMatchObject({
			description: expect.stringContaining('demand::users.read'),
		});
	});
});
