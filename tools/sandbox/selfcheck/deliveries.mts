import assert from 'node:assert/strict';
import {
	businessA,
	businessA2,
	businessB,
	call,
	check,
	control,
	makeHook,
	newLead,
	receiver,
	until,
	v4,
	v4Token,
	type Any,
} from './harness.mts';

export async function deliveryChecks(): Promise<void> {
	await check(
		'a lead goes to the hooks of the business, of its user and of the self-serve page, to no others',
		async () => {
			const token = await v4Token();
			await makeHook(token, { webhookURL: `${receiver.url}/business` });
			await makeHook(token, { webhookURL: `${receiver.url}/user` }, '/users');
			await makeHook(token, { webhookURL: `${receiver.url}/other` }, `/businesses/${businessA2}`);
			await makeHook(token, { webhookURL: `${receiver.url}/disabled`, enabled: false });
			await makeHook(token, { webhookURL: `${receiver.url}/messages`, eventTypes: ['MessageCreatedV4'] });
			await control('POST', '/webhooks', {
				webhookURL: `${receiver.url}/b`,
				eventTypes: ['NegotiationCreatedV4'],
				businessID: businessB,
			});
			await control('POST', '/self-serve-webhooks', {
				url: `${receiver.url}/selfserve`,
				businessId: businessA,
				events: ['leads'],
			});
			await control('POST', '/self-serve-webhooks', {
				url: `${receiver.url}/reviews`,
				businessId: businessA,
				events: ['reviews'],
			});
			const { leadId, deliveries } = await newLead();
			assert.equal(deliveries.length, 3);
			assert.deepEqual(receiver.received.map(({ url }) => url).sort(), ['/business', '/selfserve', '/user']);
			const { event, data } = receiver.received[0]!.body;
			assert.deepEqual(Object.keys(event).sort(), ['description', 'eventType', 'triggeredAt', 'webhookID']);
			assert.deepEqual([event.eventType, event.description], ['NegotiationCreatedV4', '']);
			assert.match(event.triggeredAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
			assert.equal(data.negotiationID, leadId);
			const log = await control('GET', `/deliveries?leadId=${leadId}`);
			assert.deepEqual(new Set(log.map(({ source }: Any) => source)), new Set(['api', 'selfServe']));
			assert.equal(log[0].status, 200);
			assert.equal(log[0].responseBody, 'thanks');
		},
	);

	await check('each kind of authentication, and no secret in the log', async () => {
		const token = await v4Token();
		await makeHook(token, {
			webhookURL: `${receiver.url}/basic`,
			auth: { username: 'tt', password: 'pa:ss' },
		});
		await makeHook(token, { webhookURL: `${receiver.url}/header`, auth: { header: 'X-Key', value: 'k3y' } });
		await makeHook(token, { webhookURL: `${receiver.url}/none` });
		await newLead();
		const by = Object.fromEntries(receiver.received.map(({ url, headers }) => [url, headers]));
		assert.equal(by['/basic']!.authorization, `Basic ${Buffer.from('tt:pa:ss').toString('base64')}`);
		assert.equal(by['/header']!['x-key'], 'k3y');
		assert.equal(by['/none']!.authorization, undefined);
		const log = JSON.stringify(await control('GET', '/deliveries'));
		assert.ok(!log.includes('pa:ss') && !log.includes('k3y') && !log.includes('dHQ6'));
		const hooks = await control('GET', '/webhooks');
		assert.deepEqual(hooks[0].auth, { username: 'tt', password: 'pa:ss' });
		assert.deepEqual([hooks[0].ownerKind, hooks[0].ownerId], ['business', businessA]);
	});

	await check('messages of both sides; the echo bears the id that the POST gave', async () => {
		const token = await v4Token();
		await makeHook(token);
		const { leadId } = await newLead({ deliver: false });
		await control('POST', `/leads/${leadId}/messages`, { text: 'Can you come Friday?' });
		const [customers] = receiver.received;
		assert.equal(customers!.body.data.from, 'Customer');
		assert.equal(customers!.body.data.customer.displayName.endsWith('.'), true);
		assert.equal(customers!.body.data.business, undefined);
		const sent = await v4('POST', `/negotiations/${leadId}/messages`, token, { text: 'Yes' });
		await until(() => receiver.received.length === 2, 'the echo');
		assert.deepEqual(receiver.received[1]!.body.data, sent.body);
		await control('PUT', '/settings', { echoBusinessMessages: false, bothMessageBlocks: true });
		await control('POST', `/leads/${leadId}/messages`, { text: 'in the app', from: 'Business' });
		await control('POST', `/leads/${leadId}/messages`, { text: 'both blocks' });
		assert.equal(receiver.received.length, 3);
		assert.ok(receiver.received[2]!.body.data.business && receiver.received[2]!.body.data.customer);
	});

	await check('legacy: lead, message, update by PUT, review, with Basic', async () => {
		const username = 'thumbtack';
		await control('PUT', '/partner-endpoints', {
			url: `${receiver.url}/v1`,
			update: `${receiver.url}/v1/lead/update`,
			username,
			password: 'p',
		});
		const { leadId } = await newLead({
			generation: 'legacy',
			leadType: 'ESTIMATION',
			request: { title: 'Own title' },
		});
		await control('POST', `/leads/${leadId}/messages`, { text: 'Do screens cost more?' });
		await control('POST', `/leads/${leadId}/messages`, { text: 'not told', from: 'Business' });
		await control('POST', `/leads/${leadId}/price`, { leadPrice: '$18.50', chargeState: 'Charged' });
		await control('POST', `/leads/${leadId}/review`, { rating: 4, text: 'Spotless' });
		await control('POST', `/leads/${leadId}/review`, { rating: 4, text: 'Spotless', verified: false });
		const [lead, message, update, review, unverified] = receiver.received;
		assert.equal(receiver.received.length, 5);
		assert.equal(lead!.body.leadID, leadId);
		assert.deepEqual([lead!.body.leadType, lead!.body.request.title], ['ESTIMATION', 'Own title']);
		assert.match(lead!.body.createTimestamp, /^\d{10}$/);
		assert.equal(lead!.headers.authorization, `Basic ${Buffer.from('thumbtack:p').toString('base64')}`);
		assert.equal(message!.body.message.text, 'Do screens cost more?');
		assert.deepEqual([update!.method, update!.url], ['PUT', '/v1/lead/update']);
		assert.deepEqual(update!.body, { leadID: leadId, leadPrice: '$18.50', chargeState: 'Charged' });
		assert.equal(review!.body.review.rating, '4');
		assert.match(review!.body.review.createTime, /^\d{13}$/);
		assert.equal(unverified!.body.review.leadID, undefined);
	});

	await check('overrides and omissions of the wire body', async () => {
		await makeHook(await v4Token());
		const { leadId } = await newLead({
			negotiationID: '9007199254740993123',
			request: { description: 'Mine', booking: { start: 'x', duration: 60 } },
			omit: ['estimate', 'request.attachments'],
		});
		assert.equal(leadId, '9007199254740993123');
		const { data } = receiver.received[0]!.body;
		assert.equal(data.request.description, 'Mine');
		assert.equal(data.request.category.name.length > 0, true);
		assert.ok(!('estimate' in data) && !('attachments' in data.request));
	});

	await check('events: to the subscribed, or by force to all enabled', async () => {
		const token = await v4Token();
		await makeHook(token, { webhookURL: `${receiver.url}/jobs`, eventTypes: ['PresetJobMatchedV4'] });
		await makeHook(token, { webhookURL: `${receiver.url}/leads` });
		const job = { eventType: 'PresetJobMatchedV4', businessId: businessA, data: { status: 'won' } };
		assert.equal((await control('POST', '/events', job)).deliveries.length, 1);
		assert.deepEqual(receiver.received[0]!.body.data, { status: 'won' });
		const unknown = { ...job, eventType: 'SomethingNewV5' };
		assert.equal((await control('POST', '/events', unknown)).deliveries.length, 0);
		assert.equal((await control('POST', '/events', { ...unknown, force: true })).deliveries.length, 2);
	});

	await check('resend is the same to the byte; failures are logged; retries by setting', async () => {
		await makeHook(await v4Token());
		receiver.status = 500;
		const { deliveries } = await newLead();
		const [failed] = await control('GET', '/deliveries');
		assert.equal(failed.status, 500);
		const { deliveryId } = await control('POST', `/deliveries/${deliveries[0]}/resend`);
		assert.notEqual(deliveryId, deliveries[0]);
		assert.equal(receiver.received[1]!.text, receiver.received[0]!.text);
		await control('PUT', '/settings', { retryDeliveries: true, retryDelayMs: 30 });
		await newLead();
		receiver.status = 200;
		await until(() => receiver.received.length === 4, 'the retry');
		const last = (await control('GET', '/deliveries')).at(-1);
		assert.equal(last.attempt, 2);
	});

	await check('a slow receiver times out, a strange host is refused', async () => {
		const token = await v4Token();
		await makeHook(token);
		await control('PUT', '/settings', { deliveryTimeoutMs: 50 });
		receiver.delayMs = 200;
		await newLead();
		assert.match((await control('GET', '/deliveries')).at(-1).error, /timeout/);
		await control('POST', '/reset');
		await control('POST', '/self-serve-webhooks', { url: 'https://thumbtack.com/x', businessId: businessA });
		await newLead();
		assert.match((await control('GET', '/deliveries')).at(-1).error, /loopback/);
	});

	await check('message before lead, duplicates, missing blocks', async () => {
		await makeHook(await v4Token());
		await control('PUT', '/settings', {
			messageBeforeLead: true,
			deliverTwice: true,
			omitOptionalBlocks: true,
		});
		await newLead();
		const types = receiver.received.map(({ body }) => body.event.eventType);
		assert.deepEqual(types.sort(), [
			'MessageCreatedV4',
			'MessageCreatedV4',
			'NegotiationCreatedV4',
			'NegotiationCreatedV4',
		]);
		const lead = receiver.received.find(({ body }) => body.event.eventType === 'NegotiationCreatedV4')!;
		const message = receiver.received.find(({ body }) => body.event.eventType === 'MessageCreatedV4')!;
		assert.equal(lead.body.data.estimate, undefined);
		assert.equal(message.body.data.text, lead.body.data.request.description);
	});

	await check('"Test this webhook"', async () => {
		const hook = { url: `${receiver.url}/s`, businessId: businessA, auth: { username: 'u', password: 'p' } };
		const { webhookId } = await control('POST', '/self-serve-webhooks', hook);
		await control('POST', `/self-serve-webhooks/${webhookId}/test`);
		const { data } = receiver.received[0]!.body;
		assert.equal(data.business.name, 'Test Business for Webhooks');
		assert.deepEqual([data.customer.firstName, data.customer.phone, data.leadPrice], ['Test', '1234567890', '$25.00']);
		assert.equal((await control('GET', '/self-serve-webhooks'))[0].webhookId, webhookId);
		await control('DELETE', `/self-serve-webhooks/${webhookId}`);
		assert.equal((await call('POST', `/_sandbox/self-serve-webhooks/${webhookId}/test`)).status, 404);
	});
}
