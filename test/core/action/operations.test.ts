import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { resources } from '../../../nodes/Thumbtack/resources';
import { normalizeDelivery, type JsonObject } from '../../../nodes/shared/events';
import { runNode } from '../../../tools/lib/testing/action-node';
import { sampleParameters } from '../../../tools/lib/testing/operation-samples';
import { expectSchema } from '../../../tools/lib/testing/output-schema';
import { ownSandbox } from '../../../tools/lib/testing/sandbox-process';
import { cast } from '../../../tools/lib/testing/sandbox-client';

/** Every operation through n8n-core against the sandbox, which checks each request against its OpenAPI description. */

const sandbox = ownSandbox();
const business = cast.riveraHandyman.businessId;
const locator = (value: string) => ({ __rl: true, mode: 'id', value });

const place = () => ({ environment: 'custom', apiUrl: sandbox.url, authUrlBase: sandbox.url });

async function connected(generation: 'v4' | 'legacy'): Promise<ICredentialDataDecryptedObject> {
	const { clientId, clientSecret } = generation === 'v4' ? cast.v4Client : cast.legacyClient;
	const oauthTokenData = await sandbox.client.issueTokens(
		generation === 'v4' ? {} : { generation, businessId: business, scope: 'messages targeting' },
	);
	return {
		...place(),
		api: generation,
		grantType: 'authorizationCode',
		authentication: 'header',
		clientId,
		clientSecret,
		accessTokenUrl: sandbox.url + (generation === 'v4' ? '/oauth2/token' : '/v2/tokens/access?token_type=REFRESH'),
		oauthTokenData: { ...oauthTokenData },
	};
}

/** All that came out, by operation: n8n's editor must know every field before the first run. */
const outputs = new Map<string, IDataObject[]>();
const remember = (resource: string, operation: string, found: IDataObject[]) => {
	const key = `${resource}/${operation}`;
	outputs.set(key, [...(outputs.get(key) ?? []), ...found]);
	return found;
};
afterAll(() => {
	for (const [key, found] of outputs) expectSchema(`Thumbtack/__schema__/v1.0.0/${key}.json`, found);
});

const basic = (): ICredentialDataDecryptedObject => ({ ...place(), ...cast.basicUser });

const v4 = async (resource: string, operation: string, parameters: IDataObject = {}, items: IDataObject[] = [{}]) => {
	const output = await runNode({
		parameters: { apiVersion: 'v4', resource, operation, ...parameters },
		items,
		credentials: { thumbtackOAuth2Api: await connected('v4') },
	});
	const found = output.map(({ json }) => json);
	// The editor shows the fields of the form as it is at first.
	return parameters.simplify === false ? found : remember(resource, operation, found);
};

const legacy = async (resource: string, operation: string, authentication: string, parameters: IDataObject = {}) => {
	const credentials =
		authentication === 'basic'
			? {
					thumbtackBasicApi:
						operation === 'disconnect'
							? { ...place(), username: cast.legacyClient.clientId, password: cast.legacyClient.clientSecret }
							: basic(),
				}
			: { thumbtackLegacyOAuth2Api: await connected('legacy') };
	const output = await runNode({
		parameters: {
			apiVersion: 'legacy',
			resource,
			operation,
			...(authentication !== 'oAuth2' && operation === 'send' ? { authentication } : {}),
			...parameters,
		},
		credentials,
	});
	const found = output.map(({ json }) => json);
	return parameters.simplify === false ? found : remember(resource, operation, found);
};

/** What the trigger makes of a delivery, without the keys that only a delivery has. */
function asTriggered(body: JsonObject): IDataObject {
	const item: IDataObject = { ...normalizeDelivery(body, new Date()) };
	for (const key of ['receivedAt', 'isTest', 'eventKey']) delete item[key];
	// A reply names no event.
	return { ...item, eventType: null };
}

const lastRequest = async () => (await sandbox.client.requests()).at(-1)!;

let leadId: string;
beforeEach(async () => {
	await sandbox.client.reset();
	leadId = (await sandbox.client.sendLead({ businessId: business })).leadId;
});
afterEach(async () => {
	// The sandbox answers 400 to what its description forbids; this catches what it let pass.
	const violating = (await sandbox.client.requests()).filter(({ violations }) => violations.length > 0);
	expect(violating).toEqual([]);
});

