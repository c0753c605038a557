import { basicHeader, listening, logs, settle, until } from '../../../tools/lib/testing/trigger-node';
import { lead, message, priceUpdate } from '../../../tools/lib/testing/samples';

// A busy machine needs its time for thousands of calls.
jest.setTimeout(120_000);

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const server = listening();
const events = ['lead', 'message', 'review', 'leadUpdate', 'job', 'other'];
const listen = (parameters: object = {}, mode?: 'manual') =>
	server.listen({ parameters: { authentication: 'none', events, ...parameters }, mode });

describe('one delivery sent several times at once', () => {
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

	describe.each(['responseNode', 'lastNode'])('a sender that hangs up before the answer (%s)', (respond) => {
		async function hungUp(status: number, body: object) {
			const trigger = listen({ respond });
			let answer: () => void = () => {};
			let hangUp: () => void = () => {};
			trigger.answer = { status, after: new Promise((resolve) => (answer = resolve)) };
			const first = server.send({ body, hangUp: new Promise((resolve) => (hangUp = resolve)) }).catch(() => 'hung up');
			await until(() => trigger.executions.length === 1);
			hangUp();
			expect(await first).toBe('hung up');
			await until(() => trigger.hungUp === 1);
			const second = server.send({ body });
			await until(() => trigger.calls === 2);
			for (let turn = 0; turn < 10; turn++) await settle();
			expect(trigger.executions).toHaveLength(1);
			trigger.answer = { status: 200 };
			answer();
			return { trigger, second: (await second).status };
		}

		it('n8n goes on and succeeds: what is sent again is answered 200 and starts nothing', async () => {
			const body = lead();
			const { trigger, second } = await hungUp(200, body);
			expect(second).toBe(200);
			expect((await server.send({ body })).status).toBe(200);
			expect(trigger.executions).toHaveLength(1);
		});

		it('n8n goes on and fails: what is sent again runs', async () => {
			const body = lead();
			const { trigger, second } = await hungUp(500, body);
			expect(second).toBe(200);
			expect(trigger.executions).toHaveLength(2);
			expect((await server.send({ body })).status).toBe(200);
			expect(trigger.executions).toHaveLength(2);
		});
	});

	it('a sender that hangs up while n8n stores the execution: what is sent again starts nothing', async () => {
		const trigger = listen();
		let stored: () => void = () => {};
		let hangUp: () => void = () => {};
		let isStoring = false;
		trigger.storeExecution = async () => {
			isStoring = true;
			await new Promise<void>((resolve) => (stored = resolve));
		};
		const body = lead();
		const first = server.send({ body, hangUp: new Promise((resolve) => (hangUp = resolve)) }).catch(() => 'hung up');
		await until(() => isStoring);
		hangUp();
		await first;
		await until(() => trigger.hungUp === 1);
		stored();
		expect((await server.send({ body })).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
	});

	it('a sender that has hung up before the event is handed to n8n: nothing starts, and what is sent again does', async () => {
		const credential = { usedFor: 'webhook', username: 'u', password: 'p' };
		const trigger = server.listen({
			parameters: { authentication: 'basic', events },
			credentials: { thumbtackBasicApi: credential },
		});
		const headers = { authorization: basicHeader('u', 'p') };
		let isAtWork = false;
		let goOn: () => void = () => {};
		let hangUp: () => void = () => {};
		const additionalData = trigger.additionalData.bind(trigger);
		// The node waits for its credential, as it waits for files or a busy database.
		trigger.additionalData = (more) => {
			const data = additionalData(more);
			data.credentialsHelper.getDecrypted = async () => {
				isAtWork = true;
				await new Promise<void>((resolve) => (goOn = resolve));
				return credential;
			};
			return data;
		};
		const body = lead();
		const first = server
			.send({ body, headers, hangUp: new Promise((resolve) => (hangUp = resolve)) })
			.catch(() => 'hung up');
		await until(() => isAtWork);
		hangUp();
		expect(await first).toBe('hung up');
		await until(() => trigger.hungUp === 1);
		goOn();
		for (let turn = 0; turn < 20; turn++) await settle();
		expect(trigger.executions).toHaveLength(0);
		trigger.additionalData = additionalData;
		expect((await server.send({ body, headers })).status).toBe(200);
		expect(trigger.executions).toHaveLength(1);
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

describe('distinct events of one lead all come out', () => {
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

describe('10 lead updates that differ only in price or charge state', () => {
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

describe('price updates of one lead that n8n does not take', () => {
	const price = (amount: string) => priceUpdate(amount, null, '402233445566770003');
	const put = async (amount: string) => (await server.send({ method: 'PUT', body: price(amount) })).status;
	const prices = () => server.trigger.executions.map(([item]) => item.json.leadPriceText);

	it('two that fail together: each comes through when it is sent again', async () => {
		const trigger = listen();
		const failing: Array<(error: Error) => void> = [];
		trigger.storeExecution = async () => await new Promise((_, reject) => failing.push(reject));
		const both = [put('$1.00'), put('$2.00')];
		await until(() => failing.length === 2);
		failing.forEach((fail) => fail(new Error('database is locked')));
		expect(await Promise.all(both)).toEqual([500, 500]);
		trigger.storeExecution = async () => {};
		expect([await put('$1.00'), await put('$2.00')]).toEqual([200, 200]);
		expect(prices()).toEqual(['$1.00', '$2.00']);
	});

	it('a copy that has waited does not come out after a newer price', async () => {
		const trigger = listen();
		let fail: ((error: Error) => void) | undefined;
		trigger.storeExecution = async () => {
			if (!fail) await new Promise((_, reject) => (fail = reject));
		};
		const older = put('$1.00');
		await until(() => fail !== undefined);
		const copy = server.send({ method: 'PUT', body: price('$1.00') });
		await until(() => trigger.calls === 2);
		expect(await put('$2.00')).toBe(200);
		fail!(new Error('database is locked'));
		expect(await older).toBe(500);
		const { status, headers } = await copy;
		expect([status, headers['retry-after']]).toEqual([503, '60']);
		expect(prices()).toEqual(['$2.00']);
	});

	it('a price that n8n took while its sender hung up does not come again after a newer one', async () => {
		const trigger = listen();
		let stored: (() => void) | undefined;
		let hangUp: () => void = () => {};
		trigger.storeExecution = async () => {
			if (!stored) await new Promise<void>((resolve) => (stored = resolve));
		};
		const older = server
			.send({ method: 'PUT', body: price('$1.00'), hangUp: new Promise((resolve) => (hangUp = resolve)) })
			.catch(() => 'hung up');
		await until(() => stored !== undefined);
		hangUp();
		expect(await older).toBe('hung up');
		await until(() => trigger.hungUp === 1);
		stored!();
		expect(await put('$2.00')).toBe(200);
		expect(await put('$1.00')).toBe(200);
		expect(prices()).toEqual(['$1.00', '$2.00']);
		// Its sender has heard by now: the next time the price has really gone back.
		expect(await put('$1.00')).toBe(200);
		expect(prices()).toEqual(['$1.00', '$2.00', '$1.00']);
	});

	it('150 leads, 3 updates each, half of the stores fail: each one that is answered 200 has an execution', async () => {
		const trigger = listen();
		const random = seeded(20_261_125);
		trigger.storeExecution = async () => {
			for (let turns = random() * 10; turns > 0; turns--) await settle();
			if (random() < 0.5) throw new Error('database is locked');
		};
		const answered: string[] = [];
		for (let number = 0; number < 150; number++) {
			const updates = ['$1.00', '$2.00', '$3.00'].map((amount) => priceUpdate(amount, null, `4022334455667${number}`));
			let waiting = updates;
			for (let attempt = 0; attempt < 4 && waiting.length > 0; attempt++) {
				const statuses = await Promise.all(
					waiting.map(async (body) => (await server.send({ method: 'PUT', body })).status),
				);
				answered.push(
					...waiting
						.filter((_, index) => statuses[index] === 200)
						.map(({ leadID, leadPrice }) => `${leadID} ${leadPrice}`),
				);
				waiting = waiting.filter((_, index) => statuses[index] !== 200);
			}
		}
		const out = trigger.executions.map(([{ json }]) => `${String(json.leadId)} ${String(json.leadPriceText)}`);
		expect(answered.filter((event) => !out.includes(event))).toEqual([]);
		expect(new Set(out).size).toBe(out.length);
	});
});

describe('a lead that is sent again', () => {
	const changed = (negotiationID: string, more: object = {}) => lead({ negotiationID, ...more });
	const seen = () => server.trigger.executions.map(([{ json }]) => `${String(json.event)} ${String(json.status)}`);
	let number = 0;
	const next = () => `58800011122233${String(++number).padStart(4, '0')}`;

	it('unchanged is a duplicate; with another status, charge state or price it is an update with all keys of a lead', async () => {
		listen();
		const id = next();
		await server.send({ body: changed(id) });
		await server.send({ body: changed(id) });
		await server.send({ body: changed(id, { status: 'Canceled' }) });
		await server.send({ body: changed(id, { status: 'Canceled' }) });
		await server.send({ body: changed(id, { status: 'Canceled', leadPrice: '$30.00' }) });
		await server.send({ body: changed(id, { status: 'Canceled', leadPrice: '$30.00', chargeState: 'Charged' }) });
		expect(seen()).toEqual(['lead Open', 'leadUpdate Canceled', 'leadUpdate Canceled', 'leadUpdate Canceled']);
		const [first, second] = server.trigger.executions.map(([{ json }]) => json);
		expect(Object.keys(second)).toEqual(Object.keys(first));
		expect(second).toMatchObject({ leadId: id, customerName: 'Pat Lee', category: 'Full Service Lawn Care' });
	});

	it('is a new lead when it is seen for the first time, whatever its status', async () => {
		listen();
		await server.send({ body: changed(next(), { status: 'Canceled', chargeState: 'Refunded' }) });
		expect(seen()).toEqual(['lead Canceled']);
	});

	it('with a change is still the lead when n8n did not take the first one', async () => {
		const trigger = listen();
		const id = next();
		trigger.storeExecution = async () => {
			throw new Error('disk full');
		};
		expect((await server.send({ body: changed(id) })).status).toBe(500);
		trigger.storeExecution = async () => {};
		await server.send({ body: changed(id, { status: 'Canceled' }) });
		expect(seen()).toEqual(['lead Canceled']);
	});

	it.each([
		[200, 'leadUpdate Canceled'],
		[500, 'lead Canceled'],
	])('with a change while the first one is on its way: what it is depends on the answer %i', async (status, second) => {
		const trigger = listen({ respond: 'lastNode' });
		const id = next();
		let answer: () => void = () => {};
		trigger.answer = { status, after: new Promise((resolve) => (answer = resolve)) };
		const first = server.send({ body: changed(id) });
		await until(() => trigger.executions.length === 1);
		const other = server.send({ body: changed(id, { status: 'Canceled' }) });
		await until(() => trigger.calls === 2);
		answer();
		await first;
		await other;
		expect(seen()).toEqual(['lead Open', second]);
	});

	it.each([
		['Lead Updated alone', ['leadUpdate'], ['leadUpdate Canceled']],
		['New Lead alone', ['lead'], ['lead Open']],
	])('with Trigger On set to %s', async (_, chosen, out) => {
		listen({ events: chosen });
		const id = next();
		for (const status of ['Open', 'Canceled', 'Canceled']) await server.send({ body: changed(id, { status }) });
		expect(seen()).toEqual(out);
	});

	it('of Thumbtack’s test is a new lead each time', async () => {
		listen();
		const business = { businessID: '1', name: 'Test Business for Webhooks' };
		for (const [status, triggeredAt] of [
			['Open', '2026-08-16T17:13:05Z'],
			['Open', '2026-08-16T17:14:05Z'],
			['Closed', '2026-08-16T17:15:05Z'],
		]) {
			const body = lead({ negotiationID: '1', status, business });
			await server.send({ body: { ...body, event: { ...body.event, triggeredAt } } });
		}
		expect(seen()).toEqual(['lead Open', 'lead Open', 'lead Closed']);
	});

	it('comes each time where Skip Duplicates is off, and says each time what it is', async () => {
		listen({ options: { skipDuplicates: false } });
		const id = next();
		for (const status of ['Open', 'Open', 'Canceled', 'Canceled']) await server.send({ body: changed(id, { status }) });
		expect(seen()).toEqual(['lead Open', 'lead Open', 'leadUpdate Canceled', 'leadUpdate Canceled']);
	});
});

describe('several events in one body', () => {
	it('give one item each, in their order, in one execution with one answer', async () => {
		listen();
		const [one, two, three] = [lead(), message(), lead()];
		expect((await server.send({ body: [one, two, three] })).status).toBe(200);
		expect(server.trigger.executions).toHaveLength(1);
		expect(server.trigger.executions[0].map(({ json }) => json.leadId)).toEqual([
			one.data.negotiationID,
			two.data.negotiationID,
			three.data.negotiationID,
		]);
	});

	it('are duplicates one by one', async () => {
		listen();
		const [one, two] = [lead(), lead()];
		await server.send({ body: one });
		await server.send({ body: [one, two, two] });
		await server.send({ body: [two, one] });
		expect(server.trigger.executions.map((items) => items.map(({ json }) => json.leadId))).toEqual([
			[one.data.negotiationID],
			[two.data.negotiationID],
		]);
	});

	it('all come again when n8n did not take them', async () => {
		const trigger = listen();
		trigger.storeExecution = async () => {
			throw new Error('disk full');
		};
		const body = [lead(), message()];
		expect((await server.send({ body })).status).toBe(500);
		trigger.storeExecution = async () => {};
		expect((await server.send({ body })).status).toBe(200);
		expect(trigger.executions.map((items) => items.length)).toEqual([2]);
	});

	it('in two bodies at once, in opposite order, do not wait for each other for ever', async () => {
		listen();
		const [one, two] = [lead(), lead()];
		const answers = await Promise.all([server.send({ body: [one, two] }), server.send({ body: [two, one] })]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		expect(server.trigger.executions).toHaveLength(1);
	});

	it('show their own part each in the raw output', async () => {
		listen({ output: 'raw' });
		const body = [lead(), message()];
		await server.send({ body });
		expect(server.trigger.executions[0].map(({ json }) => json)).toEqual(body);
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

	it('300 triggers in one process: each event comes out once', async () => {
		listen();
		const body = lead();
		for (let round = 0; round < 2; round++) {
			for (let number = 0; number < 300; number++) await server.send({ body, path: `/webhook/t${number}/webhook` });
		}
		expect(server.trigger.executions).toHaveLength(300);
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
