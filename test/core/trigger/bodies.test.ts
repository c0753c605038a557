import { parseJson } from '../../../nodes/shared/events';
import { hashSecret } from '../../../nodes/ThumbtackTrigger/secretHash';
import { listening, logs } from '../../../tools/lib/testing/trigger-node';
import { lead, message } from '../../../tools/lib/testing/samples';

jest.setTimeout(60_000);

const server = listening();
const listen = (parameters: object = {}) =>
	server.listen({
		parameters: {
			authentication: 'none',
			events: ['lead', 'message', 'review', 'leadUpdate', 'job', 'other'],
			...parameters,
		},
	});
const first = () => server.trigger.executions[0][0].json;

describe('50 bodies that are no event', () => {
	const bodies: Array<[string, string]> = [
		['empty', ''],
		['null', 'null'],
		['true', 'true'],
		['0', '0'],
		['an empty string', '""'],
		['an empty list', '[]'],
		['nested lists', '[[[["x"],[]]],{}]'],
		['a string', '"hello"'],
		['JSON in a string', JSON.stringify(JSON.stringify({ hello: 'x' }))],
		['a form', 'hello=x&event=lead'],
	];
	const types = [
		'application/json',
		'text/plain',
		'application/x-www-form-urlencoded',
		'application/octet-stream',
		undefined,
	];
	const cases = types.flatMap((type) => bodies.map(([name, body]) => [name, type, body] as const));

	it.each(cases)('%s as %s: comes out as "other", or a plain 4xx', async (name, type, body) => {
		listen();
		const { status } = await server.send({ body, headers: type ? { 'content-type': type } : {} });
		if (type === 'application/json' && name === 'a form') {
			expect(status).toBe(422);
			return;
		}
		expect(status).toBe(200);
		expect(server.trigger.executions).toHaveLength(1);
		expect(first()).toMatchObject({ event: 'other', eventType: null, leadId: null });
		expect(first().eventKey).toMatch(/^other:/);
	});

	it('has 50 cases', () => expect(cases).toHaveLength(50));

	it.each(cases.filter(([name, type]) => !(type === 'application/json' && name === 'a form')))(
		'%s as %s: raw output is an object too',
		async (_, type, body) => {
			listen({ output: 'raw' });
			await server.send({ body, headers: type ? { 'content-type': type } : {} });
			const json = first();
			expect(typeof json === 'object' && json !== null && !Array.isArray(json)).toBe(true);
		},
	);
});

describe('a real event in any wrapping', () => {
	const text = JSON.stringify(lead({ negotiationID: '587000111222333500' }));
	it.each([
		['application/json', text],
		['application/json; charset=utf-8', text],
		['text/plain', text],
		['application/octet-stream', text],
		['application/octet-stream', `\ufeff${text}`],
		['application/vnd.thumbtack+json', text],
		[undefined, text],
		['application/x-www-form-urlencoded', text],
	])('%s', async (type, body) => {
		listen();
		const { status } = await server.send({ body, headers: type ? { 'content-type': type } : {} });
		expect(status).toBe(200);
		expect(first()).toMatchObject({ event: 'lead', leadId: '587000111222333500' });
	});

	it('is refused by n8n when it is broken JSON', async () => {
		listen();
		expect(
			(await server.send({ body: text.slice(0, -1), headers: { 'content-type': 'application/json' } })).status,
		).toBe(422);
		expect(server.trigger.executions).toHaveLength(0);
	});
});

describe('12 ids, as strings and as numbers beyond 2^53', () => {
	const id = '402233445566770001';
	const deliveries: Array<[string, (literal: string) => string, string]> = [
		['leadID of an update', (literal) => `{"leadID":${literal},"leadPrice":"$1","chargeState":null}`, 'leadId'],
		[
			'negotiationID of a lead',
			(literal) => `{"event":{"eventType":"NegotiationCreatedV4"},"data":{"negotiationID":${literal},"request":{}}}`,
			'leadId',
		],
		[
			'businessID of a lead',
			(literal) => `{"event":{"eventType":"NegotiationCreatedV4"},"data":{"business":{"businessID":${literal}}}}`,
			'businessId',
		],
		[
			'customerID of a message',
			(literal) => `{"leadID":"1","customerID":${literal},"message":{"messageID":"2","text":"x"}}`,
			'customerId',
		],
		[
			'messageID of a message',
			(literal) => `{"leadID":"1","customerID":"3","message":{"messageID": ${literal} ,"text":"x"}}`,
			'messageId',
		],
		[
			'reviewID of a review',
			(literal) => `{"review":{"reviewID":\n${literal}\n,"rating":5},"reviewEventType":"REVIEW_ADDED"}`,
			'reviewId',
		],
	];
	const cases = deliveries.flatMap(([name, body, key]) => [
		[name, 'string', body(`"${id}"`), key] as const,
		[name, 'number', body(id), key] as const,
	]);

	it.each(cases)('%s as a %s', async (_, __, body, key) => {
		for (const type of ['application/json', 'text/plain', 'application/octet-stream']) {
			listen();
			expect((await server.send({ body, headers: { 'content-type': type } })).status).toBe(200);
			expect(first()[key]).toBe(id);
		}
	});

	it('has 12 cases', () => expect(cases).toHaveLength(12));

	it.each(cases)('raw output: %s as a %s', async (_, __, body) => {
		listen({ output: 'raw' });
		await server.send({ body, headers: { 'content-type': 'application/json' } });
		expect(first()).toEqual(parseJson(body));
		expect(JSON.stringify(first())).toContain(`"${id}"`);
	});
});

