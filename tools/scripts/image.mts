// node --import tsx tools/scripts/image.mts IMAGE TARBALL: the packed nodes in an image of n8n, with Docker. For the workflow; needs Linux.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { answersLead, loads, testsCredentials } from '../compat/lib/checks.mts';
import { OlderN8nClient } from '../compat/lib/client.mts';
import { check, summarise } from '../lib/checks.mts';
import { run } from '../lib/command.mts';
import { installPackage } from '../lib/package.mts';
import { n8nSettings, startSandbox } from '../lib/servers.mts';
import { answers } from '../lib/service.mts';
import { until } from '../lib/testing/poll.ts';
import { SandboxClient } from '../lib/testing/sandbox-client.ts';

const owner = { email: 'owner@example.com', password: 'Owner-password-1', firstName: 'Test', lastName: 'Owner' };

const [image, tarball] = process.argv.slice(2) as [string, string];
const began = Date.now();
const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-image-'));
await installPackage(path.resolve(tarball), folder);
// The user of the image is another one than ours.
await run('chmod', ['-R', 'a+rwX', folder]);
chmodSync(folder, 0o777);
const sandbox = await startSandbox({ logFile: path.join(folder, 'sandbox.log') });
const port = await getPort();
const url = `http://localhost:${port}`;
const settings = n8nSettings('/data', port, await getPort());
const container = (
	await run('docker', [
		'run',
		'--detach',
		'--network=host',
		`--volume=${folder}:/data`,
		...Object.entries(settings).map(([name, value]) => `--env=${name}=${value}`),
		image,
	])
).stdout.trim();
try {
	const isReady = async () => await answers(`${url}/healthz/readiness`);
	await until(`${image} to be ready`, isReady, { withinMs: 180_000 });
	const client = new OlderN8nClient(url);
	await client.signIn(owner);
	const thumbtack = new SandboxClient(sandbox.url);
	const outcomes = [
		await check('loads both nodes and all credentials', async () => await loads(client)),
		await check('tests a credential', async () => await testsCredentials(client, thumbtack)),
		await check('takes a lead and answers it', async () => await answersLead(client, thumbtack)),
	];
	summarise(outcomes, began);
	process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
} finally {
	await run('docker', ['logs', '--tail=60', container], { show: process.exitCode !== 0 });
	await run('docker', ['rm', '--force', container]);
	await sandbox.service.stop();
	rmSync(folder, { recursive: true, force: true });
}
