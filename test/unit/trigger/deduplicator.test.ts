/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals --
   stands in for Node's own response; the rules are for code inside n8n Cloud */
import { EventEmitter } from 'node:events';

import { Deduplicator, type Answer } from '../../../nodes/ThumbtackTrigger/webhook/deduplicator';

/** A response whose end the test decides on. */
class Response extends EventEmitter implements Answer {
	statusCode = 200;
	writableFinished = false;
	closed = false;

	end(statusCode = 200): void {
		this.statusCode = statusCode;
		this.writableFinished = true;
		this.emit('finish');
		this.hangUp();
	}

	hangUp(): void {
		this.closed = true;
		this.emit('close');
	}
}

const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

async function take(taken: Deduplicator, key: string, slot = key, status = 200, node = 'n'): Promise<string> {
	const response = new Response();
	const turn = await taken.claim(node, slot, key, response);
	if (turn === 'first') response.end(status);
	await settle();
	return turn;
}

describe('B1, the pure side: 300 rounds of copies at once', () => {
	it.each([2, 10, 100])('%i copies, 100 rounds: one turn each', async (copies) => {
		const taken = new Deduplicator();
		for (let round = 0; round < 100; round++) {
			const responses = Array.from({ length: copies }, () => new Response());
			const turns = responses.map(async (response) => await taken.claim('n', `k${round}`, `k${round}`, response));
			await settle();
			responses[0].end();
			expect((await Promise.all(turns)).filter((turn) => turn === 'first')).toHaveLength(1);
		}
	});

	it('when the first fails, exactly one of the waiting takes its turn', async () => {
		const taken = new Deduplicator();
		const responses = Array.from({ length: 20 }, () => new Response());
		const turns: string[] = [];
		for (const response of responses) void taken.claim('n', 'k', 'k', response).then((turn) => turns.push(turn));
		await settle();
		expect(turns).toEqual(['first']);
		responses[0].end(500);
		await settle();
		expect(turns).toEqual(['first', 'first']);
		responses[1].hangUp();
		await settle();
		expect(turns).toEqual(['first', 'first', 'first']);
		responses[2].end(202);
		await settle();
		expect(turns).toHaveLength(20);
		expect(turns.slice(3)).toEqual(Array.from({ length: 17 }, () => 'taken'));
	});
});

describe('when a delivery counts as taken', () => {
	it.each([
		[200, 'taken'],
		[202, 'taken'],
		[299, 'taken'],
		[199, 'first'],
		[302, 'first'],
		[404, 'first'],
		[500, 'first'],
	])('after an answer of %i the next copy is %s', async (status, next) => {
		const taken = new Deduplicator();
		expect(await take(taken, 'k', 'k', status)).toBe('first');
		expect(await take(taken, 'k')).toBe(next);
	});

	it('not when the connection closed before the answer', async () => {
		const taken = new Deduplicator();
		const response = new Response();
		await taken.claim('n', 'k', 'k', response);
		response.hangUp();
		await settle();
		expect(await take(taken, 'k')).toBe('first');
	});

	it('not when it was closed from the start', async () => {
		const taken = new Deduplicator();
		const response = new Response();
		response.hangUp();
		expect(await taken.claim('n', 'k', 'k', response)).toBe('first');
		await settle();
		expect(await take(taken, 'k')).toBe('first');
	});

	it('at once where the answer cannot be watched', async () => {
		const taken = new Deduplicator();
		expect(await taken.claim('n', 'k', 'k', undefined)).toBe('first');
		expect(await taken.claim('n', 'k', 'k', {})).toBe('taken');
	});

	it('a copy is put off when the first takes too long', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		const taken = new Deduplicator();
		await taken.claim('n', 'k', 'k', new Response());
		const turn = taken.claim('n', 'k', 'k', new Response());
		clock.abort();
		expect(await turn).toBe('busy');
		expect(timeout).toHaveBeenCalledWith(60_000);
		timeout.mockRestore();
	});

	it('leaves no listener behind on a response', async () => {
		const taken = new Deduplicator();
		const first = new Response();
		await taken.claim('n', 'k', 'k', first);
		const waiting = new Response();
		const turn = taken.claim('n', 'k', 'k', waiting);
		first.end();
		expect(await turn).toBe('taken');
		waiting.end();
		expect(waiting.listenerCount('finish') + first.listenerCount('finish')).toBe(0);
	});
});

describe('slots: of one thing only the latest state counts', () => {
	it('A, B, A come out; A, A once', async () => {
		const taken = new Deduplicator();
		const turns = [];
		for (const key of ['A', 'A', 'B', 'A', 'A']) turns.push(await take(taken, key, 'lead 1'));
		expect(turns).toEqual(['first', 'taken', 'first', 'first', 'taken']);
	});

	it('a change that failed leaves the state before it', async () => {
		const taken = new Deduplicator();
		await take(taken, 'A', 'lead 1');
		await take(taken, 'B', 'lead 1', 500);
		expect(await take(taken, 'A', 'lead 1')).toBe('taken');
		expect(await take(taken, 'B', 'lead 1')).toBe('first');
	});

	it('a change that fails late does not undo a newer one', async () => {
		const taken = new Deduplicator();
		const slow = new Response();
		await taken.claim('n', 'lead 1', 'A', slow);
		await take(taken, 'B', 'lead 1');
		slow.end(500);
		await settle();
		expect(await take(taken, 'B', 'lead 1')).toBe('taken');
	});
});

describe('memory', () => {
	it('is bounded, and forgets what was not seen for longest', async () => {
		const taken = new Deduplicator(3, 10);
		for (const key of ['a', 'b', 'c', 'd', 'a', 'e', 'f']) await take(taken, key);
		for (const key of ['d', 'a', 'e', 'f']) expect(await take(taken, key)).toBe('taken');
		expect(await take(taken, 'b')).toBe('first');
	});

	it('is bounded in nodes as well', async () => {
		const taken = new Deduplicator(3, 2);
		for (const node of ['v', 'w', 'x', 'y', 'z']) await take(taken, 'k', 'k', 200, node);
		expect(await take(taken, 'k', 'k', 200, 'z')).toBe('taken');
		expect(await take(taken, 'k', 'k', 200, 'y')).toBe('taken');
		expect(await take(taken, 'k', 'k', 200, 'v')).toBe('first');
	});

	it('of 100,000 deliveries keeps the last 10,000 in any case, and the last 20,000 at most', async () => {
		const taken = new Deduplicator();
		for (let index = 0; index < 100_000; index++)
			await taken.claim('n', `message:${index}`, `message:${index}`, undefined);
		for (const index of [99_999, 90_000])
			expect(await taken.claim('n', `message:${index}`, `message:${index}`, undefined)).toBe('taken');
		expect(await taken.claim('n', 'message:79999', 'message:79999', undefined)).toBe('first');
	});
});
