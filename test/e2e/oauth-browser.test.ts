import type { Browser, Page } from 'playwright-core';

import { Editor, withBrowser } from '../../tools/lib/testing/browser';
import { CREDENTIAL_TYPE } from '../../tools/lib/testing/connections';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';
import { n8n } from '../../tools/lib/testing/stack';

/** Both ways to connect, clicked through as a user does. */
withBrowser('connecting in the browser', () => {
	const sandbox = ownSandbox();
	const made: string[] = [];
	let editor: Editor;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		editor = await Editor.open({ width: 1_280, height: 1_000 });
		({ browser, page } = editor);
	});

	afterAll(async () => {
		await editor?.close();
		for (const id of made) await n8n().deleteCredential(id);
	});

	const modal = () => page.getByTestId('editCredential-modal');
	const field = (name: string) => page.getByTestId(`parameter-input-${name}`);
	const fill = async (name: string, value: string) => await field(name).locator('input, textarea').first().fill(value);
	const choose = async (name: string, option: string) => {
		await field(name).click();
		await page
			.getByRole('option')
			.filter({ has: page.getByText(option, { exact: true }) })
			.click();
	};
	const picture = async (name: string, of: Page = page) => await editor.picture(name, of);

	/** Leaves the form of the test before, saved or not. */
	async function closeForm(): Promise<void> {
		if (!(await modal().isVisible())) return;
		await modal().getByRole('button', { name: 'Close this dialog' }).click();
		const unsaved = page.getByRole('button', { name: 'Close', exact: true }).last();
		await unsaved.click({ timeout: 1_000 }).catch(() => undefined);
		await modal().waitFor({ state: 'hidden' });
	}

	async function newCredential(displayName: string): Promise<void> {
		await closeForm();
		await editor.goto('/home/credentials/create');
		await page.getByTestId('new-credential-type-select').locator('input').fill(displayName);
		await page.getByText(displayName, { exact: true }).last().click();
		await page.getByTestId('new-credential-type-button').click();
		await modal().waitFor();
	}

	/** The credential that the form has saved, as n8n answers it. */
	async function saved(action: () => Promise<void>): Promise<string> {
		const [response] = await Promise.all([
			page.waitForResponse(
				(answer) => answer.request().method() === 'POST' && new URL(answer.url()).pathname === '/rest/credentials',
			),
			action(),
		]);
		const { data } = (await response.json()) as { data: { id: string } };
		made.push(data.id);
		return data.id;
	}

	it('v4: with the Connect button and Thumbtack’s consent page', async () => {
		await newCredential('Thumbtack OAuth2 API');
		// Code in a field would frighten, and an empty Scope says what it means.
		expect(await field('scope').locator('input, textarea').first().inputValue()).toBe('');
		await modal().getByText('Leave empty for the default scopes').waitFor();
		await picture('oauth2-empty');
		await choose('environment', 'Custom');
		for (const name of ['apiUrl', 'authUrlBase']) await fill(name, sandbox.url);
		await picture('oauth2-custom');
		await fill('clientId', cast.v4Client.clientId);
		await fill('clientSecret', cast.v4Client.clientSecret);

		const popup = page.waitForEvent('popup');
		const id = await saved(async () => await page.getByTestId('quick-connect-button').click());
		const consentPage = await popup;
		await consentPage.waitForURL(/\/oauth2\/auth/);
		await consentPage.getByText('supply::messages.write').waitFor();
		await picture('oauth2-consent', consentPage);
		await consentPage.getByRole('button', { name: 'Allow' }).click();
		await page.getByTestId('oauth-connect-success-banner').getByText('Account connected').waitFor();
		await picture('oauth2-connected');
		expect((await n8n().credentialData(id)).oauthTokenData).toBe(true);
		const credential = { id, name: 'Thumbtack account' };
		expect(await n8n().testCredential(credential, CREDENTIAL_TYPE.v4)).toMatchObject({ status: 'OK' });
	});

	it('v4: a URL without https is refused when the button is pressed, and the form says why', async () => {
		await newCredential('Thumbtack OAuth2 API');
		await choose('environment', 'Custom');
		for (const name of ['apiUrl', 'authUrlBase']) await fill(name, 'http://thumbtack.example');
		await modal()
			.getByText(/"API URL" is not safe.*must start with https/)
			.waitFor();
		await fill('clientId', cast.v4Client.clientId);
		await fill('clientSecret', cast.v4Client.clientSecret);
		await saved(async () => await page.getByTestId('quick-connect-button').click());
		await page.getByText('OAuth url is not a valid URL.').waitFor();
		await picture('oauth2-refused');
	});

	it('marketplace: a homeowner signs in; the app itself needs no button', async () => {
		await newCredential('Thumbtack OAuth2 API');
		await choose('api', 'Marketplace (V4)');
		await fill('utmSource', 'partner');
		await modal()
			.getByText(/"UTM Source" must start with cma-/)
			.waitFor();
		await fill('utmSource', cast.utmSource);
		await choose('environment', 'Custom');
		for (const name of ['apiUrl', 'authUrlBase']) await fill(name, sandbox.url);
		await fill('clientId', cast.marketplaceClient.clientId);
		await fill('clientSecret', cast.marketplaceClient.clientSecret);
		await picture('marketplace-person');
		await page.getByTestId('quick-connect-button').waitFor();

		await choose('grantType', 'Client Credentials');
		await page.getByTestId('quick-connect-button').waitFor({ state: 'hidden' });
		const id = await saved(async () => await page.getByTestId('credential-save-button').click());
		await modal().getByText('Connection tested successfully').waitFor();
		await picture('marketplace-app');
		expect((await n8n().credentialData(id)).oauthTokenData).toBe(true);
	});

	it('basic: each use has its own fields', async () => {
		await newCredential('Thumbtack Basic API');
		await field('username').waitFor();
		expect(await field('environment').count()).toBe(0);
		await picture('basic-webhooks');
		await choose('usedFor', 'Authenticate Incoming Webhooks With a Header');
		await field('headerName').waitFor();
		for (const name of ['username', 'password', 'environment']) expect(await field(name).count()).toBe(0);
		await picture('basic-header');
		await choose('usedFor', 'Messages (V1) and Test Leads');
		for (const name of ['username', 'password', 'environment']) await field(name).waitFor();
		await picture('basic-v1');
	});

	it('legacy: with the Connect button, and again after Disconnect', async () => {
		await sandbox.client.acceptLegacyTokenForms();
		await newCredential('Thumbtack Legacy OAuth2 API');
		await choose('environment', 'Custom');
		for (const name of ['apiUrl', 'authUrlBase']) await fill(name, sandbox.url);
		await field('reconnecting').scrollIntoViewIfNeeded();
		await modal()
			.getByText(/select "Disconnect", then "Connect"/)
			.waitFor();
		await picture('legacy-button-form');
		await fill('clientId', cast.legacyClient.clientId);
		await fill('clientSecret', cast.legacyClient.clientSecret);

		const confirm = async (press: () => Promise<unknown>, business: string) => {
			const popup = page.waitForEvent('popup');
			await press();
			const connectPage = await popup;
			await connectPage.waitForURL(/partner-connect/);
			await connectPage.locator('select[name=businessId]').selectOption({ label: business });
			await picture('legacy-button-consent', connectPage);
			await connectPage.getByRole('button', { name: 'Confirm Connection' }).click();
			await page.getByTestId('oauth-connect-success-banner').getByText('Account connected').waitFor();
		};
		let id = '';
		await confirm(
			async () => (id = await saved(async () => await page.getByTestId('quick-connect-button').click())),
			cast.riveraHandyman.name,
		);
		await page.getByTestId('oauth-disconnect-button').click();
		await page.getByText('Disconnect account?').first().waitFor();
		await page.getByRole('button', { name: 'Disconnect', exact: true }).last().click();
		await page.getByTestId('oauth-not-connected-banner').waitFor();
		await confirm(async () => await page.getByTestId('quick-connect-button').click(), cast.stonePlumbing.name);
		await picture('legacy-button-again');
		expect((await n8n().credentialData(id)).oauthTokenData).toBe(true);
	});

	it('legacy: with the link of the form, and the code that Thumbtack shows', async () => {
		await newCredential('Thumbtack Legacy Token API');
		await picture('code-empty');
		await modal()
			.getByText('https://thumbtack.com/services/partner-connect/?response_type=code&scope=messages&client_id=')
			.waitFor();
		await choose('environment', 'Custom');
		await fill('apiUrl', sandbox.url);
		await fill('clientId', cast.legacyClient.clientId);
		await fill('clientSecret', cast.legacyClient.clientSecret);
		const notice = await modal()
			.getByText(/YOUR_HOST\/services\/partner-connect/)
			.innerText();
		const link = /YOUR_HOST(\/\S+client_id=)/.exec(notice)?.[1];
		await choose('scope', 'Messages and Targeting');
		await modal()
			.getByText(/YOUR_HOST\S+scope=messages%20targeting&/)
			.waitFor();
		await choose('scope', 'Messages');

		const connectPage = await browser.newPage();
		await connectPage.goto(`${sandbox.url}${link}${cast.legacyClient.clientId.replace(' ', '%20')}`);
		await connectPage.locator('select[name=businessId]').selectOption({ label: cast.riveraLawnCare.name });
		await connectPage.getByRole('button', { name: 'Confirm Connection' }).click();
		const code = (await connectPage.locator('#code').innerText()).trim();
		await picture('code-on-screen', connectPage);
		await connectPage.close();

		await fill('authorizationCode', code);
		await picture('code-pasted');
		const id = await saved(async () => await page.getByTestId('credential-save-button').click());
		await modal().getByText('Connection tested successfully').waitFor();
		await picture('code-connected');
		const codeExchanges = (await sandbox.client.requests('/v2/tokens/access')).filter(
			({ query }) => query.grant_type === 'authorization_code',
		);
		expect(codeExchanges).toHaveLength(1);

		// The form is open still; saving it once more must not lose the connection.
		await fill('redirectUri', `${sandbox.url}/elsewhere`);
		await page.getByTestId('credential-save-button').click();
		await modal().getByText('Saved', { exact: true }).waitFor();
		expect(
			await n8n().testCredential({ id, name: 'Thumbtack Legacy Token account' }, CREDENTIAL_TYPE.legacyToken),
		).toMatchObject({ status: 'OK' });
		expect(
			(await sandbox.client.requests('/v2/tokens/access')).filter(
				({ query }) => query.grant_type === 'authorization_code',
			),
		).toHaveLength(1);
	});

	it('legacy: a wrong code is told where it was pasted', async () => {
		await newCredential('Thumbtack Legacy Token API');
		await choose('environment', 'Custom');
		await fill('apiUrl', sandbox.url);
		await fill('clientId', cast.legacyClient.clientId);
		await fill('clientSecret', cast.legacyClient.clientSecret);
		await fill('authorizationCode', 'not-a-code');
		await saved(async () => await page.getByTestId('credential-save-button').click());
		await modal().getByText('More details').click();
		await modal()
			.getByText(/no longer accepts the code/)
			.first()
			.waitFor();
		await picture('code-refused');
	});
});
