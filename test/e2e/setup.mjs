import { tsImport } from 'tsx/esm/api';

/** As many as a usual machine has the memory for. */
const MOST_STACKS = 4;

/** A sandbox and an n8n for each worker of Jest: a test file has the two for itself while it runs. */
export default async function setup({ maxWorkers }) {
	if (maxWorkers > MOST_STACKS)
		throw new Error(`Each worker gets an n8n: say --maxWorkers=2, or ${MOST_STACKS} at most.`);
	const { startStacks } = await tsImport('../../tools/lib/stack.mts', import.meta.url);
	const { findChromium } = await tsImport('../../tools/lib/chromium.mts', import.meta.url);
	globalThis.thumbtackTestStacks = await startStacks(maxWorkers);
	process.env.E2E_STACKS = JSON.stringify(globalThis.thumbtackTestStacks.map(({ addresses }) => addresses));
	process.env.E2E_CHROMIUM ??= (await findChromium()) ?? '';
}
