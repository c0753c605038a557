import { LoadOptionsContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { ApiWebhook } from '../../../tools/lib/testing/sandbox-client';
import { matchesHash, type SecretHash } from '../../../nodes/ThumbtackTrigger/secretHash';
import { ThumbtackTrigger } from '../../../nodes/ThumbtackTrigger/ThumbtackTrigger.node';
import { cast } from '../../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../../tools/lib/testing/sandbox-process';
import { logs, Trigger, type Setup } from '../../../tools/lib/testing/trigger-node';

// Waiting between repeats is no part of what is tested here.
// Waits pass at once, on a clock that the code reads as well.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual('n8n-workflow'),
	sleep: async (ms: number) => void (mockSkipped += ms),
}));
let mockSkipped = 0;
const realNow = Date.now;
jest.spyOn(Date, 'now').mockImplementation(() => realNow() + mockSkipped);

jest.setTimeout(60_000);

const sandbox = ownSandbox();
const handyman = cast.riveraHandyman.businessId;
const lawnCare = cast.riveraLawnCare.businessId;

/** Webhooks of somebody else, on the same businesses: some of them look much like ours. */
const foreign = [
	{ webhookURL: 'https://crm.example.com/thumbtack', businessId: handyman },
	{ webhookURL: 'https://n8n.example.com/webhook/somebody-else/webhook', businessId: handyman },
	{ webhookURL: 'https://n8n.example.com/webhook/hook', businessId: lawnCare },
];

async function plant(webhook: { webhookURL: string; businessId: string } & IDataObject): Promise<ApiWebhook> {
	const { businessId, ...fields } = webhook;
	return await sandbox.client.control('POST', '/webhooks', {
		ownerKind: 'business',
		ownerId: businessId,
		eventTypes: ['NegotiationCreatedV4'],
		enabled: true,
		auth: { username: 'them', password: 'their-password' },
		...fields,
	});
}

async function fault(match: object, reply: object, times = 1): Promise<void> {
	await sandbox.client.control('POST', '/faults', { match, reply, times });
}

let connection: ICredentialDataDecryptedObject;

function trigger(parameters: IDataObject = {}, more: Partial<Setup> & { environment?: string } = {}): Trigger {
	const { environment, ...setup } = more;
	return new Trigger({
		...setup,
		parameters: { source: 'managed', events: ['lead', 'message'], ...parameters },
		credentials: { thumbtackOAuth2Api: environment === undefined ? connection : { ...connection, environment } },
	});
}

const of = async (node: Trigger, test = false): Promise<ApiWebhook[]> =>
	await sandbox.client.webhooks(test ? node.testUrl : node.url);

const idsOf = (webhooks: ApiWebhook[]): string[] => webhooks.map(({ webhookID }) => webhookID).sort();

const memory = (node: Trigger) =>
	(node.saved['node:Thumbtack Trigger'] ?? {}) as {
		url?: string;
		secrets?: SecretHash[];
		webhooks?: Array<{ webhookId: string }>;
	};

/** The node lets in what this webhook brings, and nobody can read in the workflow how it authenticates. */
function expectKnownSecret(node: Trigger, { auth }: ApiWebhook): void {
	const { username, password } = auth as { username: string; password: string };
	expect([username, password]).toEqual([
		expect.stringMatching(/^[0-9a-f]{64}$/),
		expect.stringMatching(/^[0-9a-f]{64}$/),
	]);
	expect(matchesHash(`${username}:${password}`, memory(node).secrets ?? [])).toBe(true);
	const stored = JSON.stringify(node.saved);
	for (const secret of [username, password]) expect(stored).not.toContain(secret);
}

/** One webhook per business, as it should be, with the secret that the node remembers. */
async function expectRegistered(node: Trigger, businesses: string[]): Promise<ApiWebhook[]> {
	const webhooks = await of(node);
	expect(webhooks.map(({ ownerId }) => ownerId).sort()).toEqual([...businesses].sort());
	const { secrets, url } = memory(node);
	expect(secrets).toHaveLength(1);
	for (const webhook of webhooks) {
		expect(webhook).toMatchObject({
			enabled: true,
			authType: 'Basic',
			ownerKind: 'business',
		});
		expectKnownSecret(node, webhook);
		expect([...webhook.eventTypes].sort()).toEqual(['MessageCreatedV4', 'NegotiationCreatedV4']);
	}
	expect(url).toBe(node.url);
	expect((memory(node).webhooks ?? []).map(({ webhookId }) => webhookId).sort()).toEqual(idsOf(webhooks));
	return webhooks;
}

