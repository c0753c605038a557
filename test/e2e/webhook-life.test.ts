import type { JsonObject } from '../../tools/lib/testing/http';
import { sandboxCredentials } from '../../tools/lib/testing/credentials';
import { outputOf, type CredentialReference, type StoredWorkflow } from '../../tools/lib/testing/n8n-client';
import { ownN8n } from '../../tools/lib/testing/own-n8n';
import { pause, until } from '../../tools/lib/testing/poll';
import { cast, type ApiWebhook } from '../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';
import { Scene } from '../../tools/lib/testing/scene';
import { thumbtackTrigger } from '../../tools/lib/testing/workflows';

/** Family D1 of the faults to withstand, in a real n8n: its hooks, its five attempts, its restarts and its sudden end. */
const sandbox = ownSandbox();
const own = ownN8n();
const handyman = cast.riveraHandyman.businessId;
const lawnCare = cast.riveraLawnCare.businessId;

/** So long a publication belongs to the n8n that began it, even when that is dead; else two minutes. */
const IMPATIENT = { N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '10' };

/** Webhooks of somebody else, on the same businesses: one of them looks much like ours. */
const foreign = [
	{ webhookURL: 'https://crm.example.com/thumbtack', ownerId: handyman },
	{ webhookURL: 'http://localhost/webhook/somebody-else/webhook', ownerId: handyman },
	{ webhookURL: 'https://crm.example.com/thumbtack', ownerId: lawnCare },
].map((webhook) => ({
	...webhook,
	ownerKind: 'business' as const,
	eventTypes: ['NegotiationCreatedV4'],
	enabled: true,
	auth: { username: 'them', password: 'their-password' },
}));

let scene: Scene;
let planted: ApiWebhook[];

beforeAll(async () => {
	scene = await Scene.open(own.client, sandbox.client);
	planted = await Promise.all(
		foreign.map(async (webhook) => await sandbox.client.control<ApiWebhook>('POST', '/webhooks', webhook)),
	);
});

afterEach(async () => {
	await sandbox.client.control('DELETE', '/faults');
	const now = await sandbox.client.webhooks();
	for (const webhook of planted) expect(now).toContainEqual(webhook);
});

async function made(
	name: string,
	parameters: JsonObject = {},
	credential: CredentialReference = scene.credentials.v4,
): Promise<StoredWorkflow> {
	const trigger = thumbtackTrigger(
		'Trigger',
		{
			source: 'managed',
			events: ['lead', 'message'],
			owner: 'business',
			businessIds: [handyman, lawnCare],
			...parameters,
		},
		{ thumbtackOAuth2Api: credential },
	);
	return await scene.workflow({ name, nodes: [trigger], connections: {} });
}

async function published(name: string, parameters: JsonObject = {}): Promise<StoredWorkflow> {
	const workflow = await made(name, parameters);
	await own.client.publish(workflow.id);
	return workflow;
}

const urlOf = (workflow: StoredWorkflow): string => own.client.webhookUrl(workflow, 'Trigger');
const of = async (workflow: StoredWorkflow): Promise<ApiWebhook[]> => await sandbox.client.webhooks(urlOf(workflow));
const idsOf = (webhooks: ApiWebhook[]): string[] => webhooks.map(({ webhookID }) => webhookID).sort();

