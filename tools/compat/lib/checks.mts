import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createSandboxCredentials, sandboxCredentials, webhookUser } from '../../lib/testing/credentials.ts';
import { examples, withCredentials } from '../../lib/testing/examples.ts';
import { outputOf, type N8nClient } from '../../lib/testing/n8n-client.ts';
import { cast, type SandboxClient } from '../../lib/testing/sandbox-client.ts';
import { until } from '../../lib/testing/poll.ts';

const ours = /^(n8n-nodes-thumbtack\.|thumbtack)/;

/** The types as the editor gets them, with a description in each: n8n leaves out what it could not load. */
export async function loads(n8n: N8nClient): Promise<void> {
	const nodes = (await n8n.nodeTypes()).filter(({ name }) => ours.test(name));
	const names = nodes.map(({ name }) => name).filter((name) => !name.endsWith('Tool'));
	assert.deepEqual([...new Set(names)].sort(), [
		'n8n-nodes-thumbtack.thumbtack',
		'n8n-nodes-thumbtack.thumbtackTrigger',
	]);
	for (const { name, properties, iconUrl } of nodes) {
		assert.ok(Array.isArray(properties) && properties.length > 0, `${name} has no parameters`);
		assert.ok(iconUrl, `${name} has no icon`);
	}
	const credentials = (await n8n.credentialTypes()).map(({ name }) => name).filter((name) => ours.test(name));
	assert.deepEqual(credentials.sort(), [
		'thumbtackBasicApi',
		'thumbtackLegacyOAuth2Api',
		'thumbtackLegacyTokenApi',
		'thumbtackOAuth2Api',
	]);
}

/** The Test button, with the right password and with a wrong one. */
export async function testsCredentials(n8n: N8nClient, sandbox: SandboxClient): Promise<void> {
	const { type, name, data } = sandboxCredentials(sandbox.url).basic;
	const form = { ...data, usedFor: 'v1' };
	const right = await n8n.createCredential(type, name, form);
	const wrong = await n8n.createCredential(type, 'Wrong password', { ...form, password: 'wrong' });
	const [accepted, refused] = [await n8n.testCredential(right, type), await n8n.testCredential(wrong, type)];
	assert.equal(accepted.status, 'OK', accepted.message);
	assert.equal(refused.status, 'Error', refused.message);
	await n8n.deleteCredential(right.id);
	await n8n.deleteCredential(wrong.id);
}

/** In over a webhook on Thumbtack's page, out by v4 with an account connected by OAuth2; also when the token has run out. */
export async function answersLead(n8n: N8nClient, sandbox: SandboxClient): Promise<void> {
	const credentials = await createSandboxCredentials(n8n, sandbox);
	const example = withCredentials(examples.selfServe, Object.values(credentials));
	// The editor does this; n8n itself only in later versions.
	const nodes = example.nodes.map((node) => (node.name === 'New lead' ? { ...node, webhookId: randomUUID() } : node));
	const workflow = await n8n.createWorkflow({ ...example, nodes });
	await n8n.publish(workflow.id);
	const url = n8n.webhookUrl(workflow, 'New lead');
	await sandbox.addSelfServeWebhook({ url, businessId: cast.riveraHandyman.businessId, auth: webhookUser });
	for (const round of [1, 2]) {
		if (round === 2) await sandbox.expireTokens();
		const { leadId } = await sandbox.sendLead({ businessId: cast.riveraHandyman.businessId });
		const [execution] = await n8n.finishedExecutions(workflow.id, round, 60_000);
		assert.equal(execution?.status, 'success', execution?.data.resultData.error?.message);
		assert.deepEqual(
			outputOf(execution, 'New lead').map((item) => [item.event, item.leadId]),
			[['lead', leadId]],
		);
		const replies = await sandbox.replies(leadId);
		assert.deepEqual(
			replies.map(({ via }) => via),
			['v4'],
		);
		assert.match(replies[0]?.text ?? '', /thanks for your request/);
		const status = await until('the delivery to be answered', async () => {
			return (await sandbox.deliveries(leadId)).find((delivery) => delivery.url === url)?.status;
		});
		assert.equal(status, 200);
	}
}
