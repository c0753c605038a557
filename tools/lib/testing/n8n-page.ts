import { chromium, selectors, type Browser, type Page } from 'playwright-core';

import type { StackAddresses } from './stack';

const SWITCHES = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Chromium with switches for servers; `getByTestId` then finds what n8n marks. */
export async function launchChromium(executablePath: string | undefined): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath, args: SWITCHES });
}

/** Signs in to n8n as its owner, with n8n's own form. */
export async function signIn(page: Page, { n8nUrl, owner }: Pick<StackAddresses, 'n8nUrl' | 'owner'>): Promise<void> {
	await page.goto(`${n8nUrl}/signin`);
	await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
	await page.locator('input[name=password]').fill(owner.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}
