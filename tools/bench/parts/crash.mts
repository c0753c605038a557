// n8n killed at random moments during deliveries, its database locked, its disk full: an event answered 2xx must have an execution.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, run } from '../../lib/command.mts';
import { root } from '../../lib/paths.mts';
import { say, step } from '../../lib/progress.mts';
import { environmentFor } from '../../lib/runtime.mts';
import { until } from '../../lib/testing/poll.ts';
import { leadBody, newIds } from '../lib/deliveries.mts';
import { OwnN8n } from '../lib/n8n.mts';
import { post } from '../lib/post.mts';
import { begin, type Result } from '../lib/results.mts';
import { random } from '../lib/stats.mts';
import { createCallers, listen, ours } from '../lib/workflows.mts';

const SENDERS = 10;
const MOST_BEFORE_KILL = 40;

interface Answers {
	/** Ids of the leads that were answered 2xx. */
	accepted: string[];
	/** How often each other status came; 0 for none at all. */
	others: Record<number, number>;
}

interface Kept {
	id: number;
	status: string;
	leads: string[];
}

const nextId = newIds();
const noAnswers = (): Answers => ({ accepted: [], others: {} });

async function send(url: string, answers: Answers, timeoutMs = 20_000): Promise<number> {
	const leadId = nextId();
	const status = await post(url, leadBody(leadId), timeoutMs);
	if (status >= 200 && status < 300) answers.accepted.push(leadId);
	else answers.others[status] = (answers.others[status] ?? 0) + 1;
	return status;
}

export async function crash(kills: number, seed: number): Promise<Result> {
	const result = begin('crash');
	result.counts = { seed, ...(await killed(kills, seed)), locked: await locked(), full: await full() };
	return result;
}

async function executionsOf(n8n: OwnN8n, workflowId: string): Promise<Kept[]> {
	const worker = path.join(root, 'tools', 'bench', 'workers', 'executions.mjs');
	const { stdout } = await run(n8n.runtime.node, [worker, n8n.database, workflowId], {
		env: environmentFor(n8n.runtime.node),
	});
	return stdout
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Kept);
}

/** What was accepted and is nowhere in the database, what is there, and how it stands. */
async function account(n8n: OwnN8n, workflowId: string, { accepted, others }: Answers) {
	const kept = await executionsOf(n8n, workflowId);
	const known = new Map<string, number>();
	for (const leadId of kept.flatMap(({ leads }) => leads)) known.set(leadId, (known.get(leadId) ?? 0) + 1);
	const statuses: Record<string, number> = {};
	for (const { status } of kept) statuses[status] = (statuses[status] ?? 0) + 1;
	return {
		accepted: accepted.length,
		missing: accepted.filter((leadId) => !known.has(leadId)).length,
		twice: accepted.filter((leadId) => (known.get(leadId) ?? 0) > 1).length,
		executions: kept.length,
		statuses,
		otherAnswers: others,
	};
}

async function killed(kills: number, seed: number) {
	const chance = random(seed);
	const n8n = await step('Starting n8n', async () => await OwnN8n.start());
	try {
		const callers = await createCallers(n8n.client);
		const { url, workflow } = await listen(n8n.client, 'Killed', [ours(callers)]);
		const answers = noAnswers();
		for (let kill = 1; kill <= kills; kill++) {
			if (!n8n.running) await n8n.boot();
			const before = answers.accepted.length;
			await until('the webhook to answer', async () => (await send(url, answers)) === 200, {
				withinMs: 60_000,
				everyMs: 200,
			});
			let over = false;
			const senders = Array.from({ length: SENDERS }, async () => {
				while (!over) await send(url, answers);
			});
			// By the count of deliveries rather than the clock: on a slow machine nothing would have come in by then.
			const enough = answers.accepted.length + Math.ceil(chance() * MOST_BEFORE_KILL);
			const deadline = Date.now() + 20_000;
			while (answers.accepted.length < enough && Date.now() < deadline) await sleep(5);
			await sleep(chance() * 100);
			await n8n.kill();
			over = true;
			await Promise.all(senders);
			say(`  kill ${kill} of ${kills}: ${answers.accepted.length - before} accepted in this life`);
		}
		// What an n8n makes of the crash at its next start belongs to the picture.
		await n8n.boot();
		await until(
			'no execution to be running any more',
			async () => (await n8n.count(workflow.id, ['running', 'new'])) === 0,
			{ withinMs: 120_000 },
		);
		await n8n.stop();
		return { kills, ...(await account(n8n, workflow.id, answers)) };
	} finally {
		await n8n.remove();
	}
}

