import { webhookUser } from '../../tools/lib/testing/credentials';
import { exampleFiles, readExample } from '../../tools/lib/testing/example-files';
import { changed, DataTables, Receiver, withCredentials, withValues } from '../../tools/lib/testing/examples';
import type { JsonObject } from '../../tools/lib/testing/http';
import { outputOf, type StoredWorkflow, type WorkflowDefinition } from '../../tools/lib/testing/n8n-client';
import { until } from '../../tools/lib/testing/poll';
import { cast, type Generation, type SentLead } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';

/** marketplace.test.ts runs those of another client, examples-connection.test.ts those that need an n8n of their own. */
const elsewhere = exampleFiles.filter((file) => /^(marketplace|ask|check|keep)-/.test(file));

const business = cast.riveraHandyman;
/** The examples that a test has run. */
const run = new Set<string>();

let scene: Scene;
let tables: DataTables;
/** Stands for whatever takes the alerts, here and in a user's life: an address that takes a POST. */
let phone: Receiver;

beforeAll(async () => {
	scene = await Scene.open();
	tables = await DataTables.open(scene);
	phone = await Receiver.open(scene, 'Phone');
});

afterAll(async () => {
	await scene.close();
	await tables.removeAll();
});

/** An example as it is imported, with the credentials of this n8n. */
function example(
	file: string,
	change: (workflow: WorkflowDefinition) => WorkflowDefinition = (same) => same,
): WorkflowDefinition {
	run.add(file);
	return withCredentials(change(readExample(file)), Object.values(scene.credentials));
}

/** What one test has switched on; the next one must not be answered by it. */
const afterTest: Array<() => Promise<void>> = [];

afterEach(async () => {
	for (const undo of afterTest.splice(0).reverse()) await undo();
});

async function published(definition: WorkflowDefinition): Promise<StoredWorkflow> {
	const workflow = await scene.publishedWorkflow(definition);
	afterTest.push(async () => await scene.n8n.deactivate(workflow.id));
	return workflow;
}

/** Tells Thumbtack the address of a published workflow, as a self-serve pro does. */
async function pasteUrl(workflow: StoredWorkflow, triggerName: string): Promise<StoredWorkflow> {
	const url = scene.n8n.webhookUrl(workflow, triggerName);
	const { webhookId } = await scene.sandbox.addSelfServeWebhook({
		url,
		businessId: business.businessId,
		auth: webhookUser,
	});
	afterTest.push(async () => await scene.sandbox.removeSelfServeWebhook(webhookId));
	return workflow;
}

/** Gives Thumbtack's staff the address of a published workflow, as a legacy partner does. */
async function sendUrl(workflow: StoredWorkflow, triggerName: string): Promise<StoredWorkflow> {
	await scene.sandbox.setPartnerEndpoints({ url: scene.n8n.webhookUrl(workflow, triggerName), ...webhookUser });
	afterTest.push(async () => await scene.sandbox.removePartnerEndpoints());
	return workflow;
}

async function sendLead(generation: Generation = 'v4', more: JsonObject = {}): Promise<SentLead> {
	return await scene.sandbox.sendLead({ businessId: business.businessId, generation, ...more });
}

const rowOf = async (table: string, leadId: string) => await tables.rowsOfLead(table, leadId);

