import assert from 'node:assert/strict';
import { businessA, businessA2, businessB, call, check, control, legacyToken, newLead } from './harness.mts';

const basic: [string, string] = ['sandbox-basic', 'sandbox-basic-password'];
const clientPair: [string, string] = ['Sandbox CRM', 'sandbox legacy/secret+='];
const json = { text: 'Hi, we can come on Monday.' };

function messagePath(version: 'v1' | 'v2', businessId: string, leadId: string): string {
	return `/${version}/business/${businessId}/lead/${leadId}/message`;
}

function targetingPath(businessId: string, categoryId?: string): string {
	const category = categoryId === undefined ? '' : `/categories/${categoryId}`;
	return `/v3/accounts/~/services/${businessId}${category}/preferences/targeting`;
}

export async function legacyChecks(): Promise<void> {
	await check('v2 message', async () => {
		const token = await legacyToken();
		const { leadId } = await newLead({ generation: 'legacy' });
		const answer = await call('POST', messagePath('v2', businessA, leadId), { token, json });
		assert.deepEqual(answer.body, { status: 'success' });
		const [message] = (await control('GET', `/leads/${leadId}`)).messages;
		assert.deepEqual([message.via, message.from, message.text], ['v2', 'Business', json.text]);
	});

	await check('v2 message: scope, ownership, form', async () => {
		const token = await legacyToken();
		const own = await newLead({ generation: 'legacy' });
		const foreign = await newLead({ generation: 'legacy', businessId: businessB });
		const statusOf = async (businessId: string, leadId: string, options: object) =>
			(await call('POST', messagePath('v2', businessId, leadId), { token, ...options })).status;
		assert.equal(await statusOf(businessB, foreign.leadId, { json }), 403);
		assert.equal(await statusOf(businessA, foreign.leadId, { json }), 404);
		assert.equal(await statusOf(businessA, '1', { json }), 404);
		assert.equal(await statusOf(businessA, own.leadId, { json: {} }), 400);
		assert.equal(await statusOf(businessA, own.leadId, { raw: JSON.stringify(json) }), 400);
		assert.equal(
			await statusOf(businessA, own.leadId, { json, token: await legacyToken({ scope: 'targeting' }) }),
			403,
		);
		assert.equal(await statusOf(businessA, own.leadId, { json, token: 'nonsense' }), 401);
		await control('POST', '/tokens/expire', {});
		const expired = await call('POST', messagePath('v2', businessA, own.leadId), { token, json });
		assert.deepEqual([expired.status, expired.body.code], [401, 'INVALID_TOKEN']);
	});

	await check('v1 message with Basic', async () => {
		const { leadId } = await newLead({ generation: 'legacy' });
		assert.equal((await call('POST', messagePath('v1', businessA, leadId), { basic, json })).status, 200);
		assert.equal((await control('GET', `/leads/${leadId}`)).messages[0].via, 'v1');
		assert.equal((await call('POST', messagePath('v1', businessA, leadId), { basic: clientPair, json })).status, 401);
		assert.equal((await call('POST', messagePath('v1', businessA, leadId), { json })).status, 401);
		assert.equal((await call('POST', messagePath('v1', businessA2, leadId), { basic, json })).status, 404);
	});

	await check('disconnect ends the tokens of that business only', async () => {
		const [gone, stays] = [await legacyToken(), await legacyToken({ businessId: businessA2 })];
		const path = '/v2/disconnect-partner?business_pk=';
		const answer = await call('POST', path + businessA, { basic: clientPair });
		assert.deepEqual(answer.body, { business_pk: businessA, client_id: 'Sandbox CRM' });
		assert.equal((await call('GET', '/v2/get-thumbtack-info', { token: gone })).status, 401);
		assert.equal((await call('GET', '/v2/get-thumbtack-info', { token: stays })).status, 200);
		assert.equal((await call('POST', path + businessA, { basic })).status, 401);
		assert.equal((await call('POST', '/v2/disconnect-partner', { basic: clientPair })).status, 400);
	});

	await check('targeting: string and boolean, and its errors', async () => {
		const token = await legacyToken();
		const statusOf = async (path: string, enabled: unknown) =>
			(await call('PATCH', path, { token, json: { enabled } })).status;
		assert.equal(await statusOf(targetingPath(businessA), 'false'), 200);
		assert.equal(await statusOf(targetingPath(businessA, '201000111222333444'), true), 200);
		assert.deepEqual(await control('GET', '/targeting'), {
			[businessA]: false,
			[`${businessA}/201000111222333444`]: true,
		});
		assert.equal(await statusOf(targetingPath(businessA), 'no'), 400);
		assert.equal(await statusOf(targetingPath('abc'), 'true'), 400);
		assert.equal(await statusOf(targetingPath(businessA, 'abc'), 'true'), 400);
		assert.equal(await statusOf(targetingPath(businessA, '999'), 'true'), 404);
		assert.equal(await statusOf(targetingPath(businessB), 'true'), 401);
		assert.equal((await call('PATCH', targetingPath(businessA), { token })).status, 400);
		assert.equal(
			(
				await call('PATCH', targetingPath(businessA), {
					token: await legacyToken({ scope: 'messages' }),
					json: { enabled: true },
				})
			).status,
			403,
		);
	});

	await check('create-lead reads a bare 18-digit number exactly, and wants {} at least', async () => {
		const raw = `{"businessID": ${businessA2}}`;
		const headers = { 'content-type': 'application/json' };
		const named = await call('POST', '/v1/test/create-lead', { basic, raw, headers });
		assert.equal(named.body.business.businessID, businessA2);
		const dummy = await call('POST', '/v1/test/create-lead', { basic, json: {} });
		assert.equal(dummy.body.business.name, 'Clear View LLC');
		const path = messagePath('v1', dummy.body.business.businessID, dummy.body.leadID);
		assert.equal((await call('POST', path, { basic, json })).status, 200);
		assert.equal((await call('POST', '/v1/test/create-lead', { basic, headers })).status, 400);
		assert.equal((await call('POST', '/v1/test/create-lead', { basic })).status, 400);
		assert.equal((await call('POST', '/v1/test/create-lead', { basic, json: { businessID: businessA2 } })).status, 400);
		assert.equal((await call('POST', '/v1/test/create-lead', { basic, raw: '{', headers })).status, 400);
	});

	await check('an unknown route is a 404 in the legacy form', async () => {
		const answer = await call('GET', '/v2/token/access');
		assert.deepEqual([answer.status, answer.body.code], [404, 'NOT_FOUND']);
	});
}
