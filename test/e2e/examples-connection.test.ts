/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports --
   reads the docs that the examples speak of; the rules are for code that runs inside n8n Cloud */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { resources } from '../../nodes/Thumbtack/resources';
import { Connections, CREDENTIAL_TYPE, type Kind } from '../../tools/lib/testing/connections';
import { webhookUser } from '../../tools/lib/testing/credentials';
import { readExample } from '../../tools/lib/testing/example-files';
import { changed, DataTables, Receiver, withCredentials, withNode } from '../../tools/lib/testing/examples';
import type { JsonObject } from '../../tools/lib/testing/http';
import {
	outputOf,
	type CredentialReference,
	type StoredWorkflow,
	type WorkflowDefinition,
} from '../../tools/lib/testing/n8n-client';
import { ownN8n } from '../../tools/lib/testing/own-n8n';
import { pause, until } from '../../tools/lib/testing/poll';
import { cast, type Generation } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';

/** The examples that depend on a connection over time: an answer that comes later, a quiet month, the first call of all. */

/** One of its own, because a run that waits has to outlive it. */
const own = ownN8n();

let scene: Scene;
let tables: DataTables;
let connections: Connections;
/** The n8n that all test files share. Here it stands for whatever takes the alerts: it is up when the other one is not. */
let elsewhere: Scene;
let phone: Receiver;

beforeAll(async () => {
	scene = await Scene.open(own.client);
	tables = await DataTables.open(scene);
	connections = new Connections(own.client, scene.sandbox);
	elsewhere = await Scene.open();
	phone = await Receiver.open(elsewhere, 'Phone');
});

/** What one test has switched on; the next one must not be answered by it. */
const afterTest: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const undo of afterTest.splice(0).reverse()) await undo();
});

afterAll(async () => {
	await elsewhere.close();
});