describe('the thanks to every lead', () => {
	it.each(['self-serve-thank-new-lead.json'])('%s answers a lead, and not a test delivery', async (file) => {
		const workflow = await pasteUrl(await published(example(file)), 'New lead');
		const [webhook] = await scene.sandbox.selfServeWebhooks();
		await scene.sandbox.control('POST', `/self-serve-webhooks/${webhook!.webhookId}/test`, {});
		const [test] = await scene.succeeded(workflow, 1);
		expect(outputOf(test!, 'New lead')).toEqual([
			expect.objectContaining({ isTest: true, businessName: 'Test Business for Webhooks' }),
		]);
		expect(Object.keys(test!.data.resultData.runData)).not.toContain('Say thank you');

		const { leadId } = await sendLead();
		await scene.succeeded(workflow, 2);
		expect(await scene.sandbox.replies(leadId)).toEqual([
			expect.objectContaining({ via: 'v4', text: expect.stringContaining('thanks for your request') }),
		]);
	});

	it('legacy-thank-new-lead.json answers a legacy lead', async () => {
		const workflow = await sendUrl(await published(example('legacy-thank-new-lead.json')), 'New legacy lead');
		const { leadId } = await sendLead('legacy');
		await scene.succeeded(workflow, 1);
		expect(await scene.sandbox.replies(leadId)).toEqual([
			expect.objectContaining({ via: 'v2', text: expect.stringContaining('thanks for your request') }),
		]);
	});

	it('managed-answer-message.json answers a customer, once', async () => {
		const workflow = await published(example('managed-answer-message.json'));
		const { leadId } = await sendLead();
		await scene.sandbox.sendMessage(leadId, { text: 'Can you come on Friday?' });
		await scene.succeeded(workflow, 1);
		expect(await scene.sandbox.replies(leadId)).toEqual([
			expect.objectContaining({ text: expect.stringContaining('Thanks for your message') }),
		]);
	});
});

describe('reply-with-quiet-hours.json', () => {
	const file = 'reply-with-quiet-hours.json';
	const nightMs = 75_000;
	const { timezone } = readExample(file).settings as { timezone: string };
	const clock = (at: number) =>
		new Intl.DateTimeFormat('en-GB', {
			timeZone: timezone,
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			hourCycle: 'h23',
		}).format(at);
	const withHours = (quietFrom: number, quietUntil: number) =>
		example(file, (same) =>
			withValues(same, 'Quiet hours', { quietFrom: clock(quietFrom), quietUntil: clock(quietUntil) }),
		);

	it('answers at once by day', async () => {
		const now = Date.now();
		const workflow = await pasteUrl(await published(withHours(now + 3_600_000, now + 7_200_000)), 'New lead');
		const { leadId } = await sendLead();
		await scene.succeeded(workflow, 1);
		expect(await scene.sandbox.replies(leadId)).toEqual([
			expect.objectContaining({ via: 'v4', text: expect.stringContaining('thanks for your request') }),
		]);
	});

	it(
		'puts a lead of the night off until the morning, and answers it then',
		async () => {
			const now = Date.now();
			const workflow = await pasteUrl(await published(withHours(now - 3_600_000, now + nightMs)), 'New lead');
			const { leadId } = await sendLead();
			const { waitTill } = await until('the execution to wait', async () => {
				const [execution] = await scene.n8n.executions(workflow.id);
				return execution?.status === 'waiting' ? (execution as unknown as { waitTill: string }) : undefined;
			});
			expect(Math.floor(Date.parse(waitTill) / 1000)).toBe(Math.floor((now + nightMs) / 1000));
			expect(await scene.sandbox.replies(leadId)).toEqual([]);

			// More than a minute, or n8n would wait without putting the execution away, and a restart would not be survived.
			await scene.succeeded(workflow, 1, nightMs + 30_000);
			const replies = await scene.sandbox.replies(leadId);
			expect(replies).toHaveLength(1);
			expect(Date.parse(replies[0]!.sentAt)).toBeGreaterThanOrEqual(Date.parse(waitTill));
		},
		nightMs + 60_000,
	);
});

describe('alert-by-slack-or-sms.json', () => {
	it('tells of a lead, a message and a review', async () => {
		const workflow = await published(
			example('alert-by-slack-or-sms.json', (same) => changed(same, 'Send the alert', { url: phone.url })),
		);
		await pasteUrl(workflow, 'From Thumbtack');

		const { leadId } = await sendLead('v4', {
			customer: { firstName: 'Maria', lastName: 'Torres' },
			leadPrice: '$25.00',
		});
		const [lead] = await phone.received(1);
		expect(lead!.text).toMatch(/^New lead: Maria Torres wants /);
		expect(lead!.text).toContain('Lead price: $25.00');
		expect(lead!.text).toContain(`https://www.thumbtack.com/pro-inbox/messages/${leadId}`);

		await scene.sandbox.sendMessage(leadId, { text: 'Can you come on Friday?' });
		const [message] = await phone.received(1);
		expect(message!.text).toMatch(/ wrote: Can you come on Friday\?\n/);

		await scene.sandbox.control('POST', `/leads/${leadId}/review`, { rating: 5, text: 'Spotless' });
		const [review] = await phone.received(1);
		expect(review!.text).toMatch(/^5 of 5 stars from .+: Spotless$/);
		await scene.succeeded(workflow, 3);
	});
});

