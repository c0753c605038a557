import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { post } from '../bench/lib/post.mts';
import { leadBody, newIds } from '../bench/lib/deliveries.mts';
import { begin, load, save } from '../bench/lib/results.mts';
import { createConnection, sendWithOurs } from '../bench/lib/send.mts';
import { Stub } from '../bench/lib/stub.mts';
import { listen, ours } from '../bench/lib/workflows.mts';
import { attempt, cleanEnvironment, tail } from '../lib/command.mts';
import { root } from '../lib/paths.mts';
import { say, step } from '../lib/progress.mts';
import duplicatesExample from '../../examples/remove-duplicates-across-restarts.json' with { type: 'json' };
import { createSandboxCredentials, webhookUser, type SandboxCredentials } from '../lib/testing/credentials.ts';
import { examples, withCredentials } from '../lib/testing/examples.ts';
import { callOk } from '../lib/testing/http.ts';
import type { NodeDefinition, StoredWorkflow, WorkflowDefinition } from '../lib/testing/n8n-client.ts';
import { until } from '../lib/testing/poll.ts';
import { cast } from '../lib/testing/sandbox-client.ts';
import { Cluster, clusterOwner } from './lib/cluster.mts';

interface Finding {
	name: string;
	/** What was counted, for people and for docs/. */
	counts: Record<string, unknown>;
	faults: string[];
}

const DELIVERIES = 1_000;
const SENDERS = 10;

/**
 * Puts the cluster to the test; true when everything holds.
 * @param only a word in the names of the parts that are wanted
 */
export async function check(cluster: Cluster, only = ''): Promise<boolean> {
	const result = begin('cluster');
	const credentials = await createSandboxCredentials(cluster.n8n, cluster.sandbox);
	const parts: Array<[string, () => Promise<Omit<Finding, 'name'>>]> = [
		['an expired token is refreshed once', async () => await refreshedOnce(cluster, credentials)],
		['duplicates across processes are removed by the recipe', async () => await duplicates(cluster, credentials)],
		[`killed amid ${DELIVERIES} deliveries, the workflow answers`, async () => await killed(cluster, 'responseNode')],
		[`killed amid ${DELIVERIES} deliveries, n8n answers at once`, async () => await killed(cluster, 'onReceived')],
		['the end-to-end tests', async () => await endToEnd(cluster)],
	];
	const findings: Finding[] = [];
	for (const [name, work] of parts.filter(([name]) => name.includes(only))) {
		const finding = { name, ...(await step(name, work)) };
		findings.push(finding);
		say(`  ${JSON.stringify(finding.counts)}`);
		for (const fault of finding.faults) say(`  FAULT ${fault}`);
	}
	// What was not run this time keeps what it counted before, under its own date.
	const before = load('cluster')?.counts ?? {};
	const counts = Object.fromEntries(findings.map(({ name, ...finding }) => [name, { date: result.date, ...finding }]));
	save({ ...result, command: 'npm run cluster -- check', counts: { ...before, ...counts } });
	const failed = findings.filter(({ faults }) => faults.length > 0).length;
	say(`${findings.length - failed} passed, ${failed} failed`);
	return failed === 0;
}

async function published(cluster: Cluster, definition: WorkflowDefinition): Promise<StoredWorkflow> {
	const { id } = await cluster.n8n.createWorkflow(definition);
	await cluster.n8n.publish(id);
	return await cluster.n8n.workflow(id);
}