describe('ask-and-wait-for-the-answer.json', () => {
	const table = 'Thumbtack questions';
	const waysToAsk = ['Ask the question', 'Ask the question (legacy)', 'Tell me to ask'];
	const answer = 'Yes, right in front of the garage';

	/** The example with the alerts of this test, asking in one of its ways. */
	function asking(way: string): WorkflowDefinition {
		const alerts = ['Send the alert', 'Tell me to ask'];
		const withAlerts = alerts.reduce(
			(workflow, name) => changed(workflow, name, { url: phone.url }),
			readExample('ask-and-wait-for-the-answer.json'),
		);
		return waysToAsk.reduce(
			(workflow, name) => withNode(workflow, name, (node) => ({ ...node, disabled: name !== way })),
			withAlerts,
		);
	}

	/** With the credentials of this n8n, where a node is not deactivated. */
	function ready(definition: WorkflowDefinition): WorkflowDefinition {
		const nodes = definition.nodes.map((node) => (node.disabled ? { ...node, credentials: undefined } : node));
		return withCredentials({ ...definition, nodes }, Object.values(scene.credentials));
	}

	async function published(definition: WorkflowDefinition): Promise<StoredWorkflow> {
		const workflow = await scene.publishedWorkflow(ready(definition));
		afterTest.push(async () => await scene.n8n.deactivate(workflow.id));
		return workflow;
	}

	/** The address of a published workflow, on Thumbtack's own page. */
	async function pasteUrl(workflow: StoredWorkflow, businessId: string = cast.riveraHandyman.businessId) {
		const url = scene.n8n.webhookUrl(workflow, 'From Thumbtack');
		const { webhookId } = await scene.sandbox.addSelfServeWebhook({ url, businessId, auth: webhookUser });
		afterTest.push(async () => await scene.sandbox.removeSelfServeWebhook(webhookId));
		return webhookId;
	}

	async function sendLead(more: JsonObject = {}) {
		return await scene.sandbox.sendLead({ businessId: cast.riveraHandyman.businessId, ...more });
	}

	const rowOf = async (leadId: string) => (await tables.rowsOfLead(table, leadId))[0];

	async function waiting(workflow: StoredWorkflow, leadId: string): Promise<void> {
		await until(`the run for lead ${leadId} to wait`, async () => {
			const runs = await scene.n8n.executions(workflow.id);
			return runs.some(({ status }) => status === 'waiting') && (await rowOf(leadId))?.status === 'asked';
		});
	}

	const questions = async (leadId: string) =>
		(await scene.sandbox.replies(leadId)).map(({ text }) => text).filter((text) => text.includes('to park'));

	async function comesBack(
		workflow: StoredWorkflow,
		generation: Generation,
		asked: (leadId: string) => Promise<string>,
	): Promise<void> {
		const { leadId } = await sendLead({ generation });
		await waiting(workflow, leadId);
		expect(await asked(leadId)).toMatch(/thanks for your request.+is there a good place to park close to the house\?/s);
		await scene.sandbox.sendMessage(leadId, { text: answer, generation });
		const [alert] = await phone.received(1);
		expect(alert!.text).toContain(`answered: ${answer}\nhttps://www.thumbtack.com/pro-inbox/messages/${leadId}`);
		const runs = await scene.succeeded(workflow, 2);
		const [found] = runs.flatMap((run) => outputOf(run, 'Use the answer'));
		expect(found).toMatchObject({ leadId, answer, category: expect.any(String), customerName: expect.any(String) });
		expect(await rowOf(leadId)).toMatchObject({ status: 'answered', answer });
	}

	const inConversation = async (leadId: string) => {
		const found = await questions(leadId);
		expect(found).toHaveLength(1);
		return found[0]!;
	};

	it('a pro with a webhook on the Thumbtack page asks through the API', async () => {
		const workflow = await published(asking('Ask the question'));
		await pasteUrl(workflow);
		await comesBack(workflow, 'v4', inConversation);
	});

	it('a v4 partner with a managed webhook asks through the API', async () => {
		const managed = withNode(asking('Ask the question'), 'From Thumbtack', (node) => ({
			...node,
			parameters: { ...node.parameters, source: 'managed', owner: 'business', businessIds: [] },
			credentials: { thumbtackOAuth2Api: { id: '', name: 'Thumbtack account' } },
		}));
		await comesBack(await published(managed), 'v4', inConversation);
	});

	it('a legacy partner asks through the Pro API', async () => {
		const workflow = await published(
			changed(asking('Ask the question (legacy)'), 'From Thumbtack', { source: 'legacy' }),
		);
		await scene.sandbox.setPartnerEndpoints({
			url: scene.n8n.webhookUrl(workflow, 'From Thumbtack'),
			...webhookUser,
		});
		afterTest.push(async () => await scene.sandbox.removePartnerEndpoints());
		await comesBack(workflow, 'legacy', inConversation);
	});

	it('a pro without the API is told to ask', async () => {
		const workflow = await published(asking('Tell me to ask'));
		await pasteUrl(workflow);
		await comesBack(workflow, 'v4', async (leadId) => {
			const [alert] = await phone.received(1);
			expect(await scene.sandbox.replies(leadId)).toEqual([]);
			return String(alert!.text);
		});
	});

	it('a customer who writes several times resumes the run once, and nothing fails', async () => {
		const workflow = await published(asking('Ask the question'));
		await pasteUrl(workflow);
		const { leadId } = await sendLead();
		await waiting(workflow, leadId);
		const texts = ['Yes', 'I mean, in the yard', 'Or on the street'];
		await Promise.all(texts.map(async (text) => await scene.sandbox.sendMessage(leadId, { text })));
		await scene.succeeded(workflow, 4);
		await scene.sandbox.sendMessage(leadId, { text: 'See you' });
		await scene.succeeded(workflow, 5);
		const alerts = await phone.received(1);
		expect(alerts).toHaveLength(1);
		expect(texts).toContain((await rowOf(leadId))!.answer);
		expect(await questions(leadId)).toHaveLength(1);
	});

	it('asks nobody for a test delivery, and not after a human has written', async () => {
		const workflow = await scene.workflow(ready(asking('Ask the question')));
		const webhookId = await pasteUrl(workflow);
		// It comes while the workflow is not published yet, and again later.
		const { leadId, deliveries } = await sendLead();
		await scene.sandbox.sendMessage(leadId, { from: 'Business', text: 'Hi, this is Sam' });
		await scene.n8n.publish(workflow.id);
		afterTest.push(async () => await scene.n8n.deactivate(workflow.id));

		await scene.sandbox.control('POST', `/self-serve-webhooks/${webhookId}/test`, {});
		await scene.succeeded(workflow, 1);
		await scene.sandbox.control('POST', `/deliveries/${deliveries[0]}/resend`, {});
		const [run] = await scene.succeeded(workflow, 2);
		expect(outputOf(run!, 'Ask the question')).toEqual([expect.objectContaining({ sent: false, leadId })]);
		expect(await questions(leadId)).toEqual([]);
	});

	it('after a restart of n8n the answer still comes back, the pro hears of a customer who never answers, and nobody is asked twice', async () => {
		const patient = await published(asking('Ask the question'));
		await pasteUrl(patient);
		const hasty = await published(
			changed(asking('Ask the question'), 'Wait for the answer', { resumeAmount: 3, resumeUnit: 'seconds' }),
		);
		await pasteUrl(hasty, cast.riveraLawnCare.businessId);
		const asked = await sendLead();
		const silent = await sendLead({
			businessId: cast.riveraLawnCare.businessId,
			customer: { firstName: 'Maria', lastName: 'Torres' },
		});
		await waiting(patient, asked.leadId);
		await waiting(hasty, silent.leadId);
		await own.restart();

		const [none] = await phone.received(1, 90_000);
		expect(none!.text).toMatch(/^Maria Torres has not answered your question\. .+Phone: /);
		expect(none!.text).toContain(silent.leadId);
		// Too late: nothing waits any more.
		await scene.sandbox.sendMessage(silent.leadId, { text: 'Sorry, I was away' });
		await scene.succeeded(hasty, 2);

		// The process that comes back does not know that it has seen this delivery.
		await scene.sandbox.control('POST', `/deliveries/${asked.deliveries[0]}/resend`, {});
		await until('the delivery to be taken again', async () => {
			const runs = await scene.n8n.executions(patient.id);
			return runs.length === 2 && runs.some(({ status }) => status === 'success');
		});
		expect(await questions(asked.leadId)).toHaveLength(1);

		await scene.sandbox.sendMessage(asked.leadId, { text: answer });
		const [alert] = await phone.received(1);
		expect(alert!.text).toContain(`answered: ${answer}`);
		await scene.succeeded(patient, 3);
		expect(await rowOf(asked.leadId)).toMatchObject({ status: 'answered', answer });
		expect(await phone.unread()).toBe(0);
	});
});

