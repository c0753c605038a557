import { version as currentVersion } from '../../package.json';
import { createSandboxCredentials, webhookUser } from '../../tools/lib/testing/credentials';
import { examples, withCredentials } from '../../tools/lib/testing/examples';
import type { StoredWorkflow } from '../../tools/lib/testing/n8n-client';
import { ownN8n } from '../../tools/lib/testing/own-n8n';
import { until } from '../../tools/lib/testing/poll';
import { cast, type SentLead } from '../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';

/**
 * What the pages of Settings > Community nodes do, from a registry on this machine. There is no release yet, so the version to come from is
 * today's build under a lower number: this tells that n8n changes one for the other under a live workflow, and not what a later version has
 * to do for the data of an earlier one.
 */
const PREVIOUS = '0.0.1';
const NAME = 'n8n-nodes-thumbtack';
const TYPES = [`${NAME}.thumbtack`, `${NAME}.thumbtackTool`, `${NAME}.thumbtackTrigger`];

const sandbox = ownSandbox();
const own = ownN8n({ previousVersion: PREVIOUS });
let workflow: StoredWorkflow;
let url: string;

interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	updateAvailable?: string;
	failedLoading: boolean;
}

async function listed(): Promise<InstalledPackage[]> {
	return (await own.client.request<{ data: InstalledPackage[] }>('GET', '/community-packages')).json.data;
}

/** Our types as n8n offers them in its editor, with the version that the details page shows. */
async function offered(): Promise<Record<string, unknown>> {
	const ours = (await own.client.nodeTypes()).filter(({ name }) => name.startsWith(NAME));
	return Object.fromEntries(ours.map(({ name, communityNodePackageVersion }) => [name, communityNodePackageVersion]));
}

async function offeredCredentials(): Promise<string[]> {
	return (await own.client.credentialTypes())
		.map(({ name }) => name)
		.filter((name) => name.startsWith('thumbtack'))
		.sort();
}

function allOf(version: string): Record<string, string> {
	return Object.fromEntries(TYPES.map((type) => [type, version]));
}

async function sendLead(): Promise<SentLead> {
	return await sandbox.client.sendLead({ businessId: cast.riveraHandyman.businessId });
}

async function answerTo({ leadId }: SentLead): Promise<number> {
	return await until(`the delivery of ${leadId} to be answered`, async () => {
		return (await sandbox.client.deliveries(leadId)).find((delivery) => delivery.url === url)?.status;
	});
}

/** The versions that replied to a lead, by what they call themselves at Thumbtack. */
async function repliers({ leadId }: SentLead): Promise<string[]> {
	const requests = await sandbox.client.requests(`/api/v4/negotiations/${leadId}/messages`);
	return requests
		.filter(({ method }) => method === 'POST')
		.map(({ headers }) => headers['user-agent']?.split(' ')[0] ?? '');
}

async function expectReply(lead: SentLead, version: string, executions: number): Promise<void> {
	const [latest] = await own.client.finishedExecutions(workflow.id, executions, 60_000);
	expect(latest).toMatchObject({ status: 'success', mode: 'webhook' });
	expect(await answerTo(lead)).toBe(200);
	expect(await sandbox.client.replies(lead.leadId)).toHaveLength(1);
	expect(await repliers(lead)).toEqual([`${NAME}/${version}`]);
}

// One story: each step begins where the one before it ended.
describe('a package installed, updated and removed by n8n itself', () => {
	it('is installed from a registry, and can be used without a restart', async () => {
		expect(await offered()).toEqual({});
		expect(await offeredCredentials()).toEqual([]);

		const reply = await own.client.request('POST', '/community-packages', { name: NAME, version: PREVIOUS });

		expect(reply.status).toBe(200);
		expect(await listed()).toEqual([
			expect.objectContaining({
				packageName: NAME,
				installedVersion: PREVIOUS,
				updateAvailable: currentVersion,
				failedLoading: false,
			}),
		]);
		expect(await offered()).toEqual(allOf(PREVIOUS));
		expect(await offeredCredentials()).toEqual([
			'thumbtackBasicApi',
			'thumbtackLegacyOAuth2Api',
			'thumbtackLegacyTokenApi',
			'thumbtackOAuth2Api',
		]);
	});

	it('answers a lead in the version that is installed', async () => {
		const credentials = await createSandboxCredentials(own.client, sandbox.client);
		workflow = await own.client.createWorkflow(withCredentials(examples.selfServe, Object.values(credentials)));
		await own.client.publish(workflow.id);
		url = own.client.webhookUrl(workflow, 'New lead');
		await sandbox.client.addSelfServeWebhook({ url, businessId: cast.riveraHandyman.businessId, auth: webhookUser });
		await expectReply(await sendLead(), PREVIOUS, 1);
	});

	it('is updated under the live workflow, which takes a lead meanwhile and needs neither a restart nor publishing', async () => {
		const update = own.client.request('PATCH', '/community-packages', { name: NAME, version: currentVersion });
		const meanwhile = await sendLead();
		expect((await update).status).toBe(200);
		expect(await listed()).toEqual([
			expect.objectContaining({ installedVersion: currentVersion, failedLoading: false }),
		]);
		expect((await listed())[0]).not.toHaveProperty('updateAvailable');
		expect(await offered()).toEqual(allOf(currentVersion));

		const afterwards = await sendLead();
		await expectReply(afterwards, currentVersion, 3);
		expect(await answerTo(meanwhile)).toBe(200);
		expect(await sandbox.client.replies(meanwhile.leadId)).toHaveLength(1);
	});

	it('stays as it is when an update cannot be had', async () => {
		const reply = await own.client.request('PATCH', '/community-packages', { name: NAME, version: '9.9.9' });
		expect(reply.status).toBe(500);
		expect(reply.text).toContain('Package version does not exist');
		expect(await offered()).toEqual(allOf(currentVersion));
		await expectReply(await sendLead(), currentVersion, 4);
	});

	it('is removed, nodes and credential types with it; the workflow stays published and Thumbtack gets a refusal', async () => {
		const reply = await own.client.request('DELETE', `/community-packages?name=${NAME}`);
		expect(reply.status).toBe(200);
		expect(await listed()).toEqual([]);
		expect(await offered()).toEqual({});
		expect(await offeredCredentials()).toEqual([]);

		const lead = await sendLead();
		// n8n's own answer to a call for a node that it does not know. Thumbtack repeats what is not answered with a 2xx.
		expect(await answerTo(lead)).toBe(400);
		expect(await sandbox.client.replies(lead.leadId)).toEqual([]);
		expect(await own.client.executions(workflow.id)).toHaveLength(4);
		expect((await own.client.workflow(workflow.id)).active).toBe(true);
		expect(await own.client.credentials()).toHaveLength(4);
	});

	it('takes up the same workflow, with its credentials, when it is installed again', async () => {
		const reply = await own.client.request('POST', '/community-packages', { name: NAME });
		expect(reply.status).toBe(200);
		expect(await offered()).toEqual(allOf(currentVersion));
		await expectReply(await sendLead(), currentVersion, 5);
	});

	it('is there after a restart of n8n', async () => {
		await own.restart();
		expect(await offered()).toEqual(allOf(currentVersion));
		await expectReply(await sendLead(), currentVersion, 6);
	});
});