describe('leads-into-a-table.json', () => {
	it('keeps one row for a lead, whatever comes, however often and in whichever order', async () => {
		const workflow = await pasteUrl(await published(example('leads-into-a-table.json')), 'From Thumbtack');
		const lead = await sendLead('v4', {
			deliver: false,
			leadPrice: '$25.00',
			customer: { firstName: 'Maria', lastName: 'Torres' },
		});
		await scene.sandbox.sendMessage(lead.leadId, { text: 'Can you come on Friday?' });
		await scene.succeeded(workflow, 1);
		expect(await rowOf('Thumbtack leads', lead.leadId)).toEqual([
			expect.objectContaining({ lastMessage: 'Can you come on Friday?', customerName: null }),
		]);

		const second = await sendLead('v4', {
			negotiationID: lead.leadId,
			leadPrice: '$25.00',
			customer: { firstName: 'Maria', lastName: 'Torres' },
		});
		expect(second.leadId).toBe(lead.leadId);
		await scene.succeeded(workflow, 2);
		const both = expect.objectContaining({
			lastMessage: 'Can you come on Friday?',
			customerName: 'Maria Torres',
			leadPrice: 25,
		});
		expect(await rowOf('Thumbtack leads', lead.leadId)).toEqual([both]);

		await scene.sandbox.control('POST', `/deliveries/${second.deliveries[0]}/resend`, {});
		await scene.sandbox.control('POST', `/leads/${lead.leadId}/review`, { rating: 4, text: 'Good' });
		await scene.succeeded(workflow, 4);
		expect(await rowOf('Thumbtack leads', lead.leadId)).toEqual([
			expect.objectContaining({ customerName: 'Maria Torres', rating: 4, review: 'Good' }),
		]);
	});
});

describe('price-ledger-with-refunds.json', () => {
	it('writes the price down, and finds the refund the next morning', async () => {
		const table = 'Thumbtack price ledger';
		const workflow = await published(example('price-ledger-with-refunds.json'));
		const refunded = await sendLead('v4', { leadPrice: '$25.00' });
		await scene.succeeded(workflow, 1);
		const kept = await sendLead('v4', { leadPrice: '$1,031.75' });
		await scene.succeeded(workflow, 2);
		expect(await rowOf(table, refunded.leadId)).toEqual([
			expect.objectContaining({ leadPrice: 25, chargeState: 'Created', refundedAt: null }),
		]);
		expect(await rowOf(table, kept.leadId)).toEqual([expect.objectContaining({ leadPrice: 1031.75 })]);

		await sendLead('v4', {
			negotiationID: refunded.leadId,
			deliver: false,
			leadPrice: '$25.00',
			chargeState: 'Refunded',
		});
		await sendLead('v4', {
			negotiationID: kept.leadId,
			deliver: false,
			leadPrice: '$1,031.75',
			chargeState: 'Charged',
		});
		// One that Thumbtack no longer knows must not stop the others.
		await tables.insert(table, [
			{ leadId: '519000111222333999', arrivedAt: new Date().toISOString(), chargeState: 'Created' },
		]);
		const morning = await scene.n8n.run(workflow.id, 'Every morning');
		expect(morning.status).toBe('success');
		expect(await rowOf(table, refunded.leadId)).toEqual([
			expect.objectContaining({
				leadPrice: 25,
				chargeState: 'Refunded',
				refundedAt: expect.any(String),
				category: expect.any(String),
			}),
		]);
		expect(await rowOf(table, kept.leadId)).toEqual([
			expect.objectContaining({ leadPrice: 1031.75, chargeState: 'Charged', refundedAt: null }),
		]);
		expect(await rowOf(table, '519000111222333999')).toEqual([expect.objectContaining({ chargeState: 'Created' })]);

		const next = await scene.n8n.run(workflow.id, 'Every morning');
		expect(outputOf(next, 'Get open charges').map(({ leadId }) => leadId)).not.toContain(refunded.leadId);
	});
});