describe('keep-connection-alive.json', () => {
	const NODE = { legacy: 'Legacy account', legacyToken: 'Legacy Token account', v4: 'V4 account' };
	type Connected = keyof typeof NODE;

	/** The example with the node of one connection activated, and the others deactivated. */
	async function keeping(kind: Connected, credential: CredentialReference): Promise<StoredWorkflow> {
		const definition = changed(readExample('keep-connection-alive.json'), 'Send the alert', { url: phone.url });
		return await scene.workflow({
			...definition,
			nodes: definition.nodes.map((node) => {
				if (!node.credentials) return node;
				const isOwn = node.name === NODE[kind];
				return { ...node, disabled: !isOwn, credentials: isOwn ? { [CREDENTIAL_TYPE[kind]]: credential } : undefined };
			}),
		});
	}

	async function aWeek(workflow: StoredWorkflow): Promise<void> {
		await scene.sandbox.expireTokens();
		expect((await scene.n8n.run(workflow.id, 'Every week')).status).toBe('success');
	}

	it('keeps each kind of connection longer than a refresh token lives, and says so when one is lost', async () => {
		const monthMs = 8_000;
		const before = await scene.sandbox.control<JsonObject>('GET', '/settings');
		const { legacyRefreshTokenSeconds, v4RefreshTokenSeconds } = before;
		afterTest.push(async () => {
			await scene.sandbox.control('PUT', '/settings', { legacyRefreshTokenSeconds, v4RefreshTokenSeconds });
		});
		await scene.sandbox.control('PUT', '/settings', {
			legacyTokenParameters: 'either',
			legacyRefreshTokenSeconds: monthMs / 1000,
			v4RefreshTokenSeconds: monthMs / 1000,
		});
		const kinds = Object.keys(NODE) as Connected[];
		const workflows = await Promise.all(
			kinds.map(async (kind) => {
				const { credential } = await connections.planted(kind, `Quiet ${kind}`);
				return await keeping(kind, credential);
			}),
		);
		for (let week = 1; week <= 3; week++) {
			await pause(monthMs / 2);
			await Promise.all(workflows.map(aWeek));
		}
		expect(await phone.unread()).toBe(0);

		// A month in which it did not run.
		await pause(monthMs + 500);
		await Promise.all(workflows.map(aWeek));
		const alerts = await phone.received(3);
		expect(alerts.map(({ text }) => text).sort()).toEqual(
			kinds
				.map((kind) =>
					expect.stringMatching(
						new RegExp(`^The credential "Quiet ${kind}" needs to be reconnected\\. Reconnect in n8n: .+`, 's'),
					),
				)
				.sort(),
		);
	});

	it('raises no alarm for a fault that passes, and says what to do for one that stays', async () => {
		const { credential } = await connections.planted('legacy', 'Legacy with faults');
		const workflow = await keeping('legacy', credential);
		const fault = { match: { path: '/v2/get-thumbtack-info' }, reply: { status: 404, body: {} } };
		await scene.sandbox.control('POST', '/faults', { ...fault, times: 2 });
		await aWeek(workflow);
		expect(await phone.unread()).toBe(0);

		await scene.sandbox.control('POST', '/faults', { ...fault, times: 3 });
		await aWeek(workflow);
		const [alert] = await phone.received(1);
		expect(alert!.text).toMatch(/^Thumbtack did not find the resource \(404\)\. n8n tries again next week\./);
	});

	it('takes a connection that lacks a scope for one that is alive', async () => {
		const { credential } = await connections.planted('v4', 'V4 without users', {
			scope: 'offline_access supply::businesses.list',
		});
		await aWeek(await keeping('v4', credential));
		expect(await phone.unread()).toBe(0);
	});
});