beforeEach(async () => {
	logs.splice(0);
	await sandbox.client.reset();
	for (const webhook of foreign) await plant(webhook);
	connection = {
		api: 'v4',
		environment: 'custom',
		apiUrl: sandbox.url,
		authUrlBase: sandbox.url,
		...cast.v4Client,
		accessTokenUrl: `${sandbox.url}/oauth2/token`,
		grantType: 'authorizationCode',
		authentication: 'header',
		oauthTokenData: { ...(await sandbox.client.issueTokens()) },
	};
});

afterEach(async () => {
	// Nobody else's webhook is ever touched: all are there, exactly as planted.
	for (const { webhookURL, businessId } of foreign) {
		expect(await sandbox.client.webhooks(webhookURL)).toMatchObject([
			{
				ownerId: businessId,
				enabled: true,
				eventTypes: ['NegotiationCreatedV4'],
				auth: { username: 'them', password: 'their-password' },
			},
		]);
	}
	// No secret reaches the log.
	expect(JSON.stringify(logs)).not.toMatch(/[0-9a-f]{64}/);
});

describe('the life of managed webhooks, 18 cases', () => {
	it('activated and deactivated: one webhook for each business, then none', async () => {
		const node = trigger();
		await node.activate();
		await expectRegistered(node, [handyman, lawnCare]);
		expect(await node.deactivate()).toBeUndefined();
		expect(await of(node)).toEqual([]);
		expect(memory(node)).toEqual({});
	});

	it('one chosen business only, and activated twice: nothing doubles', async () => {
		const node = trigger({ businessIds: [lawnCare] });
		await node.activate();
		const [before] = await expectRegistered(node, [lawnCare]);
		const requests = (await sandbox.client.requests()).length;
		await node.activate();
		expect(idsOf(await expectRegistered(node, [lawnCare]))).toEqual([before.webhookID]);
		const written = (await sandbox.client.requests()).slice(requests).filter(({ method }) => method !== 'GET');
		expect(written).toEqual([]);
	});

	it('creating fails half way, once: the next attempt completes it', async () => {
		await fault({ method: 'POST', path: `/businesses/${lawnCare}/webhooks` }, { status: 500, body: '' });
		const node = trigger();
		await node.activate();
		await expectRegistered(node, [handyman, lawnCare]);
	});

	it('creating fails half way, for good: nothing is left, the cause is in the message', async () => {
		await fault({ method: 'POST', path: `/businesses/${lawnCare}/webhooks` }, { status: 500, body: '' }, 0);
		const node = trigger();
		await expect(node.activate()).rejects.toThrow(
			/could not be registered at Thumbtack\. .*\(500\)\. .*Try again in a few minutes/s,
		);
		expect(await of(node)).toEqual([]);
	});

	it('the same without the delete hook of n8n: create cleans up behind itself', async () => {
		await fault(
			{ method: 'POST', path: `/businesses/${lawnCare}/webhooks` },
			{ status: 422, body: { title: 'no' } },
			0,
		);
		const node = trigger();
		await expect(node.hook('create', node.workflow())).rejects.toThrow(/\(422\)/);
		expect(await of(node)).toEqual([]);
	});

	it('the reply to create is lost: the webhook that was made is taken over', async () => {
		await fault({ method: 'POST', path: `/businesses/${handyman}/webhooks` }, { dropAfter: true });
		const node = trigger();
		await node.activate();
		await expectRegistered(node, [handyman, lawnCare]);
		const created = (await sandbox.client.requests()).filter(
			({ method, path }) => method === 'POST' && path.endsWith('/webhooks'),
		);
		expect(created).toHaveLength(2);
	});

	it('webhooks with the same URL exist already: one is taken over, with a new secret, the others go', async () => {
		const node = trigger({ businessIds: [handyman] });
		const planted = [];
		for (let copy = 0; copy < 3; copy++)
			planted.push((await plant({ webhookURL: node.url, businessId: handyman, enabled: false })).webhookID);
		await node.activate();
		const [webhook] = await expectRegistered(node, [handyman]);
		expect(planted).toContain(webhook.webhookID);
	});

	it.each<[string, (hook: ApiWebhook) => Promise<unknown>]>([
		[
			'its events were changed by hand',
			async (hook) => await change(hook, '', 'PUT', { eventTypes: ['ReviewCreatedV4'] }),
		],
		['its authorization was removed by hand', async (hook) => await change(hook, '/auth', 'DELETE')],
		['it was disabled by hand', async (hook) => await change(hook, '', 'PUT', { enabled: false })],
		['it was deleted by hand', async (hook) => await change(hook, '', 'DELETE')],
	])('%s: the next activation puts it right', async (_, drift) => {
		const node = trigger();
		await node.activate();
		await drift((await of(node))[0]);
		await node.activate();
		await expectRegistered(node, [handyman, lawnCare]);
	});

	async function change(
		{ ownerId, webhookID }: ApiWebhook,
		path: string,
		method: string,
		body?: object,
	): Promise<void> {
		const { access_token: token } = connection.oauthTokenData as { access_token: string };
		const response = await fetch(`${sandbox.url}/api/v4/businesses/${ownerId}/webhooks/${webhookID}${path}`, {
			method,
			headers: {
				authorization: `Bearer ${token}`,
				'user-agent': 'a test',
				...(body ? { 'content-type': 'application/json' } : {}),
			},
			body: body && JSON.stringify(body),
		});
		expect(response.status).toBeLessThan(300);
	}

	it('the URL of n8n has changed: the same webhooks get the new one', async () => {
		const node = trigger();
		await node.activate();
		const before = idsOf(await of(node));
		const old = node.url;
		node.baseUrl = 'https://moved.example.com';
		await node.activate();
		expect(idsOf(await expectRegistered(node, [handyman, lawnCare]))).toEqual(before);
		expect(await sandbox.client.webhooks(old)).toEqual([]);
	});

	it('the URL has changed and the workflow is only deactivated: the old ones go', async () => {
		const node = trigger();
		await node.activate();
		const old = node.url;
		node.baseUrl = 'https://moved.example.com';
		expect(await node.deactivate()).toBeUndefined();
		expect(await sandbox.client.webhooks(old)).toEqual([]);
	});

	it.each([404, 410])('%i on delete: it is gone, and that is all that was wanted', async (status) => {
		const node = trigger();
		await node.activate();
		await fault({ method: 'DELETE' }, { status, body: '' }, 2);
		expect(await node.deactivate()).toBeUndefined();
		expect(memory(node)).toEqual({});
		const left = await of(node);
		for (const hook of left) await change(hook, '', 'DELETE');
	});

	it.each([401, 403, 500, 503])('%i on delete: told, remembered, and done the next time', async (status) => {
		const node = trigger();
		await node.activate();
		await fault({ method: 'DELETE', path: handyman }, { status, body: '' }, 0);
		const failure = await node.deactivate();
		expect(failure?.message).toMatch(/^The webhook could not be removed from Thumbtack\. .{40}/);
		// The other business is not left behind because of the first.
		expect((await of(node)).map(({ ownerId }) => ownerId)).toEqual([handyman]);
		expect(memory(node).webhooks).toHaveLength(1);
		await sandbox.client.control('DELETE', '/faults');
		expect(await node.deactivate()).toBeUndefined();
		expect(await of(node)).toEqual([]);
	});

	it.each<[number, object | string, RegExp]>([
		[401, '', /did not accept the credential "My thumbtackOAuth2Api" \(401\)\. Open the credential/],
		[
			401,
			{ title: 'Required scope(s): [supply::webhooks.write] not found' },
			/lacks the scope supply::webhooks\.write\. Ask Thumbtack/,
		],
		[403, '', /refused access to business 501100200300400500 \(403\)\. .*"Business Names or IDs"/],
		[503, '', /returned a server error \(503\)\. .*Try again/],
	])('%i on create: the message says what to do, nothing is left', async (status, body, message) => {
		await fault({ method: 'POST', path: '/webhooks$' }, { status, body }, 0);
		const node = trigger();
		await expect(node.activate()).rejects.toThrow(message);
		expect(await of(node)).toEqual([]);
	});

	it('two workflows: each has its own, and the end of one leaves the other alone', async () => {
		const [one, other] = [trigger(), trigger()];
		await Promise.all([one.activate(), other.activate()]);
		await expectRegistered(one, [handyman, lawnCare]);
		const kept = idsOf(await expectRegistered(other, [handyman, lawnCare]));
		await one.deactivate();
		expect(await of(one)).toEqual([]);
		expect(idsOf(await expectRegistered(other, [handyman, lawnCare]))).toEqual(kept);
	});

	it('a test in the editor beside production: a second webhook that goes again', async () => {
		const node = trigger();
		await node.activate();
		const production = idsOf(await of(node));
		const test = node.workflow();
		test.setTestStaticData({ 'node:Thumbtack Trigger': {} });
		expect(await node.hook('checkExists', test, true)).toBe(false);
		await node.hook('create', test, true);
		expect(await of(node, true)).toHaveLength(2);
		expect(await node.hook('checkExists', test, true)).toBe(true);
		await node.hook('delete', test, true);
		expect(await of(node, true)).toEqual([]);
		expect(idsOf(await expectRegistered(node, [handyman, lawnCare]))).toEqual(production);
	});

	it.each([
		[
			'http://n8n.example.com',
			/only calls https addresses.*http:\/\/n8n\.example\.com.*N8N_WEBHOOK_URL \(WEBHOOK_URL in older versions\).*restart n8n/s,
		],
		['http://localhost:5678', /cannot reach this n8n at http:\/\/localhost:5678.*WEBHOOK_URL/s],
		['https://localhost:5678', /address in a private network.*N8N_WEBHOOK_URL/s],
		['https://192.168.1.20', /address in a private network/],
		['https://[::1]:5678', /address in a private network/],
		['https://n8n', /address in a private network/],
	])('%s is refused, with the remedy, before anything is sent', async (baseUrl, message) => {
		const node = trigger({}, { environment: 'production', baseUrl });
		await expect(node.activate()).rejects.toThrow(message);
		expect(memory(node)).toEqual({});
		expect((await sandbox.client.requests()).filter(({ path }) => path.startsWith('/api'))).toEqual([]);
	});

	it("a sandbox of one's own may call a local address", async () => {
		const node = trigger({}, { baseUrl: 'http://localhost:5678' });
		await node.activate();
		await expectRegistered(node, [handyman, lawnCare]);
	});

	it('n8n crashes between create and saving: the next activation takes over what it finds', async () => {
		const node = trigger();
		await node.hook('create', node.workflow());
		expect(memory(node)).toEqual({});
		const before = idsOf(await of(node));
		expect(before).toHaveLength(2);
		await node.activate();
		expect(idsOf(await expectRegistered(node, [handyman, lawnCare]))).toEqual(before);
	});

	it('after such a crash, deactivating is enough too', async () => {
		const node = trigger();
		await node.hook('create', node.workflow());
		expect(await node.deactivate()).toBeUndefined();
		expect(await of(node)).toEqual([]);
	});
});