describe('what the item holds', () => {
	it('raw: exactly what came', async () => {
		listen({ output: 'raw' });
		const sent = lead();
		await server.send({ body: sent });
		expect(first()).toEqual(sent);
	});

	it('simplified with the raw data beside it', async () => {
		listen({ options: { includeRaw: true } });
		const sent = message();
		await server.send({ body: sent });
		expect(first()).toMatchObject({ event: 'message', from: 'customer', raw: sent });
		expect(first().receivedAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
	});

	it('fills in the business of a message from the leads that came through the same webhook', async () => {
		listen();
		const business = (businessID: string) => ({ business: { businessID, name: 'Any' } });
		const through = (webhookID: string, body: ReturnType<typeof lead> | ReturnType<typeof message>) => ({
			...body,
			event: { ...body.event, webhookID },
		});
		const businessOfMessage = async (webhookID: string) => {
			await server.send({ body: message({}, webhookID) });
			return server.trigger.executions.at(-1)![0].json.businessId;
		};
		expect(await businessOfMessage('701')).toBeNull();
		await server.send({ body: through('701', lead(business('501'))) });
		await server.send({ body: through('702', lead(business('502'))) });
		expect(await businessOfMessage('701')).toBe('501');
		expect(await businessOfMessage('702')).toBe('502');
		expect(await businessOfMessage('703')).toBeNull();
		// A webhook that brings leads of several businesses says nothing any more.
		await server.send({ body: through('702', lead(business('503'))) });
		expect(await businessOfMessage('702')).toBeNull();
		// Nor does the test lead, whose business is made up.
		await server.send({
			body: through('704', lead({ business: { businessID: '9', name: 'Test Business for Webhooks' } })),
		});
		expect(await businessOfMessage('704')).toBeNull();
	});

	it('fills in the business that the URL names, whatever was learned, and leaves what the event says', async () => {
		listen();
		const through = { headers: { 'content-type': 'application/json' }, path: '/webhook/hook/webhook?business=505' };
		await server.send({ ...through, body: JSON.stringify(lead()) });
		await server.send({ ...through, body: JSON.stringify(message()) });
		expect(server.trigger.executions.map(([{ json }]) => json.businessId)).toEqual(['501100200300400500', '505']);
		for (const query of ['business=', 'business=x', 'business=1&business=2', 'other=1', '']) {
			await server.send({ path: `/webhook/hook/webhook?${query}`, body: message({}, '799') });
			expect(server.trigger.executions.at(-1)![0].json.businessId).toBeNull();
		}
	});

	it('drops only the first repetition of the description, within 10 minutes of the lead', async () => {
		listen({ options: { skipLeadDescriptionMessages: true } });
		const negotiationID = '589000111222333700';
		const text = 'Mow the lawn';
		const first = message({ negotiationID, text, sentAt: '2026-08-16T17:13:02Z' });
		await server.send({ body: lead({ negotiationID, createdAt: '2026-08-16T17:13:00Z' }) });
		for (const body of [
			first,
			first,
			message({ negotiationID, text, sentAt: '2026-08-16T17:15:02Z' }),
			message({ negotiationID, text, sentAt: '2026-08-20T17:13:02Z' }),
			message({ negotiationID, text, sentAt: '2026-08-21T17:13:02Z' }),
		]) {
			expect((await server.send({ body })).status).toBe(200);
		}
		expect(server.trigger.executions.map(([{ json }]) => json.event)).toEqual([
			'lead',
			'message',
			'message',
			'message',
		]);
		// The first one of another lead comes too late to be it.
		const other = '589000111222333701';
		await server.send({ body: lead({ negotiationID: other }) });
		await server.send({ body: message({ negotiationID: other, text, sentAt: '2026-08-20T17:13:02Z' }) });
		expect(server.trigger.executions).toHaveLength(6);
	});

	it('fills in the business that the webhook of a message belongs to', async () => {
		listen({ source: 'managed', owner: 'business' });
		server.trigger.saved = {
			'node:Thumbtack Trigger': {
				instanceId: 'instance-1',
				workflowId: server.trigger.workflowId,
				url: server.trigger.url,
				secrets: [hashSecret('u:p')],
				webhooks: [{ webhookId: '587000111222333444', owner: 'business', businessId: '501100200300400501' }],
			},
		};
		const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
		await server.send({ body: message(), headers: { authorization } });
		expect(first()).toMatchObject({ businessId: '501100200300400501' });
		await server.send({ body: message({}, '999'), headers: { authorization } });
		expect(server.trigger.executions[1][0].json.businessId).toBeNull();
	});
});

describe('what is not wanted is answered 200, runs nothing, and is in the log', () => {
	const cases: Array<[string, object, object, RegExp]> = [
		['an event that is not chosen', { events: ['review'] }, lead(), /not chosen in Trigger On/],
		["the business's own message", {}, message({ from: 'Business' }), /from the business/],
		["the customer's message", { options: { messagesFrom: 'business' } }, message(), /from the customer/],
		['another business', { options: { businessFilter: ['1', '2'] } }, lead(), /501100200300400500 is not among/],
		['another business, as text', { options: { businessFilter: '1, 2' } }, lead(), /is not among/],
		[
			'a test delivery',
			{ options: { skipTestDeliveries: true } },
			lead({
				business: { businessID: '1', name: 'Test Business for Webhooks' },
				customer: { firstName: 'Test', lastName: 'Customer', phone: '1234567890' },
			}),
			/test delivery/,
		],
	];
	it.each(cases)('%s', async (_, parameters, body, reason) => {
		listen(parameters);
		const { status } = await server.send({ body });
		expect(status).toBe(200);
		expect(server.trigger.executions).toHaveLength(0);
		expect(logs.filter(({ level, text }) => level === 'debug' && reason.test(text))).toHaveLength(1);
	});

	it.each([
		['a list of the business', { options: { businessFilter: ['501100200300400500'] } }],
		['a text with the business', { options: { businessFilter: '1, 501100200300400500' } }],
		['nothing', { options: { businessFilter: '' } }],
	])('the filter lets through: %s', async (_, parameters) => {
		listen(parameters);
		await server.send({ body: lead() });
		expect(server.trigger.executions).toHaveLength(1);
	});

	it('an id that is a rounded number is an error to be seen, not a silent loss', async () => {
		listen({ options: { businessFilter: [501100200300400500] } });
		expect((await server.send({ body: lead() })).status).toBe(500);
	});

	it.each<[string, object, RegExp]>([
		['a source that is none', { source: 'other' }, /Webhook Source/],
		['a word that is no event', { events: 'leads, lunches' }, /Trigger On/],
		['no event at all', { events: '' }, /Trigger On/],
		['a list of nothing in a filter', { options: { businessFilter: [null] } }, /Only These Businesses/],
		['a word in a filter', { options: { businessFilter: 'my business' } }, /Only These Businesses/],
		['a sender that is none', { options: { messagesFrom: 'everybody' } }, /Messages From/],
		['a switch that is neither on nor off', { options: { skipTestDeliveries: 'perhaps' } }, /Skip Test Deliveries/],
	])(
		'an expression that gives %s: 500 with the reason in the log, and the same event comes through later',
		async (_, parameters, reason) => {
			const body = lead();
			listen(parameters);
			expect((await server.send({ body })).status).toBe(500);
			expect(server.trigger.executions).toHaveLength(0);
			expect(logs.filter(({ level, text }) => level === 'error' && reason.test(text))).toHaveLength(1);
			listen();
			expect((await server.send({ body })).status).toBe(200);
			expect(server.trigger.executions).toHaveLength(1);
		},
	);

	it.each(['selfServe', 'legacy'])('%s honours events that its list does not offer', async (source) => {
		listen({ source, events: ['job', 'leadUpdate'] });
		await server.send({ body: { event: { eventType: 'PresetJobMatchedV4' }, data: { jobID: '1' } } });
		await server.send({ method: 'PUT', body: { leadID: '1', leadPrice: '$1.00', chargeState: null } });
		expect(server.trigger.executions.map(([item]) => item.json.event)).toEqual(['job', 'leadUpdate']);
	});

	it('without parameters, only new leads of the default come', async () => {
		server.listen({ parameters: { authentication: 'none' } });
		await server.send({ body: lead() });
		await server.send({ body: message() });
		expect(server.trigger.executions.map(([item]) => item.json.event)).toEqual(['lead']);
	});
});

describe('a body that cannot be read', () => {
	it('gets the status of the failure', async () => {
		listen();
		const workflow = server.trigger.receive.bind(server.trigger);
		server.trigger.receive = async (request, response) => {
			Object.defineProperty(request, 'readRawBody', {
				set() {},
				get: () => async () => {
					throw Object.assign(new Error('request entity too large'), { status: 413 });
				},
			});
			await workflow(request, response);
		};
		expect((await server.send({ body: '{}', headers: { 'content-type': 'application/octet-stream' } })).status).toBe(
			413,
		);
		expect(server.trigger.executions).toHaveLength(0);
	});
});