describe('check-your-connection.json', () => {
	interface Row {
		call: string;
		result: string;
		items: number;
		missingScope: string;
		whatToDo: string;
		settles: string;
		order: string;
		fields: string;
	}

	const file = 'check-your-connection.json';
	const calls = () => readExample(file).nodes.filter(({ type }) => type === 'n8n-nodes-thumbtack.thumbtack');
	/** Points of docs/not-seen-live.md. */
	const points = readFileSync(path.join(__dirname, '..', '..', 'docs', 'not-seen-live.md'), 'utf8')
		.split('\n')
		.map((line) => line.split(' | ')[0]!.replace(/^\| /, '').trim());

	/** The table that a user sees who has chosen this credential for the nodes of its type. */
	async function tableOf(kind: Kind | undefined, credential?: CredentialReference): Promise<Row[]> {
		const definition = readExample(file);
		const isLegacy = kind === 'legacy' || kind === 'legacyToken';
		const nodes = definition.nodes.map((node) => {
			if (kind === undefined || node.type !== 'n8n-nodes-thumbtack.thumbtack') return node;
			if ((node.parameters.apiVersion === 'legacy') !== isLegacy) return node;
			const authentication = kind === 'legacyToken' ? { authentication: 'legacyToken' } : {};
			return {
				...node,
				parameters: { ...node.parameters, ...authentication },
				credentials: { [CREDENTIAL_TYPE[kind]]: credential! },
			};
		});
		const workflow = await scene.workflow({ ...definition, nodes });
		const before = (await scene.sandbox.requests()).length;
		const execution = await scene.n8n.run(workflow.id, 'Run once');
		if (execution.data.resultData.error) throw new Error(execution.data.resultData.error.message);
		const sent = (await scene.sandbox.requests()).slice(before);
		for (const { method, path: at } of sent) {
			if (method !== 'GET') expect(at).toMatch(/^\/(oauth2\/token|v2\/tokens|api\/v4\/businesses\/search)/);
		}
		const table = outputOf(execution, 'Make the table') as unknown as Row[];
		for (const line of table.flatMap(({ settles }) => (settles ? settles.split('; ') : []))) {
			expect(points).toContain(line);
		}
		return table;
	}

	const byCall = (table: Row[]) => Object.fromEntries(table.map((row) => [row.call, row]));
	const results = (table: Row[]) => Object.fromEntries(table.map(({ call, result }) => [call, result]));
	const works = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'works']));

	it('has every call that only reads', () => {
		const made = calls().map(({ parameters: { apiVersion, resource, operation } }) =>
			[apiVersion, resource, operation].join(' '),
		);
		const offered = resources.flatMap(({ generation, value, operations }) =>
			operations
				.filter(({ method }) => method === 'GET' || value === 'pro')
				.map((operation) => `${generation} ${value} ${operation.value}`),
		);
		expect([...new Set(made)].sort()).toEqual(offered.sort());
	});

	it('shows a pro what works, without personal data', async () => {
		const { leadId, customerId } = await scene.sandbox.sendLead({
			businessId: cast.riveraHandyman.businessId,
			customer: { firstName: 'Wilhelmina', lastName: 'Featherstone', phone: '8395550142' },
		});
		for (let i = 0; i < 21; i++) await scene.sandbox.sendMessage(leadId, { text: `My secret garden ${i}` });
		const { credential } = await connections.planted('v4', "Sam's account");
		const table = await tableOf('v4', credential);
		const found = byCall(table);
		expect(results(table)).toEqual({
			...works('Get user', "Get user's webhooks", 'Get businesses', 'Get business', 'Get leads', 'Get lead'),
			...works('Get messages', 'Get reviews', 'Get phone numbers', 'Get webhooks'),
			'Get webhook': expect.stringMatching(/^(works|not tried)$/),
		});
		expect(found['Get businesses']!.items).toBeGreaterThan(1);
		expect(found['Get user']!.settles).toBe('Address of v4; Signing in to v4');
		expect(found['Get business']!.settles).toBe('Business > Get');
		expect(found['Get lead']!.fields).toContain('customer.firstName');
		expect(found['Get messages']).toMatchObject({
			order: 'newest first',
			settles: 'Order and pages of messages',
		});
		expect(found['Get businesses']!.settles).toBe('');
		const text = JSON.stringify(table);
		for (const personal of ['Wilhelmina', 'Featherstone', '8395550142', 'secret garden', leadId, customerId, 'Rivera'])
			expect(text).not.toContain(personal);
		expect(text).not.toMatch(/\d{6,}|@example\.com|Sam's/);
	});

	it('names the scopes that are missing, and what to do', async () => {
		const { credential } = await connections.planted('v4', 'Few scopes', {
			scope: 'offline_access supply::businesses.list',
		});
		const found = byCall(await tableOf('v4', credential));
		expect(found['Get businesses']).toMatchObject({ result: 'works' });
		expect(found['Get user']).toMatchObject({ result: 'lacks a scope', missingScope: 'supply::users.read' });
		expect(found['Get user']!.whatToDo).toMatch(/Ask Thumbtack to grant supply::users\.read/);
		expect(found['Get messages']!.result).toMatch(/^(lacks a scope|not tried)$/);
	});

	it('tells a refusal from a connection that is lost', async () => {
		const { credential, tokens } = await connections.planted('v4', 'Revoked');
		await scene.sandbox.control('POST', '/faults', {
			match: { path: '/negotiations$' },
			reply: { status: 404, body: {} },
		});
		const found = byCall(await tableOf('v4', credential));
		expect(found['Get leads']).toMatchObject({
			result: 'refused',
			settles: 'Lead > Get Many',
			whatToDo: expect.stringMatching(/\(404\)/),
		});
		expect(found['Get messages']).toMatchObject({ result: 'not tried', settles: '' });

		await scene.sandbox.control('POST', '/tokens/revoke', { refreshToken: tokens.refresh_token });
		await scene.sandbox.expireTokens();
		const lost = byCall(await tableOf('v4', credential));
		expect(lost['Get user']).toMatchObject({
			result: 'failed',
			settles: '',
			whatToDo: expect.stringMatching(/needs to be reconnected\..+connect it again/s),
		});
	});

	it('shows a marketplace partner the calls of the app', async () => {
		const { credential } = await connections.planted('app', 'Search');
		const table = await tableOf('app', credential);
		const found = byCall(table);
		expect(results(table)).toMatchObject({
			...works('Search keywords', 'Search categories', 'Get recommended categories', 'Get home care'),
			...works('Get request form', 'Search pros', 'Search pros by description'),
		});
		expect(found['Search keywords']!.settles).toContain('Client credentials (marketplace)');
		expect(found['Search pros']!.items).toBeGreaterThan(0);
		expect(table.map(({ call }) => call)).not.toContain('Get businesses');
	});

	it('shows a homeowner of the marketplace what works for a person', async () => {
		const { credential } = await connections.planted('marketplace', 'Homeowner');
		expect(results(await tableOf('marketplace', credential))).toMatchObject(works('Get user', "Get user's webhooks"));
	});

	it.each(['legacy', 'legacyToken'] as const)('checks the Pro API (%s)', async (kind) => {
		const { credential } = await connections.planted(kind, `Check ${kind}`);
		expect(await tableOf(kind, credential)).toEqual([
			expect.objectContaining({
				call: 'Get account info (legacy)',
				result: 'works',
				items: 1,
				settles: 'Signing in to the Pro API',
			}),
		]);
	});

	it('says what to choose when nothing is', async () => {
		expect(await tableOf(undefined)).toEqual([
			expect.objectContaining({ result: 'not tried', whatToDo: expect.stringContaining('Choose your account') }),
		]);
	});
});