const accessLost = (businessId: string) => ({ path: `/businesses/${businessId}/` });

const warnings = (): string[] => logs.filter(({ level }) => level === 'warn').map(({ text }) => text);

describe.each([403, 404])('the account has lost a business (%i)', (status) => {
	it('published again: a warning names it, the webhooks of the others stay', async () => {
		const node = trigger();
		await node.activate();
		const [kept] = (await of(node)).filter(({ ownerId }) => ownerId === lawnCare);
		await fault(accessLost(handyman), { status, body: '' }, 0);
		await node.activate();
		expect((await of(node)).filter(({ ownerId }) => ownerId === lawnCare)).toEqual([kept]);
		expect(warnings()).toEqual([expect.stringMatching(new RegExp(`skips business ${handyman}, .*\\(${status}\\)`))]);
		// Not only left alone: what has to change is changed.
		node.node.parameters.events = ['review'];
		await node.activate();
		expect(await of(node)).toContainEqual(
			expect.objectContaining({ ownerId: lawnCare, eventTypes: ['ReviewCreatedV4'] }),
		);
	});

	it('published for the first time: the others get their webhooks', async () => {
		await fault(accessLost(handyman), { status, body: '' }, 0);
		const node = trigger({ businessIds: [handyman, lawnCare] });
		await node.activate();
		await expectRegistered(node, [lawnCare]);
		expect(warnings().join()).toContain(handyman);
	});

	it('unpublished: the webhooks of the others go, and that is no failure', async () => {
		const node = trigger();
		await node.activate();
		await fault(accessLost(handyman), { status, body: '' }, 0);
		expect(await node.deactivate()).toBeUndefined();
		expect((await of(node)).map(({ ownerId }) => ownerId)).toEqual([handyman]);
		expect(warnings().join()).toContain(handyman);
	});

	it('and got it back: until then its webhook is still let in, from then on it is in order again', async () => {
		const node = trigger();
		await node.activate();
		const [lost] = (await of(node)).filter(({ ownerId }) => ownerId === handyman);
		await fault(accessLost(handyman), { status, body: '' }, 0);
		node.node.parameters.events = ['message', 'lead', 'review'];
		await node.activate();
		for (const webhook of await of(node)) expectKnownSecret(node, webhook);
		await sandbox.client.control('DELETE', '/faults');
		node.node.parameters.events = ['lead', 'message'];
		await node.activate();
		expect((await expectRegistered(node, [handyman, lawnCare])).map(({ webhookID }) => webhookID)).toContain(
			lost.webhookID,
		);
	});

	it('and has no other: publishing is refused with the cause, and nothing is made', async () => {
		await fault(accessLost(handyman), { status, body: '' }, 0);
		await fault(accessLost(lawnCare), { status, body: '' }, 0);
		const node = trigger();
		await expect(node.activate()).rejects.toThrow(
			new RegExp(`could not be registered at Thumbtack\\. .*${handyman}.*\\(${status}\\)`),
		);
		expect(await of(node)).toEqual([]);
	});
});

