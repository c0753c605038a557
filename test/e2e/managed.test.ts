import { examples, withCredentials } from '../../tools/lib/testing/examples';
import { outputOf } from '../../tools/lib/testing/n8n-client';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { n8nLog } from '../../tools/lib/testing/stack';
import { thumbtackTrigger } from '../../tools/lib/testing/workflows';

let scene: Scene;

beforeAll(async () => {
	scene = await Scene.open();
});

afterAll(async () => {
	await scene.close();
});

describe('activating a managed trigger', () => {
	it('makes one webhook for each chosen business, with a password nobody sees again, and deactivating takes them away', async () => {
		const businessIds = [cast.riveraHandyman.businessId, cast.riveraLawnCare.businessId];
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'managed', events: ['lead', 'message'], owner: 'business', businessIds, output: 'simplified' },
			{ thumbtackOAuth2Api: scene.credentials.v4 },
		);
		const workflow = await scene.publishedWorkflow({ name: 'Managed', nodes: [trigger], connections: {} });
		const url = scene.n8n.webhookUrl(workflow, 'Trigger');

		const webhooks = await scene.sandbox.webhooks(url);
		expect(webhooks.map(({ ownerId }) => ownerId).sort()).toEqual(businessIds);
		for (const { auth } of webhooks)
			expect(auth).toMatchObject({ username: expect.any(String), password: expect.any(String) });
		const secrets = webhooks.map(({ auth }) => (auth as { password: string }).password);
		for (const secret of secrets) expect(secret.length).toBeGreaterThanOrEqual(32);

		const { leadId } = await scene.sandbox.sendLead({ businessId: cast.riveraLawnCare.businessId });
		const [execution] = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(outputOf(execution!, 'Trigger')[0]).toMatchObject({ event: 'lead', leadId });

		const log = n8nLog();
		for (const secret of secrets) {
			expect(execution!.stored).not.toContain(secret);
			expect(log).not.toContain(secret);
		}

		await scene.n8n.deactivate(workflow.id);
		expect(await scene.sandbox.webhooks(url)).toEqual([]);
	});

	it('chooses all of the account’s businesses when none is named, and none of anybody else’s', async () => {
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'managed', events: ['review'], owner: 'business', businessIds: [] },
			{ thumbtackOAuth2Api: scene.credentials.v4 },
		);
		const workflow = await scene.publishedWorkflow({ name: 'Managed, all', nodes: [trigger], connections: {} });
		const webhooks = await scene.sandbox.webhooks(scene.n8n.webhookUrl(workflow, 'Trigger'));
		expect(webhooks.map(({ ownerId }) => ownerId).sort()).toEqual([
			cast.riveraHandyman.businessId,
			cast.riveraLawnCare.businessId,
		]);
	});
});

describe('a customer’s message', () => {
	it('is answered by the example workflow, once, and its own answer is not', async () => {
		const example = withCredentials(examples.managed, Object.values(scene.credentials));
		const workflow = await scene.publishedWorkflow(example);
		const { leadId } = await scene.sandbox.sendLead({ businessId: cast.riveraHandyman.businessId });

		const { messageId } = await scene.sandbox.sendMessage(leadId, { text: 'Can you come on Friday?' });

		const executions = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(executions.map((execution) => outputOf(execution, 'Customer wrote')[0])).toEqual([
			expect.objectContaining({
				event: 'message',
				messageId,
				leadId,
				from: 'customer',
				text: 'Can you come on Friday?',
			}),
		]);
		expect(executions[0]).toMatchObject({ status: 'success' });
		const replies = await scene.sandbox.replies(leadId);
		expect(replies).toEqual([
			expect.objectContaining({ via: 'v4', text: expect.stringContaining('Thanks for your message') }),
		]);

		// The echo of the answer has been delivered and acknowledged by now or soon; it must start nothing.
		const { messageId: second } = await scene.sandbox.sendMessage(leadId, { text: 'Or on Monday?' });
		const all = await scene.n8n.finishedExecutions(workflow.id, 2);
		expect(all.map((execution) => outputOf(execution, 'Customer wrote')[0]?.messageId)).toEqual([second, messageId]);
	});
});