/** One webhook for each business, as it should be, and a lead and its message come through. */
async function expectRegistered(workflow: StoredWorkflow, businesses = [handyman, lawnCare]): Promise<ApiWebhook[]> {
	const webhooks = await of(workflow);
	expect(webhooks.map(({ ownerId }) => ownerId).sort()).toEqual([...businesses].sort());
	for (const { enabled, eventTypes, auth, authType } of webhooks) {
		expect({ enabled, authType, eventTypes: [...eventTypes].sort() }).toEqual({
			enabled: true,
			authType: 'Basic',
			eventTypes: ['MessageCreatedV4', 'NegotiationCreatedV4'],
		});
		expect(auth).toEqual({
			username: expect.stringMatching(/^[0-9a-f]{64}$/),
			password: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	}
	const before = (await own.client.executions(workflow.id)).length;
	const { leadId } = await sandbox.client.sendLead({ businessId: businesses[0]! });
	const executions = await own.client.finishedExecutions(workflow.id, before + 1);
	expect(outputOf(executions[0]!, 'Trigger')).toEqual([expect.objectContaining({ event: 'lead', leadId })]);
	return webhooks;
}

async function fault(match: JsonObject, reply: JsonObject, times = 1): Promise<void> {
	await sandbox.client.control('POST', '/faults', { match, reply, times });
}

const creating = (businessId: string) => ({ method: 'POST', path: `/businesses/${businessId}/webhooks$` });

/** A business of its own, so that what is made to fail for it concerns one case only. */
async function newBusiness(name: string): Promise<string> {
	return (await sandbox.client.control<{ businessId: string }>('POST', '/businesses', { name })).businessId;
}

/** What n8n shows of an activation that did not succeed; undefined when it did. */
async function whyNotPublished(workflow: StoredWorkflow): Promise<string | undefined> {
	return await own.client.publish(workflow.id).then(
		() => undefined,
		(error: Error) => error.message,
	);
}

describe('published and unpublished', () => {
	it('one webhook for each business, then none', async () => {
		const workflow = await published('1');
		await expectRegistered(workflow);
		await own.client.deactivate(workflow.id);
		expect(await of(workflow)).toEqual([]);
	});

	it('a new version of a published workflow: the choice of business changes, nothing doubles', async () => {
		const workflow = await published('2');
		await expectRegistered(workflow);
		const draft = await own.client.workflow(workflow.id);
		draft.nodes[0]!.parameters.businessIds = [lawnCare];
		await own.client.updateWorkflow(draft);
		await own.client.publish(workflow.id);
		await until('the new version to be registered', async () => (await of(workflow)).length === 1);
		await expectRegistered(workflow, [lawnCare]);
	});

	it('webhooks with the same URL exist already: one is taken over, with a new secret, the others go', async () => {
		const workflow = await made('6', { businessIds: [handyman] });
		const before = await Promise.all(
			[1, 2, 3].map(
				async () =>
					await sandbox.client.control<ApiWebhook>('POST', '/webhooks', {
						...foreign[0],
						webhookURL: urlOf(workflow),
						enabled: false,
					}),
			),
		);
		await own.client.publish(workflow.id);
		const [webhook] = await expectRegistered(workflow, [handyman]);
		expect(idsOf(before)).toContain(webhook!.webhookID);
	});

	it('two workflows: each has its own, and the end of one leaves the other alone', async () => {
		const [one, other] = await Promise.all([published('15, one'), published('15, other')]);
		await expectRegistered(one);
		const kept = await expectRegistered(other);
		await own.client.deactivate(one.id);
		expect(await of(one)).toEqual([]);
		expect(idsOf(await expectRegistered(other))).toEqual(idsOf(kept));
	});

	it('a test in the editor beside production: a second webhook, which goes again', async () => {
		const workflow = await published('16');
		const production = await of(workflow);
		const testUrl = urlOf(workflow).replace('/webhook/', '/webhook-test/');
		await own.client.listenForTestEvent(workflow.id, 'Trigger');
		expect((await sandbox.client.webhooks(testUrl)).map(({ ownerId }) => ownerId).sort()).toEqual([handyman, lawnCare]);
		await own.client.stopListening(workflow.id);
		await until('the test webhooks to go', async () => (await sandbox.client.webhooks(testUrl)).length === 0);
		expect(idsOf(await expectRegistered(workflow))).toEqual(idsOf(production));
	});
});

describe('what fails at Thumbtack', () => {
	it('creating fails half way, once: n8n’s next attempt completes it', async () => {
		await fault(creating(lawnCare), { status: 500, body: '' });
		const workflow = await published('3');
		await expectRegistered(workflow);
	});

	it('the reply to create is lost: the webhook that was made is taken over', async () => {
		await fault(creating(handyman), { dropAfter: true });
		const workflow = await published('5');
		await expectRegistered(workflow);
	});

	it('creating fails for good: n8n shows the cause and the remedy, and nothing is left', async () => {
		const cases: Array<[string, JsonObject, RegExp]> = [
			[
				'half way',
				{ status: 500, body: '' },
				/could not be registered at Thumbtack\. .*\(500\)\. .*Try again in a few minutes/s,
			],
			[
				'401',
				{ status: 401, body: '' },
				/did not accept the credential "Thumbtack account" \(401\)\. Open the credential/,
			],
			[
				'scope',
				{ status: 401, body: { title: 'Required scope(s): [supply::webhooks.write] not found' } },
				/lacks the scope supply::webhooks\.write\. Ask Thumbtack/,
			],
			['403', { status: 403, body: '' }, /refused access to business \d+ \(403\)\. .*"Business Names or IDs"/],
			['503', { status: 503, body: '' }, /\(503\)\. .*[Tt]ry again/],
		];
		const { type, data } = sandboxCredentials(sandbox.url).v4;
		const production = await own.client.createCredential(type, 'Of the real Thumbtack', {
			...data,
			environment: 'production',
			oauthTokenData: await sandbox.client.issueTokens(),
		});
		const attempts = cases.map(async ([name, reply, message]) => {
			const businessId = await newBusiness(name);
			await fault(creating(businessId), reply, 0);
			return { workflow: await made(name, { businessIds: [handyman, businessId] }), message };
		});
		// An account that lost its only business: nothing else could keep the workflow going.
		const lost = [403, 404].map(async (status) => {
			const businessId = await newBusiness(`only ${status}`);
			await fault({ path: `/businesses/${businessId}/` }, { status, body: '' }, 0);
			const message = new RegExp(`${businessId}.*\\(${status}\\)`);
			return { workflow: await made(`Only ${status}`, { businessIds: [businessId] }), message };
		});
		const all = await Promise.all([...attempts, ...lost]);
		all.push({
			workflow: await made('localhost', {}, production),
			message: /cannot reach this n8n at http:\/\/localhost.*WEBHOOK_URL.*restart n8n/s,
		});
		// Side by side: n8n tries each five times, over 15 seconds.
		const said = await Promise.all(all.map(async ({ workflow }) => await whyNotPublished(workflow)));
		all.forEach(({ message }, index) => expect(said[index]).toMatch(message));
		for (const { workflow } of all) expect(await of(workflow)).toEqual([]);
		await own.client.deleteCredential(production.id);
	});

	it.each([404, 410])('%i on delete: it is gone, and that is all that was wanted', async (status) => {
		const workflow = await published(`${status}`, { businessIds: [handyman] });
		const [webhook] = await of(workflow);
		await fault({ method: 'DELETE', path: webhook!.webhookID }, { status, body: '' });
		await own.client.deactivate(workflow.id);
		await sandbox.client.control('DELETE', `/webhooks/${webhook!.webhookID}`);
		await own.client.publish(workflow.id);
		const [next] = await expectRegistered(workflow, [handyman]);
		expect(next!.webhookID).not.toBe(webhook!.webhookID);
	});

	it('401, 403, 500 and 503 on delete: the cause is in n8n’s log, and the next time it is done', async () => {
		const statuses = [401, 403, 500, 503];
		const workflows = await Promise.all(
			statuses.map(async (status) => {
				const businessId = await newBusiness(`${status}`);
				await fault({ method: 'DELETE', path: `/businesses/${businessId}/` }, { status, body: '' }, 0);
				return await published(`${status}`, { businessIds: [handyman, businessId] });
			}),
		);
		await Promise.all(workflows.map(async ({ id }) => await own.client.deactivate(id)));
		const log = own.log();
		for (const [index, workflow] of workflows.entries()) {
			// The other business is not left behind because of the one.
			await until('one of two webhooks to be left', async () => (await of(workflow)).length === 1);
			expect(log).toMatch(new RegExp(`could not be removed from Thumbtack\\. [^\\n]*\\(${statuses[index]}\\)`));
		}
		await sandbox.client.control('DELETE', '/faults');
		await Promise.all(
			workflows.map(async (workflow) => {
				await own.client.publish(workflow.id);
				await own.client.deactivate(workflow.id);
				expect(await of(workflow)).toEqual([]);
			}),
		);
	});
});

describe.each([403, 404])('the account has lost a business (%i)', (status) => {
	it('the other keeps its webhook when the workflow is published anew, and unpublishing goes on', async () => {
		const lost = await newBusiness(`lost ${status}`);
		const workflow = await published(`Lost ${status}`, { businessIds: [handyman, lost] });
		expect(await of(workflow)).toHaveLength(2);
		await fault({ path: `/businesses/${lost}/` }, { status, body: '' }, 0);
		const draft = await own.client.workflow(workflow.id);
		draft.nodes[0]!.parameters.events = ['lead', 'message', 'review'];
		await own.client.updateWorkflow(draft);
		await own.client.publish(workflow.id);
		const reachable = async () => (await of(workflow)).filter(({ ownerId }) => ownerId === handyman);
		await until('the new version to be registered', async () => (await reachable())[0]?.eventTypes.length === 3);
		const { leadId } = await sandbox.client.sendLead({ businessId: handyman });
		const [execution] = await own.client.finishedExecutions(workflow.id, 1);
		expect(outputOf(execution!, 'Trigger')).toEqual([expect.objectContaining({ event: 'lead', leadId })]);
		await own.client.deactivate(workflow.id);
		await until('the webhook of the other to go', async () => (await reachable()).length === 0);
		expect(own.log()).toMatch(new RegExp(`skips business ${lost}, [^\\n]*\\(${status}\\)`));
		for (const { webhookID } of await of(workflow)) await sandbox.client.control('DELETE', `/webhooks/${webhookID}`);
	});
});

describe('what n8n keeps of a registration', () => {
	type WithStaticData = StoredWorkflow & { staticData: JsonObject };

	it('holds neither username nor password of the webhooks', async () => {
		const workflow = await published('Kept');
		const webhooks = await expectRegistered(workflow);
		const stored = JSON.stringify(await own.client.workflow(workflow.id));
		expect(stored).toContain(webhooks[0]!.webhookID);
		for (const { auth } of webhooks)
			for (const secret of Object.values(auth as object)) expect(stored).not.toContain(secret);
	});

	/** As an export and an import leave it: n8n's public API takes static data, its editor does not. */
	async function imported(original: StoredWorkflow, other: JsonObject): Promise<StoredWorkflow> {
		const { name, nodes, staticData } = (await own.client.workflow(original.id)) as WithStaticData;
		const [[key, registration]] = Object.entries(staticData) as Array<[string, JsonObject]>;
		expect(registration).toMatchObject({ workflowId: original.id, instanceId: expect.any(String) });
		const id = await own.client.importWorkflow({
			name: `${name}, imported`,
			nodes: nodes.map((node) => ({ ...node, webhookId: `${node.webhookId}-imported` })),
			connections: {},
			settings: { executionOrder: 'v1' },
			staticData: { [key]: { ...registration, ...other } },
		});
		return await own.client.workflow(id);
	}

	it.each<[string, JsonObject]>([
		['of this n8n', {}],
		['of another n8n', { instanceId: 'another n8n' }],
	])('travels with a copy of a workflow %s, which leaves the webhooks of the original alone', async (name, other) => {
		const workflow = await published(`Original ${name}`);
		const before = await of(workflow);
		const copy = await imported(workflow, other);
		expect(JSON.stringify(await own.client.workflow(copy.id))).toContain(before[0]!.webhookID);
		await own.client.publish(copy.id);
		await expectRegistered(copy);
		expect(await of(workflow)).toEqual(before);
		await own.client.deactivate(copy.id);
		await until('the webhooks of the copy to go', async () => (await of(copy)).length === 0);
		expect(await of(workflow)).toEqual(before);
		await own.client.deleteWorkflow(copy.id);
	});
});

describe('what somebody changes by hand', () => {
	// n8n itself asks nothing of Thumbtack when it starts: what has drifted is put right when the workflow is published anew.
	it.each<[string, (webhook: ApiWebhook) => Promise<unknown>]>([
		[
			'events changed',
			async ({ webhookID }) =>
				await sandbox.client.control('PUT', `/webhooks/${webhookID}`, { eventTypes: ['ReviewCreatedV4'] }),
		],
		[
			'authorization removed',
			async ({ webhookID }) => await sandbox.client.control('PUT', `/webhooks/${webhookID}`, { auth: null }),
		],
		[
			'disabled',
			async ({ webhookID }) => await sandbox.client.control('PUT', `/webhooks/${webhookID}`, { enabled: false }),
		],
		['deleted', async ({ webhookID }) => await sandbox.client.control('DELETE', `/webhooks/${webhookID}`)],
	])('%s by hand: put right when the workflow is published anew', async (name, drift) => {
		const workflow = await published(name);
		await drift((await of(workflow))[0]!);
		await own.client.deactivate(workflow.id);
		expect(await of(workflow)).toEqual([]);
		await own.client.publish(workflow.id);
		await expectRegistered(workflow);
	});
});

describe('n8n stops and starts again', () => {
	it('the webhooks outlive a restart; where the URL of n8n has changed, the workflow is published anew and leaves nothing at the old one', async () => {
		const stays = await published('Restarted');
		const before = await expectRegistered(stays);
		const workflow = await published('11');
		expect(await of(workflow)).toHaveLength(2);
		const moved = own.client.url.replace('localhost', '127.0.0.1');
		await own.restart({ N8N_WEBHOOK_URL: `${moved}/` });
		await own.client.deactivate(workflow.id);
		await own.client.publish(workflow.id);
		const webhooks = await sandbox.client.webhooks();
		expect(webhooks.filter(({ webhookURL }) => webhookURL === urlOf(workflow))).toEqual([]);
		const there = webhooks.filter(({ webhookURL }) => webhookURL === urlOf(workflow).replace(own.client.url, moved));
		expect(there.map(({ ownerId }) => ownerId).sort()).toEqual([handyman, lawnCare]);
		await own.restart();
		// Back again, and unpublished without having been published there: those at the other URL are known by their ids.
		await own.client.deactivate(workflow.id);
		const path = new URL(urlOf(workflow)).pathname;
		expect((await sandbox.client.webhooks()).filter(({ webhookURL }) => webhookURL.endsWith(path))).toEqual([]);
		// What the webhooks of the other workflow bring comes through, and they go when it ends.
		expect(idsOf(await expectRegistered(stays))).toEqual(idsOf(before));
		await own.client.deactivate(stays.id);
		expect(await of(stays)).toEqual([]);
	});

	/** Two webhooks that n8n does not know of: nothing of the first is saved yet, and the second is made when n8n is dead. */
	async function killedWhileCreating(workflow: StoredWorkflow): Promise<ApiWebhook[]> {
		await fault(creating(lawnCare), { delayMs: 4_000 });
		await own.client.beginPublishing(workflow.id);
		await until('the first webhook to be made', async () => (await of(workflow)).length === 1, { everyMs: 20 });
		// By then the request for the second is on its way.
		await pause(1_500);
		await own.kill();
		expect(await of(workflow)).toHaveLength(1);
		await until('the second webhook to be made', async () => (await of(workflow)).length === 2);
		return await of(workflow);
	}

	it('n8n is killed between create and saving: its next life takes over what it finds', async () => {
		const workflow = await made('18');
		const before = await killedWhileCreating(workflow);
		await own.start(IMPATIENT);
		await until(
			'n8n to take the publication up again',
			async () => (await own.client.publicationStatus(workflow.id)).status === 'published',
			{ withinMs: 60_000 },
		);
		expect(idsOf(await expectRegistered(workflow))).toEqual(idsOf(before));
		await own.client.deactivate(workflow.id);
		expect(await of(workflow)).toEqual([]);
	});

	it('killed in the same way, and only unpublished then: nothing is left', async () => {
		const workflow = await made('18b');
		await killedWhileCreating(workflow);
		await own.start(IMPATIENT);
		await own.client.deactivate(workflow.id);
		await until('all webhooks to go', async () => (await of(workflow)).length === 0);
	});
});

it('when all workflows are gone, nothing is left at Thumbtack but what others put there', async () => {
	await scene.close();
	expect((await sandbox.client.webhooks()).map(({ webhookID }) => webhookID).sort()).toEqual(idsOf(planted));
});