describe('v4', () => {
	it('user: get self', async () => {
		expect(await v4('user', 'getSelf')).toEqual([
			{ userID: cast.sam.userId, email: 'sam@example.com', firstName: 'Sam', lastName: 'Rivera' },
		]);
	});

	it('business: get many and get', async () => {
		const found = await v4('business', 'getAll', { returnAll: true });
		expect(found.map(({ businessId }) => businessId)).toEqual([business, cast.riveraLawnCare.businessId]);
		const [one] = await v4('business', 'get', { businessId: locator(business) });
		expect(one).toMatchObject({ businessId: business, businessName: cast.riveraHandyman.name });
		const [raw] = await v4('business', 'get', { businessId: locator(business), simplify: false });
		expect(raw).toMatchObject({ businessID: business, name: cast.riveraHandyman.name });
	});

	it('lead: get gives the object of the trigger, or the reply as sent', async () => {
		const [simple] = await v4('lead', 'get', { leadId: locator(leadId), simplify: true });
		const [raw] = await v4('lead', 'get', { leadId: locator(leadId), simplify: false });
		expect(raw).toMatchObject({ negotiationID: leadId, business: { businessID: business }, request: { category: {} } });
		expect(simple).toEqual(asTriggered({ event: { eventType: 'NegotiationCreatedV4' }, data: raw as JsonObject }));
		expect(simple).toMatchObject({ leadId, businessId: business, status: 'Open' });
	});

	it('lead: get many', async () => {
		const second = (await sandbox.client.sendLead({ businessId: business })).leadId;
		const found = await v4('lead', 'getAll', { businessId: locator(business), returnAll: true, simplify: true });
		expect(
			await v4('lead', 'getAll', { businessId: locator(business), returnAll: true, simplify: false }),
		).toHaveLength(2);
		expect(found.map((lead) => lead.leadId).sort()).toEqual([leadId, second].sort());
	});

	it('lead: update job status', async () => {
		await v4('lead', 'updateJobStatus', {
			leadId: locator(leadId),
			jobStatus: 'invoice_paid',
			additionalFields: {
				partnerStatusChangedAt: '2026-03-01T13:00:00+01:00',
				invoiceAmountInCents: 12500,
				partnerBookingId: 'B-7',
				additionalBody: '{"note":"paid in cash"}',
			},
		});
		expect((await lastRequest()).body).toEqual({
			status: 'invoice_paid',
			partnerStatusChangedAt: '2026-03-01T12:00:00.000Z',
			invoiceAmountInCents: 12500,
			partnerBookingId: 'B-7',
			note: 'paid in cash',
		});
	});

	it('message: send, then get many over several pages', async () => {
		const text = 'Hi 👋\r\nwe can come on Tuesday. “Fine?” <b>R&D</b>';
		const [sent] = await v4('message', 'send', { leadId: locator(leadId), text });
		expect(sent).toMatchObject({ negotiationID: leadId, from: 'Business', text });
		expect((await sandbox.client.replies(leadId)).map((message) => message.text)).toEqual([text]);

		for (let number = 1; number <= 44; number++)
			await sandbox.client.sendMessage(leadId, { text: `message ${number}` });
		const all = await v4('message', 'getAll', { leadId: locator(leadId), returnAll: true });
		expect(new Set(all.map(({ messageId }) => messageId)).size).toBe(45);
		expect(all.filter(({ from }) => from === 'business')).toMatchObject([{ leadId, text, from: 'business' }]);
		const raw = await v4('message', 'getAll', { leadId: locator(leadId), returnAll: true, simplify: false });
		expect(raw.filter(({ from }) => from === 'Business')).toMatchObject([{ negotiationID: leadId, text }]);
		expect(await v4('message', 'getAll', { leadId: locator(leadId), returnAll: false, limit: 7 })).toHaveLength(7);
	});

	it('review: get many and respond', async () => {
		for (let number = 1; number <= 23; number++)
			await sandbox.client.control('POST', `/leads/${leadId}/review`, { rating: 5, text: `review ${number}` });
		const all = await v4('review', 'getAll', { businessId: locator(business), returnAll: true });
		expect(all).toHaveLength(23);
		await v4('review', 'respond', {
			businessId: locator(business),
			reviewId: all[0].reviewId as string,
			text: 'Thank you!',
		});
		const [answered] = await v4('review', 'getAll', { businessId: locator(business), returnAll: true });
		expect(answered.reviewId).toBe(all[0].reviewId);
		const [raw] = await v4('review', 'getAll', { businessId: locator(business), returnAll: true, simplify: false });
		expect(raw.responseText).toBe('Thank you!');
	});

	it('phone number: create, create many, get many, update, delete', async () => {
		const of = { businessId: locator(business) };
		const [one] = await v4('phoneNumber', 'create', { ...of, phoneNumber: '(312) 555-0100', name: 'Front desk' });
		expect(one).toMatchObject({ phoneNumber: '+13125550100', name: 'Front desk' });
		await v4('phoneNumber', 'createMany', {
			...of,
			phoneNumbers: { phoneNumber: [{ phoneNumber: '+13125550101', name: 'Van' }, { phoneNumber: '1 312 555 0102' }] },
		});
		await v4('phoneNumber', 'update', {
			...of,
			phoneNumberId: one.phoneNumberID as string,
			updateFields: { name: 'Back office' },
		});
		const all = await v4('phoneNumber', 'getAll', { ...of, returnAll: true });
		expect(all.map(({ phoneNumber, name }) => [phoneNumber, name])).toEqual([
			['+13125550100', 'Back office'],
			['+13125550101', 'Van'],
			['+13125550102', expect.anything()],
		]);
		expect(await v4('phoneNumber', 'delete', { ...of, phoneNumberId: one.phoneNumberID as string })).toEqual([
			{ deleted: true },
		]);
	});

	// The v4 Users page, call by call and in its order; then the same seven for a business.
	it.each([
		['user', {}],
		['business', { businessId: locator(business) }],
	])('webhook of a %s: create, get, get many, update, set and delete authentication, delete', async (owner, of) => {
		const base = { owner, ...of };
		const [created] = await v4('webhook', 'create', {
			...base,
			webhookUrl: 'https://webhook.example/hook',
			eventTypes: ['MessageCreatedV4'],
			enabled: false,
			authType: 'basic',
			username: 'hello',
			password: 'world',
		});
		expect(created).toMatchObject({
			webhookURL: 'https://webhook.example/hook',
			enabled: false,
			authType: 'Basic',
			eventTypes: ['MessageCreatedV4'],
		});
		expect(JSON.stringify(created)).not.toContain('world');
		const one = { ...base, webhookId: locator(created.webhookID as string) };
		expect(await v4('webhook', 'get', one)).toEqual([created]);
		expect(await v4('webhook', 'getAll', { ...base, returnAll: true })).toEqual([created]);
		expect(await v4('webhook', 'update', { ...one, updateFields: { enabled: true } })).toMatchObject([
			{ enabled: true },
		]);
		await v4('webhook', 'setAuth', { ...one, authType: 'header', headerName: 'X-Key', headerValue: 'v' });
		expect(await v4('webhook', 'get', one)).toMatchObject([{ authType: 'CustomHeader' }]);
		await v4('webhook', 'deleteAuth', one);
		expect(await v4('webhook', 'get', one)).toMatchObject([{ authType: 'None' }]);
		expect(await v4('webhook', 'delete', one)).toEqual([{ deleted: true }]);
		expect(await v4('webhook', 'getAll', { ...base, returnAll: true })).toEqual([]);
	});

	it('webhook: send test lead', async () => {
		await v4('webhook', 'sendTestLead', { businessId: locator(business) });
		expect(await lastRequest()).toMatchObject({ operationId: 'sendTestNegotiation' });
	});
});

