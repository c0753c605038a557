import { listening, logs, settle, until } from '../../../tools/lib/testing/trigger-node';
import { lead, message, priceUpdate } from '../../../tools/lib/testing/samples';

// A busy machine needs its time for thousands of calls.
jest.setTimeout(120_000);

const server = listening();
const events = ['lead', 'message', 'review', 'leadUpdate', 'job', 'other'];
const listen = (parameters: object = {}, mode?: 'manual') =>
	server.listen({ parameters: { authentication: 'none', events, ...parameters }, mode });

describe('B1: one delivery sent several times at once', () => {
	it.each([
		[2, 30],
		[10, 10],
		[100, 3],
	])('%i copies, %i rounds: one item each, every copy answered 200', async (copies, rounds) => {
		listen();
		for (let round = 0; round < rounds; round++) {
			const body = lead();
			const answers = await Promise.all(Array.from({ length: copies }, async () => await server.send({ body })));
			expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		}
		expect(server.trigger.executions).toHaveLength(rounds);
		expect(logs.filter(({ text }) => text.includes('was delivered before'))).toHaveLength(rounds * (copies - 1));
	});

	it('the same event through two webhooks comes out once', async () => {
		listen();
		const data = { messageID: '590000111222333444' };
		await server.send({ body: message(data, '1') });
		await server.send({ body: message(data, '2') });
		expect(server.trigger.executions).toHaveLength(1);
	});
});

