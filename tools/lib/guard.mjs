// Runs one command and takes it down, with all it started, when whoever started us is gone: closed properly or killed.
import { spawn } from 'node:child_process';

const PATIENCE_MS = 10_000;
const ownGroup = process.platform !== 'win32';
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: ownGroup });

function signal(name) {
	try {
		if (ownGroup) process.kill(-child.pid, name);
		else child.kill(name);
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}

let stopping = false;
function stop() {
	if (stopping) return;
	stopping = true;
	signal('SIGTERM');
	setTimeout(() => signal('SIGKILL'), PATIENCE_MS).unref();
}

child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(127);
});
child.on('exit', (code) => {
	// What the command itself left behind goes with it.
	signal('SIGKILL');
	process.exit(code ?? 1);
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('SIGHUP', stop);
process.on('message', (message) => {
	if (message === 'kill') signal('SIGKILL');
});
