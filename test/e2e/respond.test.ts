import { webhookUser } from '../../tools/lib/testing/credentials';
import { basic, call } from '../../tools/lib/testing/http';
import type { NodeDefinition, StoredWorkflow } from '../../tools/lib/testing/n8n-client';
import { Scene } from '../../tools/lib/testing/scene';
import { chain, thumbtackTrigger } from '../../tools/lib/testing/workflows';
import { lead } from '../../tools/lib/testing/samples';

/** Answered by the workflow itself: a Respond to Webhook node decides what Thumbtack gets to see. */
let scene: Scene;

beforeAll(async () => {
	scene = await Scene.open();
});

afterAll(async () => {
	await scene.close();
});

const authorization = basic(webhookUser.username, webhookUser.password);

const noWait: NodeDefinition = {
	name: 'No wait',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	position: [220, 0],
	parameters: { resume: 'timeInterval', amount: 0, unit: 'seconds' },
};

const respond = (typeVersion: number): NodeDefinition => ({
	name: 'Answer',
	type: 'n8n-nodes-base.respondToWebhook',
	typeVersion,
	position: [440, 0],
	// The status is the workflow's to decide: 202 for a lead without a price, say.
	parameters: {
		respondWith: 'text',
		responseBody: '=lead {{ $("Trigger").first().json.leadId }}',
		options: { responseCode: '={{ $("Trigger").first().json.leadPrice === null ? 202 : 200 }}' },
	},
});

async function published(name: string, between: NodeDefinition[], answer: NodeDefinition): Promise<StoredWorkflow> {
	const trigger = thumbtackTrigger(
		'Trigger',
		{ source: 'selfServe', events: ['lead'], authentication: 'basic', respond: 'responseNode' },
		{ thumbtackBasicApi: scene.credentials.webhook },
	);
	return await scene.publishedWorkflow(chain(name, [trigger, ...between, answer]));
}

const send = async (workflow: StoredWorkflow, body: object) =>
	await call(scene.n8n.webhookUrl(workflow, 'Trigger'), { method: 'POST', body, headers: { authorization } });

describe('the workflow answers', () => {
	it.each<[string, NodeDefinition[], number]>([
		['with the oldest form of the Respond node, right behind the trigger', [], 1],
		['with the newest form of it, behind a Wait node of 0 seconds', [noWait], 1.5],
	])('%s: status and body are the workflow’s', async (name, between, version) => {
		const workflow = await published(name, between, respond(version));
		for (const [leadPrice, status] of [
			['$25.00', 200],
			[null, 202],
		] as const) {
			const body = lead({ leadPrice });
			const reply = await send(workflow, body);
			expect({ status: reply.status, text: reply.text }).toEqual({ status, text: `lead ${body.data.negotiationID}` });
		}
		const executions = await scene.n8n.finishedExecutions(workflow.id, 2);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
	});

	it('a workflow that stops before it answers lets the sender know, who may then send again', async () => {
		const stop: NodeDefinition = {
			name: 'Stop',
			type: 'n8n-nodes-base.stopAndError',
			typeVersion: 1,
			position: [220, 0],
			parameters: { errorMessage: 'The table is not there' },
		};
		const workflow = await published('Stops', [stop], respond(1));
		const body = lead();
		for (let attempt = 1; attempt <= 2; attempt++) {
			expect((await send(workflow, body)).status).toBe(500);
			// Not taken for a duplicate: nobody was told that it was received.
			await scene.n8n.finishedExecutions(workflow.id, attempt);
		}
	});

	// The limit that the panel's notice speaks of. When n8n lifts it, this test says so.
	it('the newest form of the Respond node, without a Wait node in between, is refused by n8n', async () => {
		const workflow = await published('No wait in between', [], respond(1.5));
		expect((await send(workflow, lead())).status).toBe(500);
		const [execution] = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(execution!.data.resultData.error!.message).toMatch(/webhook/i);
	});
});

describe('when the last node has finished', () => {
	const ending = (fails: boolean): NodeDefinition =>
		fails
			? {
					name: 'End',
					type: 'n8n-nodes-base.stopAndError',
					typeVersion: 1,
					position: [220, 0],
					parameters: { errorMessage: 'The CRM is down' },
				}
			: { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [220, 0], parameters: {} };

	it.each([
		['has succeeded', false, 200, 'success'],
		['has failed, so that Thumbtack sends the event again', true, 500, 'error'],
	])('the workflow %s', async (name, fails, status, outcome) => {
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'selfServe', events: ['lead'], authentication: 'basic', respond: 'lastNode' },
			{ thumbtackBasicApi: scene.credentials.webhook },
		);
		const workflow = await scene.publishedWorkflow(chain(`Last node ${name}`, [trigger, ending(fails)]));
		const answer = await send(workflow, lead());
		expect(answer.status).toBe(status);
		const [execution] = await scene.n8n.finishedExecutions(workflow.id, 1);
		expect(execution).toMatchObject({ status: outcome });
		if (!fails) expect(answer.text).toBe('');
	});
});
