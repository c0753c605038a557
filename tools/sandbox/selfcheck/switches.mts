import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../server.mts';
import { call, check, control, newLead, v4, v4Token } from './harness.mts';

export async function switchChecks(): Promise<void> {
	await check('faults: a reply, so often; by method, path and operation', async () => {
		const token = await v4Token();
		const reply = { status: 429, headers: { 'retry-after': '1' }, body: { title: 'slow down' } };
		await control('POST', '/faults', { match: { operationId: 'getSelf', method: 'get' }, times: 2, reply });
		const first = await v4('GET', '/users/self', token);
		assert.deepEqual([first.status, first.headers.get('retry-after'), first.body.title], [429, '1', 'slow down']);
		assert.equal((await v4('GET', '/businesses', token)).status, 200);
		assert.equal((await v4('GET', '/users/self', token)).status, 429);
		assert.equal((await v4('GET', '/users/self', token)).status, 200);
		await control('POST', '/faults', {
			match: { path: '^/oauth2/' },
			times: 0,
			reply: { status: 502, body: '<html>' },
		});
		assert.equal((await call('POST', '/oauth2/token')).text, '<html>');
		await control('DELETE', '/faults');
		assert.equal((await call('POST', '/oauth2/token')).status, 400);
		const [logged] = await control('GET', '/requests?path=self');
		assert.deepEqual([logged.status, logged.operationId], [429, 'getSelf']);
	});

	await check('faults: reset, delay, lost reply', async () => {
		const token = await v4Token();
		const { leadId } = await newLead();
		const match = { operationId: 'sendMessage' };
		const send = () => v4('POST', `/negotiations/${leadId}/messages`, token, { text: 'x' });
		const messages = async () => (await control('GET', `/leads/${leadId}`)).messages.length;
		await control('POST', '/faults', { match, reply: { reset: true } });
		await assert.rejects(send);
		assert.equal(await messages(), 0);
		await control('POST', '/faults', { match, reply: { dropAfter: true } });
		await assert.rejects(send);
		assert.equal(await messages(), 1);
		await control('POST', '/faults', { match, reply: { delayMs: 150 } });
		const started = Date.now();
		assert.equal((await send()).status, 201);
		assert.ok(Date.now() - started >= 145);
	});

	await check('rate limit', async () => {
		const token = await v4Token();
		await control('PUT', '/settings', { rateLimitPerSecond: 5, retryAfterSeconds: 1 });
		const answers = await Promise.all(Array.from({ length: 8 }, () => v4('GET', '/users/self', token)));
		const refused = answers.filter(({ status }) => status === 429);
		assert.equal(refused.length, 3);
		assert.equal(refused[0]!.headers.get('retry-after'), '1');
		assert.equal(refused[0]!.body.title, 'Too Many Requests');
	});

	await check('the control API refuses wrong calls with {error}', async () => {
		for (const [method, path, json] of [
			['PUT', '/settings', { nonsense: 1 }],
			['PUT', '/settings', { messageOrder: 'sideways' }],
			['POST', '/leads', {}],
			['POST', '/leads', { businessId: '501100200300400500', generation: 'v5' }],
			['POST', '/tokens', { clientId: 'nobody' }],
			['POST', '/faults', { reply: { statuss: 1 } }],
			['POST', '/faults', { match: { path: '(' }, reply: { status: 500 } }],
			['POST', '/webhooks', { webhookURL: 'x' }],
			['PUT', '/partner-endpoints', {}],
			['PUT', '/partner-endpoints', { url: 'ftp://x' }],
			['POST', '/self-serve-webhooks', { url: 'ftp://x', businessId: '501100200300400500' }],
			['POST', '/self-serve-webhooks', { url: 'http://x', businessId: '501100200300400500', events: [] }],
			['PUT', '/businesses/501100200300400500', { hasLeft: 'yes' }],
		] as const) {
			const answer = await call(method, `/_sandbox${path}`, { json });
			assert.equal(answer.status, 400, path);
			assert.equal(typeof answer.body.error, 'string');
		}
		assert.equal((await call('POST', '/_sandbox/leads', { json: { businessId: '1' } })).status, 404);
		assert.equal((await call('GET', '/_sandbox/nothing')).status, 404);
		assert.equal(
			(await call('POST', '/_sandbox/reset', { raw: '{', headers: { 'content-type': 'application/json' } })).status,
			400,
		);
	});

	await check('a reply that breaks the description is a 500, and loud', async () => {
		const { leadId } = await newLead({ status: 'Sideways' });
		const written: string[] = [];
		const write = process.stderr.write;
		process.stderr.write = (chunk) => written.push(String(chunk)) > 0;
		try {
			assert.equal((await v4('GET', `/negotiations/${leadId}`, await v4Token())).status, 500);
		} finally {
			process.stderr.write = write;
		}
		assert.match(written.join(''), /breaks .*v4\.yaml: .*status/);
	});

	await check('a reset brings the cast back and ids go on', async () => {
		const { leadId } = await newLead();
		assert.match(leadId, /^\d{18}$/);
		await control('PUT', '/settings', { leadList: false });
		await control('POST', '/reset');
		assert.deepEqual(await control('GET', '/leads'), []);
		assert.equal((await control('GET', '/settings')).leadList, true);
		assert.ok(BigInt((await newLead()).leadId) > BigInt(leadId));
	});

	await check('health, and the pages are served', async () => {
		assert.deepEqual(await control('GET', '/health'), { ok: true });
		for (const path of ['/', '/style.css', '/inbox.js']) assert.equal((await call('GET', path)).status, 200, path);
	});

	await check('--data keeps leads, tokens and the count of ids over a restart', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
		const options = { dataFile: join(folder, 'state.json'), allowAnyHost: false };
		try {
			const before = await startSandbox(0, options);
			const base = before.url.replace('localhost', '127.0.0.1');
			const json = { businessId: '501100200300400500' };
			const lead = (await call('POST', '/_sandbox/leads', { base, json })).body;
			const token = (await call('POST', '/_sandbox/tokens', { base, json: {} })).body.access_token;
			await before.close();
			const after = await startSandbox(0, options);
			const again = after.url.replace('localhost', '127.0.0.1');
			assert.equal((await call('GET', `/api/v4/negotiations/${lead.leadId}`, { base: again, token })).status, 200);
			const next = (await call('POST', '/_sandbox/leads', { base: again, json })).body;
			assert.ok(BigInt(next.leadId) > BigInt(lead.leadId));
			await after.close();
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
}
