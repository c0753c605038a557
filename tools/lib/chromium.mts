import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { attempt, run } from './command.mts';
import { root } from './paths.mts';
import { say, step } from './progress.mts';

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that is there already, if any. CHROMIUM_PATH names one in another place. */
export async function findChromium(): Promise<string | undefined> {
	const candidates = [process.env.CHROMIUM_PATH, ...usualPlaces, chromium.executablePath()];
	for (const candidate of candidates) {
		// A distribution may leave a script there that only says how to install the browser.
		if (candidate && existsSync(candidate) && (await attempt(candidate, ['--version'])).code === 0) return candidate;
	}
	return undefined;
}

/** Finds or installs one; undefined, with the reason said, where neither works. */
export async function ensureChromium(): Promise<string | undefined> {
	const found = await findChromium();
	if (found !== undefined) return found;
	try {
		await step('Installing Chromium for the browser tests', async () => {
			if (isDebianRoot()) await installFromDebian();
			else await installFromPlaywright();
		});
	} catch (error) {
		say(`Chromium could not be installed, so the browser tests are skipped: ${(error as Error).message}`);
	}
	return await findChromium();
}

function isDebianRoot(): boolean {
	return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

async function installFromDebian(): Promise<void> {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-qq'], { env });
	await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
}

async function installFromPlaywright(): Promise<void> {
	const cli = path.join(root, 'node_modules', 'playwright-core', 'cli.js');
	await run(process.execPath, [cli, 'install', 'chromium']);
}
