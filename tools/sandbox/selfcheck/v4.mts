import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
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
	userB,
	v4,
	v4Token,
	type Any,
} from './harness.mts';

export async function v4Checks(): Promise<void> {
	await check('users/self', async () => {
		const { status, body } = await v4('GET', '/users/self', await v4Token());
		assert.equal(status, 200);
		assert.deepEqual(body, {
			userID: '500100200300400500',
			email: 'sam@example.com',
			firstName: 'Sam',
			lastName: 'Rivera',
		});
	});

	await check('refuses a missing, unknown, expired and revoked token', async () => {
		assert.equal((await call('GET', '/api/v4/users/self')).status, 401);
		const unknown = await v4('GET', '/users/self', 'nonsense');
		assert.equal(unknown.status, 401);
		assert.equal(unknown.body.detail, 'token is not active');
		assert.match(unknown.body.traceID, /^[0-9a-f]{16}$/);
		const expiring = await v4Token();
		assert.equal((await control('POST', '/tokens/expire', { accessToken: expiring })).expired, 1);
		assert.equal((await v4('GET', '/users/self', expiring)).body.detail, 'token is not active');
		const revoked = await v4Token();
		await control('POST', '/tokens/revoke', {});
		assert.equal((await v4('GET', '/users/self', revoked)).status, 401);
	});

	await check('a legacy token is no v4 token', async () => {
		const token = await v4Token({ generation: 'legacy' });
		assert.equal((await v4('GET', '/users/self', token)).status, 401);
	});

	await check('a missing scope is a 401 that names it', async () => {
		const token = await v4Token({ scope: 'supply::users.read' });
		const { status, body } = await v4('GET', '/businesses', token);
		assert.equal(status, 401);
		assert.equal(body.detail, 'required scope(s) [supply::businesses.list] not found');
	});

	await check('refuses a client without User-Agent', async () => {
		const token = await v4Token();
		const answer = await call('GET', '/api/v4/users/self', { token, headers: { 'user-agent': '' } });
		assert.equal(answer.status, 403);
	});

	await check('an unknown route or method is a 404 problem', async () => {
		const token = await v4Token();
		for (const [method, path] of [
			['GET', '/nope'],
			['POST', '/users/self'],
			['GET', '/api/v4/users/self'],
		] as const) {
			const answer = await v4(method, path, token);
			assert.equal(answer.status, 404, path);
			assert.equal(answer.body.title, 'Not Found');
		}
	});

	await check('businesses: own ones only, none for a user without', async () => {
		const list = await v4('GET', '/businesses', await v4Token());
		assert.deepEqual(
			list.body.data.map((item: Any) => item.businessID),
			[businessA, businessA2],
		);
		assert.deepEqual(list.body.pagination, { limit: 20 });
		const none = await v4('GET', '/businesses', await v4Token({ userId: '500100200300400700' }));
		assert.deepEqual(none.body.data, []);
		assert.equal((await v4('GET', `/businesses/${businessA}`, await v4Token())).body.name, 'Rivera Handyman');
		assert.equal((await v4('GET', `/businesses/${businessB}`, await v4Token())).status, 403);
		assert.equal((await v4('GET', '/businesses/999', await v4Token())).status, 404);
		assert.equal((await v4('GET', '/businesses/abc', await v4Token())).status, 400);
	});

	await check('businesses page by limit and offset; `next` lacks /api; pageStuck repeats for ever', async () => {
		const token = await v4Token();
		await control('POST', '/businesses', { name: 'Third' });
		const first = (await v4('GET', '/businesses?limit=2', token)).body;
		assert.equal(first.data.length, 2);
		assert.match(first.pagination.next, /:\d+\/v4\/businesses\?limit=2&offset=2$/);
		const second = (await v4('GET', '/businesses?limit=2&offset=2', token)).body;
		assert.equal(second.data.length, 1);
		assert.equal(second.pagination.next, undefined);
		await control('PUT', '/settings', { pageStuck: true });
		const stuck = (await v4('GET', '/businesses?limit=2&offset=2', token)).body;
		assert.deepEqual(stuck.data, first.data);
		assert.ok(stuck.pagination.next);
	});

	await check('leads: get, list, foreign 403, unknown 404', async () => {
		const token = await v4Token();
		const { leadId } = await newLead();
		const lead = await v4('GET', `/negotiations/${leadId}`, token);
		assert.equal(lead.status, 200);
		assert.equal(lead.body.negotiationID, leadId);
		assert.equal(lead.body.leadPriceBreakdown.subtotal, '$23.15');
		assert.equal((await v4('GET', `/businesses/${businessA}/negotiations`, token)).body.data[0].negotiationID, leadId);
		const foreign = await v4Token({ userId: userB });
		assert.equal((await v4('GET', `/negotiations/${leadId}`, foreign)).status, 403);
		assert.equal((await v4('GET', '/negotiations/1', token)).status, 404);
		await control('PUT', '/settings', { leadList: false });
		assert.equal((await v4('GET', `/businesses/${businessA}/negotiations`, token)).status, 404);
	});

	await check('job status is kept, with additional fields; a wrong value is refused', async () => {
		const token = await v4Token();
		const { leadId } = await newLead();
		const path = `/negotiations/${leadId}/job-status`;
		const status = { status: 'appt_scheduled', partnerStatusChangedAt: '2026-01-02T03:04:05Z', more: 1 };
		assert.equal((await v4('POST', path, token, status)).status, 200);
		const [kept] = (await control('GET', `/leads/${leadId}`)).jobStatuses;
		assert.equal(kept.status, 'appt_scheduled');
		assert.equal(kept.partnerStatusChangedAt, '2026-01-02T03:04:05Z');
		assert.equal((await v4('POST', path, token, { status: 'nonsense' })).status, 400);
		assert.equal((await v4('POST', path, token, {})).status, 400);
	});

	await check('messages: send, read back, limits of text and page', async () => {
		const token = await v4Token();
		const { leadId } = await newLead();
		const path = `/negotiations/${leadId}/messages`;
		const sent = await v4('POST', path, token, { text: 'On our way ✓' });
		assert.equal(sent.status, 201);
		assert.equal(sent.body.from, 'Business');
		assert.deepEqual((await v4('GET', path, token)).body.data, [sent.body]);
		assert.equal((await control('GET', `/leads/${leadId}`)).messages[0].via, 'v4');
		assert.equal((await v4('POST', path, token, { text: 'x'.repeat(16_384) })).status, 201);
		for (const body of [
			{ text: 'x'.repeat(16_385) },
			{ text: '' },
			{},
			{ text: 1 },
			{ text: 'a', attachments: [] },
			[],
		]) {
			const refused = await v4('POST', path, token, body);
			assert.equal(refused.status, 400, JSON.stringify(body).slice(0, 40));
			assert.equal(refused.body.title, 'Your request is not valid.');
		}
		for (const query of ['limit=0', 'limit=21', 'limit=x', 'sentBefore=yesterday', 'page=2', 'cursor=abc']) {
			assert.equal((await v4('GET', `${path}?${query}`, token)).status, 400, query);
		}
		const logged = await control('GET', '/requests?path=/messages');
		const violated = logged.filter(({ violations }: Any) => violations.length > 0);
		assert.equal(violated.length, 12);
		assert.equal(violated[0].operationId, 'sendMessage');
	});

	await check('messages page by sentBefore, by sentAfter, by cursor', async () => {
		const token = await v4Token();
		const { leadId } = await newLead();
		for (let i = 0; i < 25; i++) await control('POST', `/leads/${leadId}/messages`, { text: `m${i}`, deliver: false });
		const path = `/negotiations/${leadId}/messages?limit=10`;
		const walk = async (next: (body: Any) => string | null) => {
			const texts: string[] = [];
			for (let more: string | null = ''; more !== null;) {
				const { body }: Any = await v4('GET', path + more, token);
				texts.push(...body.data.map(({ text }: Any) => text));
				more = body.data.length === 0 ? null : next(body);
			}
			return texts;
		};
		const down = await walk((body) => `&sentBefore=${encodeURIComponent(body.data.at(-1).sentAt)}`);
		assert.deepEqual(
			down,
			Array.from({ length: 25 }, (_, i) => `m${24 - i}`),
		);
		await control('PUT', '/settings', { messageOrder: 'oldestFirst' });
		const up = await walk((body) => `&sentAfter=${encodeURIComponent(body.data.at(-1).sentAt)}`);
		assert.deepEqual(up, down.toReversed());
		await control('PUT', '/settings', { messagePaging: 'cursor' });
		const cursor = await walk(({ pagination }) => (pagination.cursor ? `&cursor=${pagination.cursor}` : null));
		assert.deepEqual(cursor, up);
	});

	await check('reviews: list with odd next, respond', async () => {
		const token = await v4Token();
		const { leadId } = await newLead();
		for (const rating of [5, 4, 3]) await control('POST', `/leads/${leadId}/review`, { rating, text: `r${rating}` });
		const first = (await v4('GET', `/businesses/${businessA}/reviews?limit=2`, token)).body;
		assert.deepEqual(
			first.data.map(({ rating }: Any) => rating),
			[3, 4],
		);
		assert.equal(first.pagination.offset, 0);
		assert.equal((await v4('GET', '/reviews/', token)).body.data.length, 3);
		const path = `/businesses/${businessA}/reviews/${first.data[0].reviewID}/response`;
		const responded = await v4('POST', path, token, { responseText: 'Thank you' });
		assert.equal(responded.body.responseText, 'Thank you');
		assert.equal((await v4('POST', path, token, { text: 'no' })).status, 400);
	});

	await check('phone numbers: add, bulk, list, change, delete, pattern', async () => {
		const token = await v4Token();
		const base = `/businesses/${businessA}/associate-phone-numbers`;
		const one = await v4('POST', base, token, { phoneNumber: '+13125550100', name: 'Front desk' });
		assert.equal(one.status, 201);
		const many = await v4('POST', `${base}-bulk-create`, token, {
			phoneNumbers: [{ phoneNumber: '+13125550101', name: 'a' }, { phoneNumber: '+13125550102' }],
		});
		assert.equal(many.body.phoneNumbers.length, 2);
		assert.equal((await v4('GET', base, token)).body.phoneNumbers.length, 3);
		const own = `${base}/${one.body.phoneNumberID}`;
		assert.equal((await v4('PUT', own, token, { name: 'Desk' })).body.name, 'Desk');
		assert.equal((await v4('DELETE', own, token)).status, 204);
		assert.equal((await v4('DELETE', own, token)).status, 404);
		assert.equal((await v4('POST', base, token, { phoneNumber: '3125550100' })).status, 400);
		assert.equal((await v4('GET', `/businesses/${businessB}/associate-phone-numbers`, token)).status, 403);
	});

	for (const [owner, base] of [
		['user', '/users'],
		['business', `/businesses/${businessA}`],
	] as const) {
		await check(`${owner} webhooks: the seven operations`, async () => {
			const token = await v4Token();
			const hook = await makeHook(token, { enabled: false, auth: { username: 'u', password: 's3cret' } }, base);
			assert.equal(hook.authType, 'Basic');
			assert.equal(
				hook[owner === 'user' ? 'userID' : 'businessID'],
				owner === 'user' ? '500100200300400500' : businessA,
			);
			const one = `${base}/webhooks/${hook.webhookID}`;
			assert.deepEqual((await v4('GET', `${base}/webhooks`, token)).body, {
				data: [hook],
				pagination: { limit: 10 },
			});
			assert.deepEqual((await v4('GET', one, token)).body, hook);
			assert.deepEqual((await v4('PUT', one, token, { enabled: true })).body, { ...hook, enabled: true });
			const changed = await v4('PUT', `${one}/auth`, token, { header: 'X-Key', value: 'v4lue' });
			assert.equal(changed.body.authType, 'CustomHeader');
			assert.ok(!changed.text.includes('v4lue'));
			assert.equal((await v4('DELETE', `${one}/auth`, token)).status, 204);
			assert.equal((await v4('GET', one, token)).body.authType, 'None');
			assert.equal((await v4('GET', one, await v4Token({ userId: userB }))).status, owner === 'user' ? 404 : 403);
			assert.equal((await v4('DELETE', one, token)).status, 204);
			assert.equal((await v4('DELETE', one, token)).status, 404);
		});
	}

	await check('webhooks: wrong bodies, http only by the setting, twins allowed', async () => {
		const token = await v4Token();
		const good = { webhookURL: 'http://localhost:1/x', eventTypes: ['AnyName'], enabled: true };
		const path = `/businesses/${businessA}/webhooks`;
		for (const wrong of [
			{ ...good, webhookURL: 'ftp://x' },
			{ ...good, eventTypes: [] },
			{ ...good, eventTypes: [''] },
			{ ...good, enabled: 'true' },
			{ ...good, url: 'x' },
			{ ...good, auth: { username: 'u' } },
			{ ...good, auth: { username: 'u', password: 'p', header: 'h', value: 'v' } },
			{ ...good, auth: null },
			{ url: 'https://x', events: ['x'] },
		]) {
			assert.equal((await v4('POST', path, token, wrong)).status, 400, JSON.stringify(wrong));
		}
		const [first, second] = [await makeHook(token, good), await makeHook(token, good)];
		assert.notEqual(first.webhookID, second.webhookID);
		await control('PUT', '/settings', { allowHttpWebhooks: false });
		assert.equal((await v4('POST', path, token, good)).status, 400);
		assert.equal((await v4('POST', path, token, { ...good, webhookURL: 'https://x.example/' })).status, 201);
	});

	await check('test-negotiation sends the fixture to the own hooks of the business', async () => {
		const token = await v4Token();
		await makeHook(token);
		assert.equal((await v4('POST', `/businesses/${businessA}/webhooks/test-negotiation`, token)).status, 200);
		for (let i = 0; i < 50 && receiver.received.length === 0; i++) await wait(20);
		assert.equal(receiver.received[0]!.body.data.business.name, 'Test Business for Webhooks');
	});
}
