import { tsImport } from 'tsx/esm/api';

/** One sandbox and one n8n for all end-to-end tests. */
export default async function setup() {
	const { TestStack } = await tsImport('../../tools/lib/stack.mts', import.meta.url);
	const { findChromium } = await tsImport('../../tools/lib/chromium.mts', import.meta.url);
	globalThis.thumbtackTestStack = await TestStack.start();
	process.env.E2E_STACK = JSON.stringify(globalThis.thumbtackTestStack.addresses);
	process.env.E2E_CHROMIUM ??= (await findChromium()) ?? '';
}
