// npm run cluster            n8n in queue mode on this machine, with our nodes in every process, until Ctrl-C
// npm run cluster -- check [PART]   the same, put to the test, and gone again
import { say, step } from '../lib/progress.mts';
import { listenForStop, stopping, untilStopped } from '../lib/stopping.mts';
import { check } from './check.mts';
import { Cluster, clusterOwner } from './lib/cluster.mts';

listenForStop();
let cluster: Cluster | undefined;
try {
	cluster = await Cluster.start();
	if (process.argv[2] === 'check') {
		if (!(await check(cluster, process.argv[3]))) process.exitCode = 1;
	} else {
		say(`
  n8n        ${cluster.url}
             ${clusterOwner.email}  ${clusterOwner.password}
  Thumbtack  ${cluster.sandbox.url}
             the sandbox: here you are the homeowner

Ctrl-C stops everything and throws the data away.
`);
		await untilStopped();
	}
} catch (error) {
	say(stopping.aborted ? 'Stopped.' : `\n${(error as Error).stack}`);
	process.exitCode = stopping.aborted ? 0 : 1;
} finally {
	if (cluster) await step('Stopping', async () => await cluster?.stop());
}
process.exit();
