// 500 calls of the action node with OAuth2 beside the HTTP Request node with the same credential, and beside a node that does nothing but the call.
import { say, step } from '../../lib/progress.mts';
import type { Execution, N8nClient, NodeDefinition, StoredWorkflow } from '../../lib/testing/n8n-client.ts';
import { beginWith, fanOut } from '../../lib/testing/workflows.ts';
import { OwnN8n } from '../lib/n8n.mts';
import { atMost, begin, fixed, withSpread, type Result } from '../lib/results.mts';
import { createConnection, sendWithHttpRequest, sendWithIdle, sendWithOurs } from '../lib/send.mts';
import { ratio, spread } from '../lib/stats.mts';
import { Stub, type Manner } from '../lib/stub.mts';

const PER_SECOND = 20;

const manners: Array<{ name: string; manner: Manner; goal: number }> = [
	{ name: 'server answers at once', manner: {}, goal: 0.35 },
	{ name: 'server answers after 20 ms', manner: { delayMs: 20 }, goal: 0.5 },
];

export async function action(rounds: number, calls: number): Promise<Result> {
	const result = begin('action');
	const stub = await Stub.start();
	const n8n = await step('Starting n8n', async () => await OwnN8n.start());
	try {
		const connection = await createConnection(n8n.client, stub.url);
		const ours = await createRun(n8n.client, 'ours', calls, sendWithOurs(connection, '={{ $json.text }}'));
		const http = sendWithHttpRequest(connection, stub.url, '$json.leadId', '={{ $json.text }}');
		const other = await createRun(n8n.client, 'HTTP Request', calls, http);
		const bare = sendWithIdle(connection, stub.url, '$json.leadId', '={{ $json.text }}');
		const limit = await createRun(n8n.client, 'does nothing', calls, bare);
		const sides = Object.entries({ ours, other, limit }) as Array<['ours' | 'other' | 'limit', StoredWorkflow]>;

		for (const { name, manner, goal } of manners) {
			const times: Record<'ours' | 'other' | 'limit', number[]> = { ours: [], other: [], limit: [] };
			// The first round warms up and is not counted.
			for (let round = 0; round <= rounds; round++) {
				for (const [side, workflow] of round % 2 === 0 ? sides : [...sides].reverse()) {
					stub.reset(manner);
					const time = await runOnce(n8n.client, workflow, stub, calls);
					if (round > 0) times[side].push(time / calls);
				}
				if (round === 0) continue;
				const [own, request, nothing] = sides.map(([side]) => fixed(times[side].at(-1)!));
				say(`  ${name}: ours ${own} ms, HTTP Request ${request} ms, do-nothing ${nothing} ms per item`);
			}
			const shown = (side: 'ours' | 'other' | 'limit') => `${withSpread(spread(times[side]))} ms per item`;
			const measure = `${calls} calls with OAuth2, ${name}`;
			const compared = ratio(times.ours, times.other);
			const least = ratio(times.limit, times.other);
			const ownCode = ratio(times.ours, times.limit);
			result.rows.push(
				{
					measure,
					ours: shown('ours'),
					other: `HTTP Request node ${shown('other')}`,
					ratio: compared,
					...atMost(goal, compared),
				},
				{
					measure: `${measure}: do-nothing`,
					ours: shown('limit'),
					other: `HTTP Request node ${shown('other')}`,
					ratio: least,
					...atMost(goal, least),
				},
				{
					measure: `${measure}: beside do-nothing`,
					ours: shown('ours'),
					other: `a node that makes the calls and does nothing else ${shown('limit')}`,
					ratio: ownCode,
					...atMost(1.05, ownCode),
				},
			);
		}

		// The first calls go through at once, each later batch a second after the one before.
		const least = ((calls - PER_SECOND) / PER_SECOND) * 1000;
		for (const retryAfter of [false, true]) {
			const times: number[] = [];
			const refused: number[] = [];
			// The limit itself sets the time, so these rounds differ little.
			for (let round = 0; round < Math.min(rounds, 3); round++) {
				stub.reset({ perSecond: PER_SECOND, retryAfter });
				await runOnce(n8n.client, ours, stub, calls);
				times.push(stub.lastAt - stub.firstAt);
				refused.push(stub.refused);
				say(
					`  429 ${retryAfter ? 'with' : 'without'} Retry-After: ${fixed(times.at(-1)! / 1000)} s, ${stub.refused} refusals`,
				);
			}
			const compared = ratio(
				times,
				times.map(() => least),
			);
			result.rows.push({
				measure: `${calls} calls, ${PER_SECOND} a second allowed, 429 ${retryAfter ? 'with' : 'without'} Retry-After`,
				ours: `${withSpread(spread(times.map((time) => time / 1000)))} s, all arrived, none twice`,
				other: `least possible ${fixed(least / 1000, 1)} s`,
				ratio: compared,
				...atMost(1.1, compared),
			});
			result.counts[`refused ${retryAfter ? 'with' : 'without'} Retry-After`] = refused;
		}
		result.counts.rounds = rounds;
		return result;
	} finally {
		await n8n.remove();
		await stub.stop();
	}
}

async function createRun(n8n: N8nClient, name: string, calls: number, send: NodeDefinition): Promise<StoredWorkflow> {
	const items = Array.from({ length: calls }, (_, index) => ({
		leadId: String(519000111222000000n + BigInt(index)),
		text: `Message ${index}`,
	}));
	const { trigger, pinData } = beginWith(items);
	return await n8n.createWorkflow({ ...fanOut(name, trigger, [send]), pinData });
}

/** Runs the workflow and gives what n8n itself measured for the node; every message must have arrived once. */
async function runOnce(n8n: N8nClient, workflow: StoredWorkflow, stub: Stub, calls: number): Promise<number> {
	const execution = await n8n.run(workflow.id, 'Begin');
	if (execution.status !== 'success')
		throw new Error(`${workflow.name} ended with ${JSON.stringify(execution.data.resultData.error)}`);
	const different = new Set(stub.taken).size;
	if (stub.taken.length !== calls || different !== calls) {
		throw new Error(
			`${workflow.name}: of ${calls} messages ${different} arrived, ${stub.taken.length} calls were taken`,
		);
	}
	return executionTime(execution);
}

function executionTime(execution: Execution): number {
	const [run] = execution.data.resultData.runData.Send as unknown as [{ executionTime: number }];
	return run.executionTime;
}
