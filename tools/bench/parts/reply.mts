// From the lead's arrival at n8n to the reply's arrival at Thumbtack: our two nodes beside Webhook and HTTP Request built by hand.
import { say, step } from '../../lib/progress.mts';
import { call } from '../../lib/testing/http.ts';
import { authorization, leadBody, newIds } from '../lib/deliveries.mts';
import { OwnN8n } from '../lib/n8n.mts';
import { atMost, begin, fixed, withSpread, type Result } from '../lib/results.mts';
import { createConnection, sendWithHttpRequest, sendWithOurs } from '../lib/send.mts';
import { quantile, ratio, spread } from '../lib/stats.mts';
import { Stub } from '../lib/stub.mts';
import { builtIn, createCallers, listen, ours, type Listening } from '../lib/workflows.mts';

type Side = 'ours' | 'other';

const engines: Array<[string, NodeJS.ProcessEnv]> = [
	['default engine', {}],
	['lazy acquire', { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }],
];

export async function reply(rounds: number, leads: number): Promise<Result> {
	const result = begin('reply');
	const stub = await Stub.start();
	try {
		for (const [engine, env] of engines) {
			const n8n = await step(`Lead to reply, ${engine}`, async () => await OwnN8n.start(env));
			try {
				await measure(n8n, stub, engine, rounds, leads, result);
			} finally {
				await n8n.remove();
			}
		}
	} finally {
		await stub.stop();
	}
	result.counts = { rounds, leads };
	return result;
}

async function measure(
	n8n: OwnN8n,
	stub: Stub,
	engine: string,
	rounds: number,
	leads: number,
	result: Result,
): Promise<void> {
	const callers = await createCallers(n8n.client);
	const connection = await createConnection(n8n.client, stub.url);
	const thanks = (name: string) => `=Hi {{ ${name} }}, thanks for your request!`;
	const listening: Record<Side, Listening> = {
		ours: await listen(n8n.client, 'ours', [
			ours(callers),
			sendWithOurs(connection, thanks('$json.customerFirstName')),
		]),
		other: await listen(n8n.client, 'by hand', [
			builtIn(callers),
			sendWithHttpRequest(
				connection,
				stub.url,
				'$json.body.data.negotiationID',
				thanks('$json.body.data.customer.firstName'),
			),
		]),
	};
	const nextId = newIds();
	const medians: Record<Side, number[]> = { ours: [], other: [] };
	const p95s: Record<Side, number[]> = { ours: [], other: [] };
	for (let round = 0; round <= rounds; round++) {
		const times: Record<Side, number[]> = { ours: [], other: [] };
		for (let lead = 0; lead < leads; lead++) {
			// Side by side, now the one first, now the other.
			for (const side of (lead % 2 === 0 ? ['ours', 'other'] : ['other', 'ours']) as Side[]) {
				times[side].push(await once(listening[side].url, nextId(), stub));
			}
		}
		if (round === 0) continue;
		for (const side of ['ours', 'other'] as const) {
			medians[side].push(quantile(times[side], 0.5));
			p95s[side].push(quantile(times[side], 0.95));
		}
		say(
			`  ${engine}: ours ${fixed(medians.ours.at(-1)!, 1)} ms, by hand ${fixed(medians.other.at(-1)!, 1)} ms (medians)`,
		);
	}
	for (const [name, values] of [
		['median', medians],
		['p95', p95s],
	] as const) {
		const compared = ratio(values.ours, values.other);
		result.rows.push({
			measure: `lead in to reply at Thumbtack, ${name}, ${engine}`,
			ours: `${withSpread(spread(values.ours), 0)} ms`,
			other: `by hand ${withSpread(spread(values.other), 0)} ms`,
			ratio: compared,
			...atMost(1, compared),
		});
	}
}

/** One lead alone in n8n: milliseconds until its reply is at Thumbtack. */
async function once(url: string, leadId: string, stub: Stub): Promise<number> {
	stub.reset();
	const replied = new Promise<number>((resolve, reject) => {
		stub.onMessage = () => resolve(performance.now());
		setTimeout(() => reject(new Error('No reply came within 30 s')), 30_000).unref();
	});
	const began = performance.now();
	const { status } = await call(url, {
		method: 'POST',
		body: leadBody(leadId),
		headers: { authorization, 'content-type': 'application/json' },
	});
	if (status !== 200) throw new Error(`${url} answered ${status}`);
	const time = (await replied) - began;
	// n8n still has to store how the execution ended; the next lead should not wait for that.
	await new Promise((resolve) => setTimeout(resolve, 40));
	return time;
}