it('who can read the workflow does not learn how its webhooks authenticate', async () => {
	const node = trigger();
	const secrets: string[] = [];
	for (const events of [['lead'], ['lead', 'message']]) {
		node.node.parameters.events = events;
		await node.activate();
		for (const { auth } of await of(node)) secrets.push(...Object.values(auth as Record<string, string>));
		const readable = JSON.stringify([node.saved, node.workflow().staticData, node.node]);
		expect(secrets.filter((secret) => readable.includes(secret))).toEqual([]);
	}
	expect(secrets).toHaveLength(8);
	expect(Math.min(...secrets.map(({ length }) => length))).toBeGreaterThanOrEqual(32);
});

it('an account that reaches none of the businesses any more: unpublishing says so, and the webhooks are not forgotten', async () => {
	const node = trigger();
	await node.activate();
	await fault({ path: '/businesses/' }, { status: 403, body: '' }, 0);
	expect((await node.deactivate())?.message).toMatch(/could not be removed from Thumbtack\. .*\(403\)/);
	expect(memory(node).webhooks).toHaveLength(2);
	await sandbox.client.control('DELETE', '/faults');
	expect(await node.deactivate()).toBeUndefined();
	expect(await of(node)).toEqual([]);
});

describe.each<[string, Partial<Setup>]>([
	['a copy of the workflow in another n8n', { instanceId: 'instance-2', baseUrl: 'https://copy.example.com' }],
	['a copy of the workflow with a different id', { workflowId: 'a-copy', baseUrl: 'https://copy.example.com' }],
])('%s, static data and all', (_, other) => {
	async function original(): Promise<{ node: Trigger; copy: Trigger; before: ApiWebhook[] }> {
		const node = trigger();
		await node.activate();
		const copy = trigger({}, { workflowId: node.workflowId, ...other });
		Object.assign(copy.node, structuredClone(node.node));
		copy.saved = structuredClone(node.saved);
		return { node, copy, before: await of(node) };
	}

	it('leaves the webhooks of the original alone when it is unpublished', async () => {
		const { node, copy, before } = await original();
		expect(await copy.deactivate()).toBeUndefined();
		expect(await of(node)).toEqual(before);
	});

	it('gets separate webhooks when it is published, and takes only these away again', async () => {
		const { node, copy, before } = await original();
		await copy.activate();
		await expectRegistered(copy, [handyman, lawnCare]);
		expect(await of(node)).toEqual(before);
		expect(await copy.deactivate()).toBeUndefined();
		expect(await of(copy)).toEqual([]);
		expect(await of(node)).toEqual(before);
	});
});