/** Executions on both workers meet the same expired token at the same moment. */
async function refreshedOnce(cluster: Cluster, credentials: SandboxCredentials): Promise<Omit<Finding, 'name'>> {
	const leads = 20;
	const workflow = await published(cluster, withCredentials(examples.selfServe, Object.values(credentials)));
	const { webhookId } = await cluster.sandbox.addSelfServeWebhook({
		url: cluster.n8n.webhookUrl(workflow, 'New lead'),
		businessId: cast.riveraHandyman.businessId,
		auth: webhookUser,
	});
	await cluster.sandbox.control('DELETE', '/requests');
	await cluster.sandbox.expireTokens();
	const sent = await Promise.all(
		Array.from(
			{ length: leads },
			async () => await cluster.sandbox.sendLead({ businessId: cast.riveraHandyman.businessId }),
		),
	);
	await cluster.n8n.finishedExecutions(workflow.id, leads, 120_000);
	const replies = await Promise.all(sent.map(async ({ leadId }) => (await cluster.sandbox.replies(leadId)).length));
	const tokenRequests = (await cluster.sandbox.requests('/oauth2/token')).length;
	await cluster.sandbox.removeSelfServeWebhook(webhookId);
	await cluster.n8n.deactivate(workflow.id);
	const faults = [
		...(tokenRequests === 1 ? [] : [`the token was asked for ${tokenRequests} times`]),
		...(replies.every((count) => count === 1) ? [] : [`replies per lead: ${replies.join()}`]),
	];
	return { counts: { leads, tokenRequests, repliedOnce: replies.filter((count) => count === 1).length }, faults };
}

/** One delivery comes ten times, at the two webhook processors in turn. */
async function duplicates(cluster: Cluster, credentials: SandboxCredentials): Promise<Omit<Finding, 'name'>> {
	const copies = 10;
	const example = withCredentials(duplicatesExample as unknown as WorkflowDefinition, Object.values(credentials));
	const workflow = await published(cluster, example);
	// The same without the recipe: what each process remembers by itself.
	const alone = await listen(cluster.n8n, 'Without the recipe', [ours(undefined)]);
	const { webhookId } = await cluster.sandbox.addSelfServeWebhook({
		url: cluster.n8n.webhookUrl(workflow, 'New lead'),
		businessId: cast.riveraLawnCare.businessId,
		auth: webhookUser,
	});
	const { leadId, deliveries } = await cluster.sandbox.sendLead({ businessId: cast.riveraLawnCare.businessId });
	const [first] = deliveries;
	if (first === undefined) throw new Error('The sandbox made no delivery');
	for (let copy = 1; copy < copies; copy++) {
		// Thumbtack sends again after seconds, not at the same moment.
		await cluster.n8n.finishedExecutions(workflow.id, copy, 60_000);
		await cluster.sandbox.control('POST', `/deliveries/${first}/resend`);
	}
	await cluster.n8n.finishedExecutions(workflow.id, copies, 60_000);
	const replies = (await cluster.sandbox.replies(leadId)).length;

	const body = leadBody(newIds()());
	for (let copy = 0; copy < copies; copy++) await post(alone.url, body);
	await sleep(2_000);
	const withoutRecipe = (await cluster.n8n.executions(alone.workflow.id)).length;

	await cluster.sandbox.removeSelfServeWebhook(webhookId);
	await cluster.n8n.deactivate(workflow.id);
	return {
		counts: { copies, executions: copies, replies, executionsWithoutRecipe: withoutRecipe },
		faults: [
			...(replies === 1 ? [] : [`the lead got ${replies} replies`]),
			...(withoutRecipe <= 2 ? [] : [`two webhook processors let ${withoutRecipe} copies through`]),
		],
	};
}

/** What became of one lead: every status that its sender got, the accepting one last. */
type Attempts = number[];

interface Mode {
	nodes: (trigger: NodeDefinition, send: NodeDefinition) => NodeDefinition[];
	/** How long Thumbtack waits for an answer before it sends again. */
	timeoutMs: number;
}

const modes = {
	// n8n answers as soon as the event is stored.
	onReceived: { nodes: (trigger, send) => [trigger, send], timeoutMs: 20_000 },
	// The workflow answers when its work is done: what died with a worker was never acknowledged, and comes again.
	responseNode: {
		nodes: (trigger, send) => [
			{ ...trigger, parameters: { ...trigger.parameters, respond: 'responseNode' } },
			// Without it n8n's Respond node wants n8n's own Webhook node before it (README).
			{ name: 'No wait', type: 'n8n-nodes-base.wait', typeVersion: 1.1, position: [120, 0], parameters: { amount: 0 } },
			send,
			{
				name: 'Respond',
				type: 'n8n-nodes-base.respondToWebhook',
				typeVersion: 1.4,
				position: [480, 0],
				parameters: { respondWith: 'noData', options: {} },
			},
		],
		timeoutMs: 20_000,
	},
} satisfies Record<string, Mode>;

