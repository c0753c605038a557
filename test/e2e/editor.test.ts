import type { Locator, Page } from 'playwright-core';

import { Editor, withBrowser } from '../../tools/lib/testing/browser';
import { Scene } from '../../tools/lib/testing/scene';
import { fanOut, thumbtack, thumbtackTrigger } from '../../tools/lib/testing/workflows';

withBrowser('n8n’s own screen', () => {
	let scene: Scene;
	let editor: Editor;
	let page: Page;

	beforeAll(async () => {
		scene = await Scene.open();
		editor = await Editor.open();
		({ page } = editor);
	});

	afterAll(async () => {
		await editor?.close();
		await scene?.close();
	});

	/** The addresses of the icons that were fetched and could be drawn. */
	async function drawnIcons(place: Locator): Promise<string[]> {
		const icons = place.locator('img');
		await icons.first().waitFor();
		return await icons.evaluateAll(
			async (images: Array<{ decode(): Promise<void>; naturalWidth: number; src: string }>) => {
				await Promise.all(images.map(async (image) => await image.decode()));
				// The image that follows the mouse while dragging is there too.
				return [...new Set(images.filter(({ naturalWidth }) => naturalWidth > 0).map(({ src }) => src))];
			},
		);
	}

	it('finds both nodes in the node panel, with their icons', async () => {
		await editor.goto('/workflow/new');
		await page.getByTestId('canvas-plus-button').click();
		await page.getByTestId('node-creator-search-bar').fill('Thumbtack');
		// n8n puts a node and the trigger of the same name under one entry, with the events and the actions inside.
		const entry = page
			.getByTestId('item-iterator-item')
			.filter({ has: page.getByText('Thumbtack', { exact: true }) })
			.first();
		expect(await drawnIcons(entry)).toEqual([expect.stringMatching(/n8n-nodes-thumbtack\/.*thumbtack.*\.svg/)]);
		await entry.click();
		await page.getByText(/^Actions \(\d+\)/).click();
		for (const name of ['On new lead', 'Get business']) {
			const choice = page.getByTestId('item-iterator-item').filter({ hasText: name }).first();
			expect(await drawnIcons(choice)).toEqual([expect.stringMatching(/thumbtack.*\.svg/)]);
		}
		// One entry for each event, in the order of the form.
		const entries = await page.getByTestId('item-iterator-item').allInnerTexts();
		expect(entries.map((text) => text.trim().split('\n')[0]).filter((text) => text?.startsWith('On '))).toEqual([
			'On new lead',
			'On new message',
			'On lead updated',
			'On new review',
			'On job updated',
			'On any other event',
		]);
		await page.getByTestId('item-iterator-item').filter({ hasText: 'On new lead' }).click();
		await page.getByTestId('ndv').getByText('Thumbtack Trigger').filter({ visible: true }).first().waitFor();
	});

	it('tells a self-serve user, in the trigger’s panel, which address to paste and where', async () => {
		const trigger = thumbtackTrigger(
			'New lead',
			{ source: 'selfServe', events: ['lead'], authentication: 'basic' },
			{ thumbtackBasicApi: scene.credentials.webhook },
		);
		const workflow = await scene.workflow({ name: 'To look at', nodes: [trigger], connections: {} });
		await editor.openWorkflow(workflow.id);
		await page.getByText('Your webhook: lead', { exact: true }).waitFor();
		const panel = await editor.openNode('New lead');
		await panel.getByRole('link', { name: 'thumbtack.com/pro/webhooks' }).waitFor();
		// The notice names the Test URL first, and numbers its steps.
		await panel.getByText(/^Testing\? Paste the "Test URL" in Thumbtack first/).waitFor();
		await panel.getByText(/^1\. Open "Webhook URLs" above/).waitFor();
		await panel.getByText('Webhook URLs', { exact: true }).click();
		await panel.getByText('Production URL', { exact: true }).click();
		await panel.getByText(scene.n8n.webhookUrl(workflow, 'New lead')).waitFor();
	});

	// n8n hides whatever it takes for a part of the credentials' own choice: easily too much.
	it('shows every choice that decides what a node does', async () => {
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'selfServe', events: ['lead'], authentication: 'basic' },
			{ thumbtackBasicApi: scene.credentials.webhook },
		);
		const send = thumbtack(
			'Send',
			{ apiVersion: 'legacy', resource: 'legacyMessage', operation: 'send', authentication: 'basic' },
			{ thumbtackBasicApi: scene.credentials.basic },
		);
		const workflow = await scene.workflow(fanOut('To look at', trigger, [send]));
		const shown = {
			Trigger: ['source', 'authentication', 'events', 'respond', 'output'],
			Send: ['apiVersion', 'resource', 'operation', 'authentication', 'businessId', 'leadId', 'text'],
		};
		await editor.openWorkflow(workflow.id);
		for (const [name, parameters] of Object.entries(shown)) {
			const panel = await editor.openNode(name);
			await panel
				.getByTestId(`parameter-input-${parameters.at(-1)}`)
				.first()
				.waitFor();
			const inputs = panel.locator('[data-test-id^="parameter-input-"]:visible');
			const ids = await inputs.evaluateAll((elements: Array<{ getAttribute(name: string): string }>) => {
				return elements.map((element) => element.getAttribute('data-test-id').replace('parameter-input-', ''));
			});
			expect(ids).toEqual(expect.arrayContaining(parameters));
		}
	});
});
