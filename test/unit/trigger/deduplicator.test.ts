/* eslint-disable @n8n/community-nodes/no-restricted-globals -- lets what is ready happen; the rule is for code inside n8n Cloud */
import { Deduplicator, type Claim, type ClaimedEvent } from '../../../nodes/ThumbtackTrigger/webhook/deduplicator';
import { FakeResponse } from '../../../tools/lib/testing/fake-response';

const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

const event = (subject: string, more: Partial<ClaimedEvent> = {}): ClaimedEvent => ({
	trigger: 't',
	subject,
	version: '',
	needsFirst: false,
	acceptsCopies: false,
	...more,
});
const version = (text: string): ClaimedEvent => event('lead 1', { version: text });

async function ask(
	memory: Deduplicator,
	asked: ClaimedEvent,
	response?: FakeResponse,
): Promise<Claim | 'busy' | 'gone'> {
	const claims = await memory.claim([asked], response);
	return typeof claims === 'string' ? claims : claims[0];
}

async function take(memory: Deduplicator, asked: ClaimedEvent, status = 200): Promise<string> {
	const response = new FakeResponse();
	const claim = await ask(memory, asked, response);
	response.status(claim === 'duplicate' ? 200 : status).end();
	await settle();
	return claim;
}

describe('copies at once', () => {
	it.each([2, 10, 100])('%i copies, 100 rounds: one starts each time', async (copies) => {
		const memory = new Deduplicator();
		for (let round = 0; round < 100; round++) {
			const responses = Array.from({ length: copies }, () => new FakeResponse());
			const claims = responses.map(async (response) => await ask(memory, event(`k${round}`), response));
			await settle();
			responses[0].end();
			expect((await Promise.all(claims)).filter((claim) => claim === 'first')).toHaveLength(1);
		}
	});

	it('when the first fails, exactly one of the waiting starts', async () => {
		const memory = new Deduplicator();
		const responses = Array.from({ length: 20 }, () => new FakeResponse());
		const claims: string[] = [];
		for (const response of responses) void ask(memory, event('k'), response).then((claim) => claims.push(claim));
		await settle();
		expect(claims).toEqual(['first']);
		responses[0].status(500).end();
		await settle();
		expect(claims).toEqual(['first', 'first']);
		// The sender hangs up, and n8n fails: both count for nothing more than the failure.
		responses[1].hangUp();
		await settle();
		expect(claims).toHaveLength(2);
		responses[1].status(500).end();
		await settle();
		expect(claims).toEqual(['first', 'first', 'first']);
		responses[2].status(202).end();
		await settle();
		expect(claims).toHaveLength(20);
		expect(claims.slice(3)).toEqual(Array.from({ length: 17 }, () => 'duplicate'));
	});
});

describe('when an event counts as taken', () => {
	it.each([
		[200, 'duplicate'],
		[202, 'duplicate'],
		[299, 'duplicate'],
		[199, 'first'],
		[302, 'first'],
		[404, 'first'],
		[500, 'first'],
	])('after an answer of %i the next copy is %s, whether or not the sender has hung up', async (status, next) => {
		for (const isHungUp of [false, true]) {
			const memory = new Deduplicator();
			const response = new FakeResponse();
			expect(await ask(memory, event('k'), response)).toBe('first');
			if (isHungUp) response.hangUp();
			response.status(status).end();
			expect(await take(memory, event('k'))).toBe(next);
		}
	});

	it('not when n8n never got it', async () => {
		const memory = new Deduplicator();
		const response = new FakeResponse();
		await ask(memory, event('k'), response);
		response.hangUp();
		memory.abandon(response);
		expect(await take(memory, event('k'))).toBe('first');
	});

	it('at once where the answer cannot be watched', async () => {
		const memory = new Deduplicator();
		expect(await ask(memory, event('k'))).toBe('first');
		expect(await memory.claim([event('k')], {})).toEqual(['duplicate']);
	});

	it('a copy is put off when the first takes too long, and forgotten when its sender hangs up', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		const memory = new Deduplicator();
		await ask(memory, event('k'), new FakeResponse());
		const [patient, impatient] = [new FakeResponse(), new FakeResponse()];
		const claims = [ask(memory, event('k'), patient), ask(memory, event('k'), impatient)];
		impatient.hangUp();
		expect(await claims[1]).toBe('gone');
		clock.abort();
		expect(await claims[0]).toBe('busy');
		expect(timeout).toHaveBeenCalledWith(60_000);
		timeout.mockRestore();
	});

	it('leaves no listener behind on a response', async () => {
		const memory = new Deduplicator();
		const [first, waiting] = [new FakeResponse(), new FakeResponse()];
		await ask(memory, event('k'), first);
		const claim = ask(memory, event('k'), waiting);
		first.end();
		expect(await claim).toBe('duplicate');
		waiting.end();
		for (const response of [first, waiting]) {
			expect(response.listenerCount('prefinish') + response.listenerCount('close')).toBe(0);
		}
	});
});