describe('whom it listens to', () => {
	it('a business that is chosen no longer loses its webhook at the next activation', async () => {
		const node = trigger();
		await node.activate();
		node.node.parameters.businessIds = [lawnCare];
		await node.activate();
		await expectRegistered(node, [lawnCare]);
	});

	it('a business that the account has lost does not block the others', async () => {
		const node = trigger();
		await node.activate();
		const [lost] = (await of(node)).filter(({ ownerId }) => ownerId === handyman);
		node.node.parameters.businessIds = [lawnCare];
		await fault({ path: `/businesses/${handyman}/` }, { status: 403, body: '' }, 0);
		await node.activate();
		expect(memory(node).webhooks).toHaveLength(1);
		expect(logs.some(({ level, text }) => level === 'warn' && text.includes(lost.webhookID))).toBe(true);
	});

	it('a business that joins the account counts from the next activation on', async () => {
		const node = trigger();
		await node.activate();
		const one = { businessID: handyman, name: 'Rivera Handyman' };
		await fault({ method: 'GET', path: '/businesses$' }, { status: 200, body: { data: [one], pagination: {} } }, 2);
		await node.activate();
		await expectRegistered(node, [handyman]);
		await node.activate();
		await expectRegistered(node, [handyman, lawnCare]);
	});

	it('the list to choose from holds the businesses of the account', async () => {
		const node = trigger();
		const workflow = node.workflow();
		const context = new LoadOptionsContext(workflow, workflow.getNode(node.node.name)!, node.additionalData(), '');
		expect(await new ThumbtackTrigger().methods.loadOptions.getBusinesses.call(context)).toEqual([
			{ name: 'Rivera Handyman', value: handyman, description: `ID ${handyman}` },
			{ name: 'Rivera Lawn Care', value: lawnCare, description: `ID ${lawnCare}` },
		]);
	});

	it('the user, when that is the owner', async () => {
		const node = trigger({ owner: 'user', events: ['message', 'other'] });
		await node.activate();
		expect(await of(node)).toMatchObject([
			{ ownerKind: 'user', ownerId: cast.sam.userId, eventTypes: ['MessageCreatedV4', 'IncentiveUsedV4'] },
		]);
		await node.activate();
		expect(await of(node)).toHaveLength(1);
		node.node.parameters.owner = 'business';
		await node.activate();
		expect((await of(node)).map(({ ownerKind }) => ownerKind)).toEqual(['business', 'business']);
		await node.deactivate();
		expect(await of(node)).toEqual([]);
	});

	it.each([
		[{ events: [] }, /^"Trigger On" is empty\. Choose at least one event\./],
		[{ events: ['other'] }, /^A managed webhook cannot receive the chosen events\. .*"Trigger On"/],
		[{ businessIds: [501100200300400500] }, /^"Business Names or IDs" is a number, and numbers this long lose/],
	])('%j is refused with the remedy', async (parameters, message) => {
		await expect(trigger(parameters).activate(1)).rejects.toThrow(message);
	});

	it('an account without a business', async () => {
		connection.oauthTokenData = { ...(await sandbox.client.issueTokens({ userId: '500100200300400700' })) };
		await expect(trigger().activate(1)).rejects.toThrow(
			/has no business\. Connect the account of a pro, or set "Owner" to "User"/,
		);
	});

	it('a business of somebody else', async () => {
		await expect(trigger({ businessIds: [cast.stonePlumbing.businessId] }).activate(1)).rejects.toThrow(
			/501100200300400600/,
		);
	});

	it.each(['legacy', 'marketplace'])(
		'a credential for the other API (%s): the message says which one is needed',
		async (api) => {
			connection.api = api;
			await expect(trigger().activate(1)).rejects.toThrow(
				/^Managed Webhook needs a credential for Partner Platform \(V4\)\./,
			);
		},
	);

	it('the list to choose from is empty, not an error, while the credential is not connected', async () => {
		delete connection.oauthTokenData;
		const node = trigger();
		const workflow = node.workflow();
		const context = new LoadOptionsContext(workflow, workflow.getNode(node.node.name)!, node.additionalData(), '');
		expect(await new ThumbtackTrigger().methods.loadOptions.getBusinesses.call(context)).toEqual([]);
	});

	it.each(['selfServe', 'legacy'])('%s: nothing happens at Thumbtack', async (source) => {
		const node = new Trigger({ parameters: { source } });
		await node.activate();
		expect(await node.deactivate()).toBeUndefined();
		expect((await sandbox.client.requests()).filter(({ path }) => path.startsWith('/api'))).toEqual([]);
	});
});
