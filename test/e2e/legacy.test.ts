import { webhookUser } from '../../tools/lib/testing/credentials';
import { examples, withCredentials } from '../../tools/lib/testing/examples';
import { outputOf } from '../../tools/lib/testing/n8n-client';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { fanOut, locator, thumbtack, thumbtackTrigger } from '../../tools/lib/testing/workflows';

let scene: Scene;

beforeAll(async () => {
	scene = await Scene.open();
});

afterAll(async () => {
	await scene.close();
});

const answer = (text: string, authentication: string) => ({
	apiVersion: 'legacy',
	resource: 'legacyMessage',
	operation: 'send',
	authentication,
	businessId: locator('={{ $json.businessId }}'),
	leadId: locator('={{ $json.leadId }}'),
	text,
});

describe('a legacy lead', () => {
	it('is answered over v1 with a Basic user and over v2 with OAuth2', async () => {
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'legacy', events: ['lead'], authentication: 'basic' },
			{ thumbtackBasicApi: scene.credentials.webhook },
		);
		const overV1 = thumbtack('Over v1', answer('Hello over v1', 'basic'), {
			thumbtackBasicApi: scene.credentials.basic,
		});
		const overV2 = thumbtack('Over v2', answer('Hello over v2', 'oAuth2'), {
			thumbtackLegacyOAuth2Api: scene.credentials.legacy,
		});
		const workflow = await scene.publishedWorkflow(fanOut('Legacy', trigger, [overV1, overV2]));
		await scene.partnerEndpoints({ url: scene.n8n.webhookUrl(workflow, 'Trigger'), ...webhookUser });

		const { leadId } = await scene.sandbox.sendLead({
			businessId: cast.riveraHandyman.businessId,
			generation: 'legacy',
		});

		const [execution] = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(execution!.data.resultData.error).toBeUndefined();
		expect(execution).toMatchObject({ status: 'success' });
		expect(outputOf(execution!, 'Trigger')[0]).toMatchObject({ event: 'lead', api: 'legacy', leadId });
		const replies = await scene.sandbox.replies(leadId);
		expect(replies.map(({ via, text }) => `${via}: ${text}`).sort()).toEqual([
			'v1: Hello over v1',
			'v2: Hello over v2',
		]);
	});

	it('is thanked by the example workflow', async () => {
		const example = withCredentials(examples.legacy, Object.values(scene.credentials));
		const workflow = await scene.publishedWorkflow(example);
		await scene.partnerEndpoints({ url: scene.n8n.webhookUrl(workflow, 'New legacy lead'), ...webhookUser });

		const { leadId } = await scene.sandbox.sendLead({
			businessId: cast.riveraHandyman.businessId,
			generation: 'legacy',
		});

		const [execution] = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(execution).toMatchObject({ status: 'success' });
		const replies = await scene.sandbox.replies(leadId);
		expect(replies).toEqual([
			expect.objectContaining({ via: 'v2', text: expect.stringContaining('thanks for your request') }),
		]);
	});
});
