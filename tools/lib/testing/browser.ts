import type { Browser, Locator, Page } from 'playwright-core';

import { BROWSER_ID } from './n8n-client';
import { launchChromium } from './n8n-page';
import { until } from './poll';
import { addresses, chromiumPath, picturesFolder } from './stack';

/** `describe` where there is a browser; elsewhere its tests are skipped. */
export const withBrowser = chromiumPath() === undefined ? describe.skip : describe;

/** n8n in a browser of its own, signed in as the owner. */
export class Editor {
	private constructor(
		readonly browser: Browser,
		readonly page: Page,
	) {}

	static async open(viewport = { width: 1_440, height: 900 }): Promise<Editor> {
		const browser = await launchChromium(chromiumPath());
		const { n8nUrl, session } = addresses();
		const [name, value] = session.split('=') as [string, string];
		const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
		await page.context().addCookies([{ name, value, url: n8nUrl }]);
		await page.addInitScript(`localStorage.setItem('n8n-browserId', '${BROWSER_ID}')`);
		return new Editor(browser, page);
	}

	/** A page of n8n, by its path. To load the editor anew costs seconds, so it goes there as with the browser's back button. */
	async goto(path: string): Promise<void> {
		const { n8nUrl } = addresses();
		if (!this.page.url().startsWith(n8nUrl)) {
			await this.page.goto(`${n8nUrl}${path}`);
			return;
		}
		await this.page.evaluate(
			`history.pushState({}, '', '${path}'); dispatchEvent(new PopStateEvent('popstate', { state: {} }));`,
		);
	}

	/** Loads the editor anew: otherwise the nodes of the workflow before would be on the screen for a while. */
	async openWorkflow(workflowId: string): Promise<void> {
		await this.page.goto(`${addresses().n8nUrl}/workflow/${workflowId}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** The panel of a node of the workflow that is open; the panel of another node is closed for it. */
	async openNode(name: string): Promise<Locator> {
		const panel = this.page.getByTestId('ndv');
		if (await panel.isVisible()) {
			await this.page.keyboard.press('Escape');
			await panel.waitFor({ state: 'hidden' });
		}
		const node = this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
		// A click is lost while the canvas still moves to show all nodes.
		await until(
			`the panel of "${name}"`,
			async () => {
				await node.dblclick({ force: true });
				return await panel.waitFor({ timeout: 5_000 }).then(
					() => true,
					() => false,
				);
			},
			{ withinMs: 60_000 },
		);
		return panel;
	}

	/** Leaves a picture for people to look at, where they asked for it (E2E_SCREENSHOTS). */
	async picture(name: string, page = this.page): Promise<void> {
		const folder = picturesFolder();
		if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}
