import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';

import { addresses, chromiumPath, picturesFolder } from './stack';

const SWITCHES = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** `describe` where there is a browser; elsewhere its tests are skipped. */
export const withBrowser = chromiumPath() === undefined ? describe.skip : describe;

/** n8n in a browser of its own, signed in as the owner. */
export class Editor {
	private constructor(
		readonly browser: Browser,
		readonly page: Page,
	) {}

	static async open(viewport = { width: 1_440, height: 900 }): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		const browser = await chromium.launch({ executablePath: chromiumPath(), args: SWITCHES });
		const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
		const { n8nUrl, owner } = addresses();
		await page.goto(`${n8nUrl}/signin`);
		await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
		await page.locator('input[name=password]').fill(owner.password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
		return new Editor(browser, page);
	}

	/** A page of n8n, by its path. */
	async goto(path: string): Promise<void> {
		await this.page.goto(`${addresses().n8nUrl}${path}`);
	}

	async openWorkflow(workflowId: string): Promise<void> {
		await this.goto(`/workflow/${workflowId}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** The panel of a node of the workflow that is open; the panel of another node is closed for it. */
	async openNode(name: string): Promise<Locator> {
		const panel = this.page.getByTestId('ndv');
		if (await panel.isVisible()) {
			await this.page.keyboard.press('Escape');
			await panel.waitFor({ state: 'hidden' });
		}
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick({ force: true });
		await panel.waitFor();
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