describe('legacy', () => {
	it('account: get info and disconnect', async () => {
		expect(await legacy('account', 'getInfo', 'oAuth2')).toMatchObject([
			{ business_pk: business, business_name: cast.riveraHandyman.name },
		]);
		expect(await legacy('account', 'disconnect', 'basic', { businessId: locator(business) })).toMatchObject([
			{ business_pk: business },
		]);
		expect(await lastRequest()).toMatchObject({ operationId: 'disconnectPartner', query: { business_pk: business } });
	});

	it.each([
		['oAuth2', 'v2'],
		['basic', 'v1'],
	])('message: send over %s goes to %s', async (authentication, via) => {
		const { leadId: lead } = await sandbox.client.sendLead({ businessId: business, generation: 'legacy' });
		expect(
			await legacy('legacyMessage', 'send', authentication, {
				businessId: locator(business),
				leadId: locator(lead),
				text: 'Hello',
			}),
		).toEqual([{ status: 'success' }]);
		expect(await sandbox.client.replies(lead)).toMatchObject([{ text: 'Hello', via }]);
	});

	it.each([
		[true, 'true'],
		[false, 'false'],
	])('targeting: %s goes out as the text %j', async (enabled, text) => {
		await legacy('targeting', 'setService', 'oAuth2', { serviceId: business, enabled });
		expect(await lastRequest()).toMatchObject({
			operationId: 'setServiceTargeting',
			body: { enabled: text },
			path: expect.stringContaining('/accounts/~/'),
		});
		await legacy('targeting', 'setCategory', 'oAuth2', {
			serviceId: business,
			categoryId: '122000111222333444',
			enabled,
		});
		expect(await lastRequest()).toMatchObject({ operationId: 'setCategoryTargeting', body: { enabled: text } });
	});

	it('test lead: without a business the body is {}, with one it is the exact number', async () => {
		const [made] = await legacy('testLead', 'create', 'basic', { simplify: true });
		expect(made).toMatchObject({ leadId: expect.stringMatching(/^\d+$/), businessId: expect.stringMatching(/^\d+$/) });
		expect(made).toMatchObject({ event: 'lead', api: 'legacy', category: expect.any(String) });
		const [raw] = await legacy('testLead', 'create', 'basic', { businessId: locator(business), simplify: false });
		expect(raw).toMatchObject({ leadID: expect.any(String), business: { businessID: business } });
	});
});

it('an operation without a test above runs with the examples of its form', async () => {
	for (const { generation, value, sides, operations } of resources) {
		for (const operation of operations) {
			const allowed = operation.sides ?? sides;
			const isForMarketplaceOnly = Array.isArray(allowed) && !allowed.includes('pro');
			if (isForMarketplaceOnly || outputs.has(`${value}/${operation.value}`)) continue;
			const parameters = sampleParameters(operation, { leadId, businessId: business });
			if (generation === 'v4') await v4(value, operation.value, parameters);
			else await legacy(value, operation.value, operation.authentication?.[0] ?? 'oAuth2', parameters);
		}
	}
});
