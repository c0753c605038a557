// Takes the pictures of docs/ from a real n8n with our nodes in it, so that they show what users see.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createSandboxCredentials, webhookUser } from '../lib/testing/credentials.ts';
import { withCredentials } from '../lib/testing/examples.ts';
import { N8nClient, type StoredWorkflow, type WorkflowDefinition } from '../lib/testing/n8n-client.ts';
import { launchChromium, signIn } from '../lib/testing/n8n-page.ts';
import { cast, SandboxClient } from '../lib/testing/sandbox-client.ts';
import type { StackAddresses } from '../lib/testing/stack.ts';
import { animate, type Frame } from '../lib/animation.mts';
import { ensureChromium } from '../lib/chromium.mts';
import { root } from '../lib/paths.mts';
import { say, step } from '../lib/progress.mts';
import { TestStack } from '../lib/stack.mts';
import { listenForStop } from '../lib/stopping.mts';

const docs = path.join(root, 'docs');
/** A reader of the README loads them all, some by phone. */
const mostBytes = { png: 150 * 1024, gif: 1024 * 1024 };

async function example(
	n8n: N8nClient,
	file: string,
	credentials: Parameters<typeof withCredentials>[1],
	change: (workflow: WorkflowDefinition) => WorkflowDefinition = (same) => same,
): Promise<StoredWorkflow> {
	const definition = JSON.parse(readFileSync(path.join(root, 'examples', file), 'utf8')) as WorkflowDefinition;
	return await n8n.createWorkflow(withCredentials(change(definition), credentials));
}

/** Without its made-up lead, so that it waits for a real one, and without its note. */
const bare = (workflow: WorkflowDefinition): WorkflowDefinition => ({
	...workflow,
	nodes: workflow.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote'),
	pinData: {},
});

async function open(page: Page, n8nUrl: string, workflow: StoredWorkflow): Promise<void> {
	await page.goto(`${n8nUrl}/workflow/${workflow.id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	// Drawn in steps, the last of which is the fit to the window.
	await page.waitForTimeout(1_500);
}

function keep(name: string, picture: Buffer, kind: 'png' | 'gif' = 'png'): void {
	const file = `${name}.${kind}`;
	if (picture.length > mostBytes[kind])
		throw new Error(`docs/${file} would have ${picture.length} bytes; ${mostBytes[kind]} are allowed`);
	writeFileSync(path.join(docs, file), picture);
	say(`  docs/${file}  ${(picture.length / 1024).toFixed(0)} KB`);
}

async function takeAll(browser: Browser, addresses: StackAddresses): Promise<void> {
	const n8n = N8nClient.withSession(addresses.n8nUrl, addresses.session);
	const sandbox = new SandboxClient(addresses.sandboxUrl);
	const credentials = await createSandboxCredentials(n8n, sandbox);
	const page = await browser.newPage({ viewport: { width: 1_120, height: 560 }, colorScheme: 'light' });
	page.setDefaultTimeout(20_000);
	await signIn(page, addresses);

	await step("The trigger's panel", async () => {
		const workflow = await example(n8n, 'alert-by-slack-or-sms.json', Object.values(credentials));
		await page.setViewportSize({ width: 1_120, height: 820 });
		await open(page, addresses.n8nUrl, workflow);
		await page.getByTestId('canvas-node').filter({ hasText: 'From Thumbtack' }).dblclick();
		const panel = page.getByTestId('ndv');
		await panel.getByText('Webhook URLs').first().click();
		await panel.getByText('Production URL', { exact: true }).first().click();
		await page.waitForTimeout(500);
		// A reader's n8n has a public address.
		await panel.getByText(addresses.n8nUrl).evaluateAll((elements, local) => {
			for (const element of elements)
				element.textContent = element.textContent!.replace(local, 'https://n8n.example.com');
		}, addresses.n8nUrl);
		keep('trigger', await panel.first().screenshot());
	});

	await step("A reply in the sandbox's inbox", async () => {
		const workflow = await example(n8n, 'self-serve-thank-new-lead.json', Object.values(credentials));
		await n8n.publish(workflow.id);
		const url = n8n.webhookUrl(workflow, 'New lead');
		const { webhookId } = await sandbox.addSelfServeWebhook({
			url,
			businessId: cast.riveraHandyman.businessId,
			auth: webhookUser,
		});
		await sandbox.sendLead({ businessId: cast.riveraHandyman.businessId });
		await n8n.finishedExecutions(workflow.id, 1);
		await page.setViewportSize({ width: 1_120, height: 640 });
		await page.goto(sandbox.url);
		await page.getByText('thanks for your request').first().click();
		await page.getByText('200').first().waitFor();
		keep('sandbox', await page.screenshot());
		await sandbox.removeSelfServeWebhook(webhookId);
		await n8n.deactivate(workflow.id);
	});

	await step('A lead comes in, and its answer goes out', async () => {
		const frames: Frame[] = [];
		const frame = async (of: Page, ms: number) => frames.push({ png: await of.screenshot(), ms });
		const size = { width: 960, height: 540 };
		await page.setViewportSize(size);
		const inbox = await browser.newPage({ viewport: size, colorScheme: 'light' });

		const workflow = await example(n8n, 'self-serve-thank-new-lead.json', Object.values(credentials), bare);
		const url = n8n.webhookUrl(workflow, 'New lead').replace('/webhook/', '/webhook-test/');
		await sandbox.addSelfServeWebhook({ url, businessId: cast.riveraHandyman.businessId, auth: webhookUser });

		await open(page, addresses.n8nUrl, workflow);
		await page.getByTestId('zoom-to-fit').click();
		await frame(page, 1_500);
		await page.getByTestId('execute-workflow-button').click();
		await page.getByText('Waiting for Thumbtack to call the Test URL').waitFor();
		await frame(page, 1_500);
		await sandbox.sendLead({ businessId: cast.riveraHandyman.businessId });
		await inbox.goto(sandbox.url);
		await inbox.waitForTimeout(1_000);
		await frame(inbox, 2_000);
		await page.getByText('Workflow executed successfully').first().waitFor();
		await frame(page, 2_500);
		await inbox.reload();
		await inbox.getByText('thanks for your request').first().click();
		await inbox.waitForTimeout(500);
		await frame(inbox, 3_000);
		keep('lead-to-reply', animate(frames), 'gif');
	});
}

listenForStop();
const executablePath = await ensureChromium();
if (executablePath === undefined) {
	say('There is no Chromium to take pictures with.');
	process.exit(1);
}
const stack = await step('Starting a sandbox and an n8n', async () => await TestStack.start());
const browser = await launchChromium(executablePath);
try {
	await takeAll(browser, stack.addresses);
} catch (error) {
	say((error as Error).stack);
	process.exitCode = 1;
} finally {
	await browser.close();
	await stack.stop();
}
process.exit();