describe('a delivery counts as taken only when its answer has gone out with 2xx', () => {
	it('a copy waits for the first; when n8n cannot store that, the copy comes through', async () => {
		const trigger = listen();
		const nothing = (): void => {};
		let fail: (reason: Error) => void = nothing;
		trigger.storeExecution = async () => await new Promise((_, reject) => (fail = reject));
		const body = lead();
		const first = server.send({ body });
		await until(() => fail !== nothing);
		const second = server.send({ body });
		await until(() => trigger.calls === 2);
		expect(trigger.executions).toHaveLength(0);
		trigger.storeExecution = async () => {};
		fail(new Error('database is locked'));
		expect((await first).status).toBe(500);
		expect((await second).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
		expect((await server.send({ body })).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
	});

	it('a retry after a failure comes through', async () => {
		const trigger = listen();
		trigger.storeExecution = async () => {
			throw new Error('disk full');
		};
		const body = lead();
		expect((await server.send({ body })).status).toBe(500);
		trigger.storeExecution = async () => {};
		expect((await server.send({ body })).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
	});

	it('an answer of a Respond to Webhook node counts the same: 503 releases, 202 takes', async () => {
		const trigger = listen({ respond: 'responseNode' });
		const body = lead();
		for (const status of [503, 202, 202]) {
			trigger.answer = { status };
			await server.send({ body });
		}
		expect(trigger.executions).toHaveLength(2);
	});

	it('a caller that hangs up before the answer has not got it', async () => {
		const trigger = listen({ respond: 'responseNode' });
		let answer: () => void = () => {};
		let hangUp: () => void = () => {};
		trigger.answer = { status: 200, after: new Promise((resolve) => (answer = resolve)) };
		const body = lead();
		const first = server.send({ body, hangUp: new Promise((resolve) => (hangUp = resolve)) }).catch(() => 'hung up');
		await until(() => trigger.executions.length === 1);
		const second = server.send({ body });
		await until(() => trigger.calls === 2);
		hangUp();
		expect(await first).toBe('hung up');
		await until(() => trigger.executions.length === 2);
		answer();
		expect((await second).status).toBe(200);
		expect(trigger.executions).toHaveLength(2);
	});

	it('a copy whose caller hangs up while it waits starts nothing', async () => {
		const trigger = listen({ respond: 'responseNode' });
		let answer: () => void = () => {};
		let hangUp: () => void = () => {};
		trigger.answer = { status: 500, after: new Promise((resolve) => (answer = resolve)) };
		const body = lead();
		const first = server.send({ body });
		await until(() => trigger.executions.length === 1);
		const second = server.send({ body, hangUp: new Promise((resolve) => (hangUp = resolve)) }).catch(() => 'hung up');
		await until(() => trigger.calls === 2);
		hangUp();
		expect(await second).toBe('hung up');
		await until(() => trigger.hungUp === 1);
		answer();
		expect((await first).status).toBe(500);
		for (let turn = 0; turn < 10; turn++) await settle();
		expect(trigger.executions).toHaveLength(1);
	});
});

describe('B2: distinct events of one lead all come out', () => {
	it('1,000 messages of one lead', async () => {
		listen();
		for (let batch = 0; batch < 20; batch++) {
			await Promise.all(Array.from({ length: 50 }, async () => await server.send({ body: message() })));
		}
		expect(server.trigger.executions).toHaveLength(1000);
		expect(new Set(server.trigger.executions.map(([item]) => item.json.eventKey)).size).toBe(1000);
	});

	const ofLead = () => ({
		lead: lead({ negotiationID: '587000111222333500' }),
		first: message({ messageID: '1' }),
		before: message({ messageID: '2' }),
	});
	it.each([
		['lead', 'first', 'before'],
		['lead', 'before', 'first'],
		['first', 'lead', 'before'],
		['first', 'before', 'lead'],
		['before', 'lead', 'first'],
		['before', 'first', 'lead'],
	] as const)('in the order %s, %s, %s', async (...order) => {
		listen();
		for (const name of order) await server.send({ body: ofLead()[name] });
		expect(server.trigger.executions).toHaveLength(3);
	});
});

describe('B3: 10 lead updates that differ only in price or charge state', () => {
	const price = (amount: string | null, state: string | null) => priceUpdate(amount, state);
	it.each<[string, object[], number]>([
		['another price', [price('$1.00', null), price('$2.00', null)], 2],
		['another state', [price('$1.00', 'Created'), price('$1.00', 'Charged')], 2],
		['no price, then a price', [price(null, null), price('$1.00', null)], 2],
		['a price, then none', [price('$1.00', null), price(null, null)], 2],
		[
			'the price as a number',
			[price('$1.00', null), { leadID: '402233445566770001', leadPrice: 1, chargeState: null }],
			2,
		],
		['there and back: A, B, A', [price('$1.00', null), price('$2.00', null), price('$1.00', null)], 3],
		['A, B, A, B', [price('$1.00', 'x'), price('$1.00', 'y'), price('$1.00', 'x'), price('$1.00', 'y')], 4],
		['the same update twice: A, A', [price('$1.00', null), price('$1.00', null)], 1],
		['A, A, B, B', [price('$1.00', null), price('$1.00', null), price('$2.00', null), price('$2.00', null)], 2],
		['the same price of another lead', [price('$1.00', null), priceUpdate('$1.00', null, '402233445566770002')], 2],
	])('%s', async (_, updates, items) => {
		listen();
		for (const body of updates) expect((await server.send({ method: 'PUT', body })).status).toBe(200);
		expect(server.trigger.executions).toHaveLength(items);
	});
});

describe('where duplicates are wanted', () => {
	it.each<[string, object, 'manual' | undefined]>([
		['Skip Duplicates is off', { options: { skipDuplicates: false } }, undefined],
		['the user tests in the editor', {}, 'manual'],
	])('%s: each copy comes out', async (_, parameters, mode) => {
		listen(parameters, mode);
		const body = lead();
		for (let copy = 0; copy < 3; copy++) await server.send({ body });
		expect(server.trigger.executions).toHaveLength(3);
	});

	it('two triggers of one workflow remember for themselves', async () => {
		listen();
		const body = lead();
		for (const path of [
			'/webhook/a/webhook',
			'/webhook/b/webhook',
			'/webhook/a/webhook',
			'/webhook/b/webhook/',
			'/webhook/a/webhook?x=1',
		]) {
			await server.send({ body, path });
		}
		expect(server.trigger.executions).toHaveLength(2);
	});

	it('triggers of two workflows remember for themselves', async () => {
		const body = lead();
		for (let node = 0; node < 2; node++) {
			listen();
			await server.send({ body });
			expect(server.trigger.executions).toHaveLength(1);
		}
	});
});