describe('versions of one subject: only the latest counts', () => {
	it('A, B, A come out; A, A once', async () => {
		const memory = new Deduplicator();
		const claims = [];
		for (const text of ['A', 'A', 'B', 'A', 'A']) claims.push(await take(memory, version(text)));
		expect(claims).toEqual(['first', 'duplicate', 'update', 'update', 'duplicate']);
	});

	it('one that failed leaves the one before it', async () => {
		const memory = new Deduplicator();
		await take(memory, version('A'));
		await take(memory, version('B'), 500);
		expect(await take(memory, version('A'))).toBe('duplicate');
		expect(await take(memory, version('B'))).toBe('update');
	});

	it('one that fails late does not undo a newer one', async () => {
		const memory = new Deduplicator();
		const slow = new FakeResponse();
		await ask(memory, version('A'), slow);
		await take(memory, version('B'));
		slow.status(500).end();
		expect(await take(memory, version('B'))).toBe('duplicate');
	});

	it('a copy of one that n8n takes late is told so, though a newer one was taken before', async () => {
		const memory = new Deduplicator();
		const slow = new FakeResponse();
		await ask(memory, version('A'), slow);
		const copy = ask(memory, version('A'), new FakeResponse());
		await take(memory, version('B'));
		slow.end();
		expect(await copy).toBe('duplicate');
	});

	it('two that fail together are both new again', async () => {
		const memory = new Deduplicator();
		const [one, other] = [new FakeResponse(), new FakeResponse()];
		await Promise.all([ask(memory, version('A'), one), ask(memory, version('B'), other)]);
		one.status(500).end();
		other.status(500).end();
		expect([await take(memory, version('A')), await take(memory, version('B'))]).toEqual(['first', 'update']);
	});

	it('one that was taken while its sender hung up is known until a sender has heard of it', async () => {
		const memory = new Deduplicator();
		const unheard = new FakeResponse();
		await ask(memory, version('A'), unheard);
		unheard.hangUp();
		unheard.end();
		await take(memory, version('B'));
		expect(await take(memory, version('A'))).toBe('duplicate');
		expect(await take(memory, version('A'))).toBe('update');
	});

	it('a long version is told apart from another, and kept short', async () => {
		const memory = new Deduplicator();
		const long = 'x'.repeat(1_000_000);
		const claims = [];
		for (const text of [`${long}1`, `${long}1`, `${long}2`]) claims.push(await take(memory, version(text)));
		expect(claims).toEqual(['first', 'duplicate', 'update']);
	});

	it('twenty versions of a megabyte each are known, and take no more room than short ones', async () => {
		const memory = new Deduplicator();
		const long = 'x'.repeat(1_000_000);
		const one = (number: number) => event(`lead ${number} ${long}`, { version: `${number} ${long}` });
		for (let number = 0; number < 20; number++) await take(memory, one(number));
		for (let number = 0; number < 20; number++) expect(await take(memory, one(number))).toBe('duplicate');
		// What is kept, as text: two maps from keys to runs.
		const { young, old } = (memory as unknown as { memory: Record<'young' | 'old', Map<string, object>> }).memory;
		expect(young.size + old.size).toBe(20);
		expect(JSON.stringify([...young, ...old]).length).toBeLessThan(20_000);
	});
});

describe('one memory for all triggers', () => {
	it('tells triggers apart', async () => {
		const memory = new Deduplicator();
		for (const trigger of ['a', 'b']) expect(await take(memory, event('k', { trigger }))).toBe('first');
		for (const trigger of ['a', 'b']) expect(await take(memory, event('k', { trigger }))).toBe('duplicate');
	});

	it('has a bound in bytes, and forgets what was not seen for longest', async () => {
		// Room for four events of 240 bytes, of which it keeps two at least.
		const memory = new Deduplicator(960);
		for (const key of ['a', 'b', 'c', 'b', 'd', 'e']) await take(memory, event(key));
		expect(await take(memory, event('e'))).toBe('duplicate');
		expect(await take(memory, event('a'))).toBe('first');
	});

	it('of 100,000 events of 1,000 triggers keeps the last 6,500 in any case, and the last 13,200 at most', async () => {
		const memory = new Deduplicator();
		const numbered = (number: number) => event(`message:${number}`, { trigger: `/webhook/${number % 1000}/webhook` });
		for (let number = 0; number < 100_000; number++) await memory.claim([numbered(number)], undefined);
		for (const number of [99_999, 93_501]) expect(await ask(memory, numbered(number))).toBe('duplicate');
		expect(await ask(memory, numbered(86_799))).toBe('first');
	});
});
