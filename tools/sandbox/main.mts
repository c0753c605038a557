import { parseArgs } from 'node:util';
import { startSandbox } from './server.mts';

const usage = 'usage: tsx sandbox/main.mts [--port 8484] [--data FILE] [--allow-any-host]';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '8484' },
		data: { type: 'string' },
		'allow-any-host': { type: 'boolean', default: false },
	},
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
	process.stderr.write(`${usage}\n`);
	process.exit(2);
}

const running = await startSandbox(port, {
	dataFile: values.data ?? null,
	allowAnyHost: values['allow-any-host'],
});
process.stdout.write(`Thumbtack sandbox: ${running.url}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.once(signal, () => void running.close().then(() => process.exit(0)));
}