describe('reviews-alert-and-request.json', () => {
	it('tells of a review, and asks the customers who have not written one', async () => {
		const workflow = await published(
			example('reviews-alert-and-request.json', (same) =>
				changed(changed(same, 'Send the alert', { url: phone.url }), 'Wait a day', { amount: 1, unit: 'seconds' }),
			),
		);
		await pasteUrl(workflow, 'New review');
		const happy = await sendLead();
		const silent = await sendLead();

		await scene.sandbox.control('POST', `/leads/${happy.leadId}/review`, { rating: 5, text: 'Spotless' });
		const [alert] = await phone.received(1);
		expect(alert!.text).toMatch(/^5 of 5 stars from .+: Spotless$/);
		expect(await rowOf('Thumbtack reviews', happy.leadId)).toEqual([
			expect.objectContaining({ rating: 5, text: 'Spotless' }),
		]);

		const form = workflow.nodes.find(({ name }) => name === 'Job is done')!;
		for (const [number, { leadId }] of [happy, silent].entries()) {
			const fields = new FormData();
			fields.set('field-0', `https://www.thumbtack.com/pro-inbox/messages/${leadId}`);
			const reply = await fetch(`${scene.n8n.url}/form/${form.webhookId}`, { method: 'POST', body: fields });
			expect(reply.status).toBe(200);
			await scene.succeeded(workflow, 2 + number);
		}
		expect(await scene.sandbox.replies(happy.leadId)).toEqual([]);
		const replies = await scene.sandbox.replies(silent.leadId);
		expect(replies).toEqual([
			expect.objectContaining({
				text: expect.stringContaining(`https://www.thumbtack.com/reviews/new/${silent.leadId}`),
			}),
		]);
	});
});

describe('legacy-pause-targeting.json', () => {
	it('turns new leads off when the calendar is full and on again, and calls Thumbtack for nothing else', async () => {
		const targetingCredential = await scene.n8n.createCredential(
			'thumbtackLegacyOAuth2Api',
			'Legacy account with targeting',
			{
				...(await scene.n8n.credentialData(scene.credentials.legacy.id)),
				environment: 'custom',
				apiUrl: scene.sandbox.url,
				authUrlBase: scene.sandbox.url,
				...cast.legacyClient,
				scope: 'messages targeting',
				oauthTokenData: undefined,
			},
		);
		afterTest.push(async () => await scene.n8n.deleteCredential(targetingCredential.id));
		await scene.n8n.connectOAuth2(targetingCredential.id);
		const definition = example('legacy-pause-targeting.json', (same) =>
			withValues(same, 'Set jobs per week', { jobsThatFillAWeek: 2 }),
		);
		const workflow = await scene.workflow({
			...definition,
			nodes: definition.nodes.map((node) =>
				node.credentials ? { ...node, credentials: { thumbtackLegacyOAuth2Api: targetingCredential } } : node,
			),
		});
		const said = async () => {
			const requests = await scene.sandbox.requests();
			return requests
				.filter(({ method, path: at }) => method === 'PATCH' && at.endsWith('/preferences/targeting'))
				.map(({ body }) => body);
		};
		const before = (await said()).length;
		const anHour = async () => {
			const execution = await scene.n8n.run(workflow.id, 'Every hour');
			if (execution.status !== 'success') throw new Error(JSON.stringify(execution.data.resultData.error));
			return (await said()).slice(before);
		};

		expect(await anHour()).toEqual([{ enabled: 'true' }]);
		expect(await anHour()).toHaveLength(1);

		const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
		await tables.insert('Booked jobs', [
			{ day: inDays(1), job: 'Deck' },
			{ day: inDays(2), job: 'Windows' },
			{ day: inDays(30), job: 'Next month' },
		]);
		expect(await anHour()).toEqual([{ enabled: 'true' }, { enabled: 'false' }]);
		expect(await anHour()).toHaveLength(2);

		await tables.removeRows('Booked jobs', 'job', 'Deck');
		expect(await anHour()).toEqual([{ enabled: 'true' }, { enabled: 'false' }, { enabled: 'true' }]);
	});
});

