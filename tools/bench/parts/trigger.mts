// Executions per second of our trigger, of n8n's own Webhook node with the same check of the caller, and of a trigger that does nothing.
import { say, step } from '../../lib/progress.mts';
import type { NodeDefinition } from '../../lib/testing/n8n-client.ts';
import { authorization, leadBody, newIds } from '../lib/deliveries.mts';
import { fire } from '../lib/fire.mts';
import { OwnN8n } from '../lib/n8n.mts';
import { atLeast, begin, fixed, withSpread, type Result } from '../lib/results.mts';
import { ratio, spread } from '../lib/stats.mts';
import { builtIn, createCallers, idle, listen, ours, type Callers, type Listening } from '../lib/workflows.mts';

const CONNECTIONS = 10;

interface Engine {
	name: string;
	env: NodeJS.ProcessEnv;
	/** Calls of one round: a few seconds' worth. */
	amount: number;
	/** What the built-in Webhook node beside ours allows. */
	goal: number;
}

const engines: Engine[] = [
	{ name: 'default engine', env: {}, amount: 80, goal: 0.6 },
	{ name: 'lazy acquire', env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }, amount: 300, goal: 1 },
	{ name: 'legacy engine', env: { N8N_EXPRESSION_ENGINE: 'legacy' }, amount: 300, goal: 1 },
];

const sides: Record<string, (callers: Callers) => NodeDefinition> = {
	'Webhook, Basic': builtIn,
	'Thumbtack, Basic': ours,
	'do-nothing, no check': idle,
	'Thumbtack, no check': () => ours(undefined),
	'Webhook, no check': () => builtIn(undefined),
};

type Rates = Record<keyof typeof sides, number[]>;

/** @param only a word in the name of the engine that is wanted; all without it */
export async function trigger(rounds: number, only = ''): Promise<Result> {
	const result = begin('trigger');
	const perEngine: Record<string, Rates> = {};
	for (const engine of engines.filter(({ name }) => name.includes(only))) {
		const rates = (perEngine[engine.name] = await step(
			`Trigger, ${engine.name}`,
			async () => await measure(engine, rounds),
		));
		const side = (name: string) => rates[name] as number[];
		const shown = (name: string) => `${withSpread(spread(side(name)), 0)}/s`;
		const checked = ratio(side('Thumbtack, Basic'), side('Webhook, Basic'));
		result.rows.push({
			measure: `executions/s, Basic, ${engine.name}`,
			ours: shown('Thumbtack, Basic'),
			other: `Webhook node ${shown('Webhook, Basic')}`,
			ratio: checked,
			...atLeast(engine.goal, checked),
		});
		const bare = ratio(side('Thumbtack, no check'), side('do-nothing, no check'));
		result.rows.push({
			measure: `executions/s, no check, ${engine.name}`,
			ours: shown('Thumbtack, no check'),
			other: `do-nothing trigger ${shown('do-nothing, no check')}`,
			ratio: bare,
			...atLeast(0.95, bare),
		});
	}
	result.counts = { connections: CONNECTIONS, rounds, perEngine };
	return result;
}

async function measure({ env, amount, name }: Engine, rounds: number): Promise<Rates> {
	const n8n = await OwnN8n.start(env);
	try {
		const callers = await createCallers(n8n.client);
		const listening: Array<[string, Listening]> = [];
		for (const [side, node] of Object.entries(sides))
			listening.push([side, await listen(n8n.client, side, [node(callers)])]);
		const nextId = newIds();
		const rates: Rates = Object.fromEntries(listening.map(([side]) => [side, []]));
		const done = new Map<string, number>();
		// The first round warms up n8n and its caches, and is not counted.
		for (let round = 0; round <= rounds; round++) {
			// Each round in another order: who comes first finds the database smaller.
			const order = listening.map((_, index) => listening[(index + round) % listening.length]!);
			for (const [side, { url, workflow }] of order) {
				const began = Date.now();
				await fire({
					url,
					connections: CONNECTIONS,
					amount,
					headers: { authorization },
					body: () => leadBody(nextId()),
				});
				const total = (done.get(workflow.id) ?? 0) + amount;
				done.set(workflow.id, total);
				await n8n.finished(workflow.id, total);
				// By n8n's own times: autocannon looks once a second only whether it is done.
				const rate = amount / (((await n8n.lastEnd(workflow.id)) - began) / 1000);
				if (round > 0) rates[side]!.push(rate);
			}
			if (round > 0)
				say(
					`  ${name}, round ${round}: ${listening.map(([side]) => `${side} ${fixed(rates[side]!.at(-1)!, 0)}`).join(', ')}`,
				);
		}
		for (const [side, { workflow }] of listening) {
			const all = await n8n.count(workflow.id);
			if (all !== done.get(workflow.id))
				throw new Error(`${side}: ${done.get(workflow.id)} calls made ${all} executions`);
		}
		return rates;
	} finally {
		await n8n.remove();
	}
}