/** A thousand leads, each to be answered; amid them a worker and then a webhook processor are killed, and start again as under docker. */
async function killed(cluster: Cluster, respond: keyof typeof modes): Promise<Omit<Finding, 'name'>> {
	const { nodes, timeoutMs } = modes[respond];
	const stub = await Stub.start();
	// A reply takes a moment at Thumbtack: so there is always something in the hands of a worker.
	stub.reset({ delayMs: 20 });
	try {
		const connection = await createConnection(cluster.n8n, stub.url);
		const all = nodes(ours(undefined), sendWithOurs(connection, '={{ $json.leadId }}'));
		const { url, workflow } = await listen(cluster.n8n, `Killed, ${respond}`, all);
		const accepted = await deliverAndKill(cluster, url, timeoutMs);
		const before = await settledExecutions(cluster, workflow.id);

		const succeeded = new Set(before.filter(({ status }) => status === 'success').map(({ leadId }) => leadId));
		const interrupted = before.filter(
			({ status, leadId }) => status !== 'success' && !(leadId !== undefined && succeeded.has(leadId)),
		);
		// n8n puts its own error in the place of the data when the processor that took the call finds its worker gone.
		const overwritten = interrupted.filter(({ leadId }) => leadId === undefined).length;
		const kept = interrupted.filter(({ leadId }) => leadId !== undefined && accepted.has(leadId));
		const known = new Set(before.map(({ leadId }) => leadId));
		const unknown = [...accepted].filter(([leadId]) => !known.has(leadId));

		// What its owner does with those whose data is there: the Retry button of the list of executions.
		for (const { id } of kept) {
			await callOk(`${cluster.url}/rest/executions/${id}/retry`, {
				method: 'POST',
				body: { loadWorkflow: false },
				headers: { 'browser-id': 'n8n-nodes-thumbtack', cookie: cluster.n8n.session },
			});
		}
		const unanswered = () => {
			const answered = new Set(stub.taken);
			return [...accepted.keys()].filter((leadId) => !answered.has(leadId));
		};
		await until('every lead to be answered', async () => unanswered().length <= unknown.length, {
			withinMs: 60_000,
		}).catch(() => undefined);
		const answers = new Map<string, number>();
		for (const leadId of stub.taken) answers.set(leadId, (answers.get(leadId) ?? 0) + 1);
		const refusals: Record<number, number> = {};
		for (const status of [...accepted.values()].flatMap((attempts) => attempts.slice(0, -1)))
			refusals[status] = (refusals[status] ?? 0) + 1;
		// Each accepted lead has an execution: with its data, or one whose data n8n has overwritten.
		const missing = Math.max(0, unknown.length - overwritten);
		const faults = [
			...(accepted.size === DELIVERIES ? [] : [`only ${accepted.size} deliveries were accepted`]),
			...(missing === 0 ? [] : [`${missing} accepted deliveries have no execution`]),
		];
		if (respond === 'responseNode' && unanswered().length > 0)
			faults.push(`${unanswered().length} leads were acknowledged and not answered`);
		return {
			counts: {
				deliveries: accepted.size,
				refusals,
				executions: before.length,
				statuses: tally(before),
				missing,
				interrupted: interrupted.length,
				retried: kept.length,
				overwritten,
				unanswered: unanswered().length,
				answeredTwice: [...answers.values()].filter((count) => count > 1).length,
				unknown: unknown.map(([leadId, attempts]) => `${leadId}: ${attempts.join()}`),
			},
			faults,
		};
	} finally {
		await stub.stop();
	}
}