describe('ai-answers-until-a-human-does.json', () => {
	const draft = 'Friday works for us. What time suits you?';

	it('answers the customer until a human has written', async () => {
		// The maker of the model, in this test: a Webhook node that always answers the same.
		const model = await Receiver.open(scene, 'Model', '/responses', {
			id: 'resp_1',
			object: 'response',
			created_at: 1,
			model: 'gpt-5-mini',
			status: 'completed',
			output: [
				{
					id: 'msg_1',
					type: 'message',
					role: 'assistant',
					status: 'completed',
					content: [{ type: 'output_text', text: draft, annotations: [] }],
				},
			],
			usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
		});
		const account = await scene.n8n.createCredential('openAiApi', 'OpenAI account', {
			apiKey: 'none',
			url: model.url.replace('/responses', ''),
		});
		afterTest.push(async () => await scene.n8n.deleteCredential(account.id));
		run.add('ai-answers-until-a-human-does.json');
		const workflow = await published(
			withCredentials(readExample('ai-answers-until-a-human-does.json'), [
				...Object.values(scene.credentials),
				account,
			]),
		);

		const { leadId } = await sendLead();
		await scene.sandbox.sendMessage(leadId, { text: 'Can you come on Friday?' });
		await scene.succeeded(workflow, 1);
		expect((await scene.sandbox.replies(leadId)).map(({ text }) => text)).toEqual([draft]);
		const [asked] = await model.received(1);
		expect(JSON.stringify(asked)).toContain('Customer: Can you come on Friday?');

		// Its own reply does not silence it.
		await scene.sandbox.sendMessage(leadId, { text: 'At nine?' });
		await scene.succeeded(workflow, 2);
		expect((await scene.sandbox.replies(leadId)).map(({ text }) => text)).toEqual([draft, draft]);
		const [again] = await model.received(1);
		expect(JSON.stringify(again)).toContain(`We: ${draft}`);

		await scene.sandbox.sendMessage(leadId, { from: 'Business', text: 'This is Sam. Nine is fine.' });
		await scene.sandbox.sendMessage(leadId, { text: 'Great!' });
		await scene.succeeded(workflow, 3);
		expect((await scene.sandbox.replies(leadId)).map(({ text }) => text)).toEqual([
			draft,
			draft,
			'This is Sam. Nine is fine.',
		]);
		expect(await model.unread()).toBe(0);
	});
});

describe('alarm-when-no-lead-comes.json', () => {
	it('raises one alarm for each silence, and none before', async () => {
		const file = 'alarm-when-no-lead-comes.json';
		const withPhone = (same: WorkflowDefinition) => changed(same, 'Send the alert', { url: phone.url });
		const workflow = await pasteUrl(await published(example(file, withPhone)), 'New lead');
		const anHour = async () => {
			const execution = await scene.n8n.run(workflow.id, 'Every hour');
			if (execution.status !== 'success') throw new Error(JSON.stringify(execution.data.resultData.error));
			return await phone.unread();
		};

		expect(await anHour()).toBe(0);
		expect(await anHour()).toBe(0);

		const stored = await scene.n8n.workflow(workflow.id);
		const impatient = withValues(stored, 'Set hours without a lead', { hoursWithoutLead: 0 });
		await scene.n8n.updateWorkflow({ ...stored, nodes: impatient.nodes });
		await anHour();
		const [alarm] = await phone.received(1);
		expect(alarm!.text).toMatch(/^No Thumbtack lead since /);
		expect(await anHour()).toBe(0);

		await sendLead();
		await until('the lead to be noted', async () => {
			return (await tables.rows('Thumbtack last lead')).some(({ alarmSent }) => alarmSent === false);
		});
		expect(await tables.rows('Thumbtack last lead')).toHaveLength(1);
		await anHour();
		expect(await phone.received(1)).toHaveLength(1);
	});
});

