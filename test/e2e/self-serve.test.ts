import { webhookUser } from '../../tools/lib/testing/credentials';
import { examples, withCredentials } from '../../tools/lib/testing/examples';
import { basic, call } from '../../tools/lib/testing/http';
import { outputOf, type StoredWorkflow } from '../../tools/lib/testing/n8n-client';
import { lead } from '../../tools/lib/testing/samples';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { thumbtackTrigger } from '../../tools/lib/testing/workflows';

let scene: Scene;

beforeAll(async () => {
	scene = await Scene.open();
});

afterAll(async () => {
	await scene.close();
});

describe('a self-serve lead', () => {
	it('is thanked under that lead by the example workflow', async () => {
		const example = withCredentials(examples.selfServe, Object.values(scene.credentials));
		const workflow = await scene.publishedWorkflow(example);
		const url = scene.n8n.webhookUrl(workflow, 'New lead');
		await scene.selfServeWebhook({ url, businessId: cast.riveraHandyman.businessId, auth: webhookUser });

		const { leadId, customerId } = await scene.sandbox.sendLead({ businessId: cast.riveraHandyman.businessId });

		const [execution] = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(execution).toMatchObject({ status: 'success', mode: 'webhook' });
		expect(outputOf(execution!, 'New lead')).toEqual([
			expect.objectContaining({
				event: 'lead',
				eventType: 'NegotiationCreatedV4',
				api: 'v4',
				leadId,
				customerId,
				businessId: cast.riveraHandyman.businessId,
				businessName: cast.riveraHandyman.name,
			}),
		]);
		const replies = await scene.sandbox.replies(leadId);
		expect(replies).toEqual([
			expect.objectContaining({ via: 'v4', text: expect.stringContaining('thanks for your request') }),
		]);
		const deliveries = await scene.sandbox.deliveries(leadId);
		expect(deliveries.find((delivery) => delivery.url === url)).toMatchObject({
			source: 'selfServe',
			method: 'POST',
			status: 200,
		});
	});
});

describe('the check of the caller', () => {
	let workflow: StoredWorkflow;
	let url: string;

	beforeAll(async () => {
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'selfServe', events: ['lead'], authentication: 'basic' },
			{ thumbtackBasicApi: scene.credentials.webhook },
		);
		workflow = await scene.publishedWorkflow({ name: 'Only for Thumbtack', nodes: [trigger], connections: {} });
		url = scene.n8n.webhookUrl(workflow, 'Trigger');
	});

	it.each([
		['a wrong password', basic(webhookUser.username, 'wrong')],
		['a wrong username', basic('someone', webhookUser.password)],
		['another scheme', `Bearer ${webhookUser.password}`],
		['no header at all', undefined],
	])('answers 401 to %s', async (_, authorization) => {
		const body = { event: { eventType: 'NegotiationCreatedV4' }, data: { negotiationID: '519000111222333444' } };
		const reply = await call(url, {
			method: 'POST',
			body,
			headers: authorization === undefined ? {} : { authorization },
		});
		expect(reply.status).toBe(401);
		expect(reply.text).toBe('Username or password does not match the credential in n8n.');
	});

	it('starts no execution for any of them, and one for the right caller', async () => {
		await scene.selfServeWebhook({ url, businessId: cast.riveraLawnCare.businessId, auth: webhookUser });
		const { leadId } = await scene.sandbox.sendLead({ businessId: cast.riveraLawnCare.businessId });
		const executions = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(executions.map((execution) => outputOf(execution, 'Trigger')[0]?.leadId)).toEqual([leadId]);
	});
});

describe('a custom header', () => {
	const [headerName, headerValue] = ['X-Thumbtack-Secret', 'demo header value'];

	it('lets the right caller in, and tells others what to check and nothing else', async () => {
		const credential = await scene.n8n.createCredential('thumbtackBasicApi', 'Header of Thumbtack', {
			usedFor: 'header',
			headerName,
			headerValue,
		});
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'selfServe', events: ['lead'], authentication: 'header' },
			{ thumbtackBasicApi: credential },
		);
		const workflow = await scene.publishedWorkflow({ name: 'Header', nodes: [trigger], connections: {} });
		const url = scene.n8n.webhookUrl(workflow, 'Trigger');
		const send = async (headers: Record<string, string>) => await call(url, { method: 'POST', body: lead(), headers });
		for (const headers of [{}, { [headerName]: 'wrong' }, { 'X-Other': headerValue }]) {
			const { status, text } = await send(headers as Record<string, string>);
			expect([status, text]).toEqual([401, 'Header name or value does not match the credential in n8n.']);
		}
		expect((await send({ [headerName]: headerValue })).status).toBe(200);
		expect(await scene.n8n.finishedExecutions(workflow.id, 1)).toHaveLength(1);
		await scene.n8n.deleteCredential(credential.id);
	});
});