/** Deliveries while another process holds SQLite's write lock, and after it let go. */
async function locked() {
	const n8n = await step('Starting n8n for a locked database', async () => await OwnN8n.start());
	try {
		const callers = await createCallers(n8n.client);
		const { url, workflow } = await listen(n8n.client, 'Locked', [ours(callers)]);
		const answers = noAnswers();
		await send(url, answers);
		const holder = spawn(n8n.runtime.node, [path.join(root, 'tools', 'bench', 'workers', 'lock.mjs'), n8n.database], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		await once(holder.stdout, 'data');
		const during = noAnswers();
		await Promise.all(Array.from({ length: 5 }, async () => await send(url, during, 60_000)));
		holder.stdin.end();
		await once(holder, 'exit');
		await until('n8n to take deliveries again', async () => (await send(url, answers)) === 200, { withinMs: 60_000 });
		await n8n.stop();
		answers.accepted.push(...during.accepted);
		return {
			during: during.others,
			acceptedDuring: during.accepted.length,
			...(await account(n8n, workflow.id, answers)),
		};
	} finally {
		await n8n.remove();
	}
}

/** Deliveries while there is not a byte left for n8n's data. Needs a file system of its own, which only root may make. */
async function full() {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-full-'));
	const mounted =
		process.platform === 'linux' &&
		(await attempt('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', folder])).code === 0;
	if (!mounted) {
		rmSync(folder, { recursive: true, force: true });
		return { skipped: 'a file system of limited size can be mounted by root on Linux only' };
	}
	const n8n = await OwnN8n.prepare({}, folder);
	try {
		await step('Starting n8n on a small disk', async () => await n8n.boot());
		const callers = await createCallers(n8n.client);
		const { url, workflow } = await listen(n8n.client, 'Full', [ours(callers)]);
		const answers = noAnswers();
		await send(url, answers);
		const filler = path.join(folder, 'filler');
		// The log of SQLite has room inside itself, so some more go well: they count as accepted, and have to be there.
		fill(filler);
		const during = noAnswers();
		for (let count = 0; count < 400 && Object.keys(during.others).length === 0; count++) await send(url, during);
		await Promise.all(Array.from({ length: 10 }, async () => await send(url, during)));
		rmSync(filler);
		// n8n's connection to the database may not get over a commit that failed; a new start does.
		const recovers = await until(
			'n8n to take deliveries again',
			async () => (await send(url, answers, 5_000)) === 200,
			{ withinMs: 20_000 },
		).catch(() => 0);
		if (recovers === 0) {
			await n8n.stop();
			await n8n.boot();
			await until('n8n to take deliveries again', async () => (await send(url, answers)) === 200, { withinMs: 60_000 });
		}
		await n8n.stop();
		answers.accepted.push(...during.accepted);
		return {
			recovers: recovers !== 0,
			during: during.others,
			acceptedDuring: during.accepted.length,
			...(await account(n8n, workflow.id, answers)),
		};
	} finally {
		await n8n.stop();
		// Also when we are being stopped, for which `attempt` would not start anything any more.
		spawnSync('umount', ['--lazy', folder]);
		rmSync(folder, { recursive: true, force: true });
	}
}

function fill(file: string): void {
	const handle = openSync(file, 'w');
	try {
		for (let size = 2 ** 20; size >= 1; size = size >> 4) {
			try {
				for (;;) writeSync(handle, Buffer.alloc(size));
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
			}
		}
	} finally {
		closeSync(handle);
	}
}