describe('legacy-answer-202-for-unknown-leads.json', () => {
	it('answers 200 for what it knows and 202 for a message of an unknown lead', async () => {
		const workflow = await sendUrl(
			await published(example('legacy-answer-202-for-unknown-leads.json')),
			'From Thumbtack',
		);
		const statuses = async (leadId: string, count: number) =>
			await until(`${count} answers`, async () => {
				const found = (await scene.sandbox.deliveries(leadId)).filter(({ status }) => status !== null);
				return found.length >= count
					? found.map(({ eventType, status }) => `${eventType} ${status}`).sort()
					: undefined;
			});

		const older = await sendLead('legacy', { deliver: false });
		await scene.sandbox.sendMessage(older.leadId, { text: 'Any news?', generation: 'legacy' });
		expect(await statuses(older.leadId, 1)).toEqual(['message 202']);

		const known = await sendLead('legacy');
		expect(await statuses(known.leadId, 1)).toEqual(['lead 200']);
		await scene.sandbox.sendMessage(known.leadId, { text: 'Do screens cost more?', generation: 'legacy' });
		await scene.sandbox.control('POST', `/leads/${known.leadId}/price`, {
			leadPrice: '$18.50',
			chargeState: 'Charged',
		});
		expect(await statuses(known.leadId, 3)).toEqual(['lead 200', 'leadUpdate 200', 'message 200']);
		await scene.succeeded(workflow, 4);
	});
});

describe('remove-duplicates-across-restarts.json', () => {
	it('lets the same delivery through once, by what the database remembers', async () => {
		const workflow = await pasteUrl(await published(example('remove-duplicates-across-restarts.json')), 'New lead');
		const { leadId, deliveries } = await sendLead();
		await scene.succeeded(workflow, 1);
		await scene.sandbox.control('POST', `/deliveries/${deliveries[0]}/resend`, {});
		const executions = await scene.succeeded(workflow, 2);
		const keys = executions.map((execution) => String(outputOf(execution, 'New lead')[0]?.eventKey));
		expect(keys[0]).toMatch(new RegExp(`^lead:${leadId}`));
		expect(keys[1]).toBe(keys[0]);
		expect(await scene.sandbox.replies(leadId)).toHaveLength(1);

		const other = await sendLead();
		await scene.succeeded(workflow, 3);
		expect(await scene.sandbox.replies(other.leadId)).toHaveLength(1);
	});
});

describe('the folder of examples', () => {
	it('holds none that was not run above', () => {
		expect([...run, ...elsewhere].sort()).toEqual([...exampleFiles].sort());
	});

	it.each(exampleFiles)('%s can be imported as it is', (file) => {
		const { name, nodes, connections, settings, pinData } = readExample(file);
		expect(name).toMatch(/^Thumbtack/);
		expect(settings).toMatchObject({ executionOrder: 'v1' });
		// Pinned data is a made-up lead that is marked as a test, so that no example answers it.
		for (const [trigger, items] of Object.entries((pinData ?? {}) as Record<string, Array<{ json: JsonObject }>>)) {
			expect(nodes.find((node) => node.name === trigger)?.type).toBe('n8n-nodes-thumbtack.thumbtackTrigger');
			for (const { json } of items) expect(json.isTest).toBe(true);
		}
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes[0]?.parameters.content).toMatch(/^## /);
		const ids = nodes.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		// Credentials are chosen by the user: the id of somebody else's would be a dead one.
		for (const credential of nodes.flatMap(({ credentials = {} }) => Object.values(credentials)))
			expect(credential.id).toBe('');
		const named = Object.entries(connections as Record<string, Record<string, Array<Array<{ node: string }>>>>).flatMap(
			([from, kinds]) => [
				from,
				...Object.values(kinds)
					.flat(2)
					.map(({ node }) => node),
			],
		);
		const names = nodes.filter((node) => !notes.includes(node)).map((node) => node.name);
		expect([...new Set(named)].sort()).toEqual([...names].sort());
		// A node type of ours has the version that the package offers, or the workflow opens with a question mark.
		for (const { type, typeVersion } of nodes) {
			if (type === 'n8n-nodes-thumbtack.thumbtack') expect(typeVersion).toBe(1);
			else if (type === 'n8n-nodes-thumbtack.thumbtackTrigger') expect(typeVersion).toBe(2);
			else if (type === 'n8n-nodes-thumbtack.thumbtackTool') expect(typeVersion).toBe(1);
			else expect(type).toMatch(/^(n8n-nodes-base|@n8n\/n8n-nodes-langchain)\./);
		}
	});
});