async function deliverAndKill(cluster: Cluster, url: string, timeoutMs: number): Promise<Map<string, Attempts>> {
	const nextId = newIds();
	const accepted = new Map<string, Attempts>();
	let begun = 0;
	const restarts: Array<Promise<void>> = [];
	const sender = async () => {
		while (begun < DELIVERIES) {
			begun++;
			if (begun === 300) restarts.push(dieAndReturn(cluster, 'worker-1'));
			if (begun === 600) restarts.push(dieAndReturn(cluster, 'webhook-1'));
			const leadId = nextId();
			const attempts: Attempts = [];
			// Thumbtack sends what was not taken again and again.
			while (attempts.at(-1) !== 200) {
				if (attempts.length === 10) throw new Error(`A delivery was refused ten times: ${attempts.join()}`);
				if (attempts.length > 0) await sleep(Math.min(500 * 2 ** attempts.length, 10_000));
				attempts.push(await post(url, leadBody(leadId), timeoutMs));
			}
			accepted.set(leadId, attempts);
		}
	};
	await Promise.all(Array.from({ length: SENDERS }, sender));
	await Promise.all(restarts);
	return accepted;
}

interface Row {
	id: string;
	status: string;
	/** The lead that its data tells of. */
	leadId?: string;
}

function tally(rows: Row[]): Record<string, number> {
	const statuses: Record<string, number> = {};
	for (const { status } of rows) statuses[status] = (statuses[status] ?? 0) + 1;
	return statuses;
}

/** All executions of the workflow, once none is under way any more: what the dead left is noticed after a minute or two. */
async function settledExecutions(cluster: Cluster, workflowId: string): Promise<Row[]> {
	const query = `SELECT e.id, e.status, substring(d.data from '"lead:([0-9]+)') FROM execution_entity e LEFT JOIN execution_data d ON d."executionId" = e.id WHERE e."workflowId" = '${workflowId}'`;
	const read = async () =>
		(await cluster.postgres.query(query)).map(([id = '', status = '', leadId]): Row => ({
			id,
			status,
			leadId: leadId || undefined,
		}));
	let last: Row[] = [];
	return await until(
		'every execution to have ended',
		async () => {
			last = await read();
			return last.some(({ status }) => status === 'new' || status === 'running') ? undefined : last;
		},
		{ withinMs: 240_000, everyMs: 1_000 },
		() => tally(last),
	);
}

async function dieAndReturn(cluster: Cluster, role: 'worker-1' | 'webhook-1'): Promise<void> {
	await cluster.kill(role);
	say(`  ${role} was killed`);
	await cluster.startMember(role);
	say(`  ${role} is back`);
}

/** The repository's own end-to-end tests, unchanged, against this cluster in the place of the single n8n. */
async function endToEnd(cluster: Cluster): Promise<Omit<Finding, 'name'>> {
	await cluster.sandbox.reset();
	const addresses = {
		n8nUrl: cluster.url,
		sandboxUrl: cluster.sandbox.url,
		session: cluster.n8n.session,
		owner: clusterOwner,
		n8nLog: cluster.logFile('main'),
		sandboxLog: cluster.logFile('sandbox'),
	};
	const report = path.join(cluster.folder, 'jest.json');
	const { code, output } = await attempt(
		process.execPath,
		[
			path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
			'-c',
			path.join(root, 'tools', 'cluster', 'jest.config.cjs'),
			'--runInBand',
			'--ci',
			'--json',
			`--outputFile=${report}`,
			'--forceExit',
		],
		{ env: cleanEnvironment({ E2E_STACKS: JSON.stringify([addresses]), E2E_CHROMIUM: '' }) },
	);
	const counted = /Tests:\s+(.*)/.exec(output)?.[1] ?? 'no test ran';
	if (code !== 0)
		say(
			tail(
				output
					.split('\n')
					.filter((line) => !line.startsWith('{"num'))
					.join('\n'),
				120,
			),
		);
	return { counts: { tests: counted }, faults: code === 0 ? [] : [`jest ended with code ${code}: ${counted}`] };
}
