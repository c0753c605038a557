import type { IDataObject, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { runNode } from '../../../tools/lib/testing/action-node';
import { ownSandbox } from '../../../tools/lib/testing/sandbox-process';
import { cast } from '../../../tools/lib/testing/sandbox-client';

/** Many items, bad items, slow and busy servers: order, pairing, and never twice. */

const sandbox = ownSandbox();
let leadId: string;

beforeEach(async () => {
	await sandbox.client.reset();
	leadId = (await sandbox.client.sendLead({ businessId: cast.riveraHandyman.businessId })).leadId;
});

async function send(items: IDataObject[], continueOnFail = false): Promise<INodeExecutionData[]> {
	return await runNode({
		parameters: {
			apiVersion: 'v4',
			resource: 'message',
			operation: 'send',
			leadId: { __rl: true, mode: 'id', value: '={{ $json.leadId }}' },
			text: '={{ $json.text }}',
		},
		items,
		continueOnFail,
		credentials: {
			thumbtackOAuth2Api: {
				environment: 'custom',
				apiUrl: sandbox.url,
				api: 'v4',
				grantType: 'authorizationCode',
				authentication: 'header',
				...cast.v4Client,
				accessTokenUrl: `${sandbox.url}/oauth2/token`,
				oauthTokenData: { ...(await sandbox.client.issueTokens()) },
			},
		},
	});
}

const texts = async () => (await sandbox.client.replies(leadId)).map(({ text }) => text);
const failure = async (run: Promise<unknown>) =>
	await run.then(
		() => {
			throw new Error('did not fail');
		},
		(error: NodeApiError | NodeOperationError) => error,
	);

describe('items', () => {
	it('1,000 of them: in order, each paired with its own, each sent once', async () => {
		const items = Array.from({ length: 1000 }, (_, index) => ({ leadId, text: `message ${index}` }));
		const output = await send(items);
		expect(output.map(({ json }) => json.text)).toEqual(items.map(({ text }) => text));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect((await texts()).sort()).toEqual(items.map(({ text }) => text).sort());
	}, 60_000);

	it('are under way ten at a time', async () => {
		const leads = await Promise.all(
			Array.from(
				{ length: 40 },
				async () => (await sandbox.client.sendLead({ businessId: cast.riveraHandyman.businessId })).leadId,
			),
		);
		await sandbox.client.control('PUT', '/settings', { latencyMs: 100 });
		const started = Date.now();
		await send(leads.map((lead, index) => ({ leadId: lead, text: `message ${index}` })));
		const seconds = (Date.now() - started) / 1000;
		// Four rounds of 0.1 s; one after the other they would take 4 s.
		expect(seconds).toBeGreaterThan(0.4);
		expect(seconds).toBeLessThan(3);
	});

	it('none gives none', async () => {
		expect(await send([])).toEqual([]);
	});
});

describe('bad items', () => {
	const bad: Array<[string, IDataObject, RegExp]> = [
		['unknown lead', { leadId: '999999999999999999', text: 'x' }, /Lead 999999999999999999 not found \(404\)/],
		['empty text', { text: '' }, /"Text" is empty/],
		['text that is too long', { text: 'a'.repeat(16_385) }, /"Text" has 16385 characters/],
		['id that is a number', { leadId: Number('519000111222333444'), text: 'x' }, /"Lead" is a number/],
		['no id', { leadId: 'maria', text: 'x' }, /"Lead" is not a Thumbtack ID/],
	];

	it.each(bad)('%s: says which field and what to do, and names the item', async (_, item, says) => {
		const error = await failure(send([{ leadId, ...item }]));
		expect(error.message).toMatch(says);
		expect(error.description).toMatch(/Lead|Text|Shorten|ID/);
		expect(error.context.itemIndex).toBe(0);
	});

	it('with continue-on-fail the others go on, each failure at its own place', async () => {
		const items = [
			{ leadId, text: 'first' },
			...bad.map(([, item]) => ({ leadId, ...item })),
			{ leadId, text: 'last' },
		];
		const output = await send(items, true);
		expect(output).toHaveLength(items.length);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		bad.forEach(([, , says], index) => {
			expect(output[index + 1].json).toEqual({ error: expect.stringMatching(says), details: expect.any(String) });
			expect(output[index + 1].error).toBeUndefined();
		});
		expect((await texts()).sort()).toEqual(['first', 'last']);
	});

	it('without it no further item is begun after the failure', async () => {
		await sandbox.client.control('PUT', '/settings', { latencyMs: 20 });
		const items = Array.from({ length: 200 }, (_, index) => ({ leadId, text: index === 5 ? '' : `message ${index}` }));
		const error = await failure(send(items));
		expect(error.context.itemIndex).toBe(5);
		expect((await texts()).length).toBeLessThan(20);
	});

	it('the error names the items that were already carried out', async () => {
		const items = Array.from({ length: 10 }, (_, index) => ({
			leadId: index === 7 ? '999999999999999999' : leadId,
			text: String(index),
		}));
		await sandbox.client.control('POST', '/faults', {
			match: { path: '/api/v4/negotiations/999999999999999999/messages' },
			reply: { status: 404, delayMs: 300 },
		});
		const error = await failure(send(items));
		expect(error.context.itemIndex).toBe(7);
		expect((await texts()).sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '8', '9']);
		expect(error.description).toMatch(/Already carried out: items 0 to 6, 8 and 9 \(the first item is 0\)/);
	});

	it("another business's lead: says whose account has to be connected", async () => {
		const foreign = await sandbox.client.sendLead({ businessId: cast.stonePlumbing.businessId });
		const error = await failure(send([{ leadId: foreign.leadId, text: 'x' }]));
		expect(error.message).toMatch(/refused access to lead \d+ \(403\)/);
		expect(error.description).toMatch(/connect the account that owns it/);
	});
});

describe('a message is never sent twice', () => {
	it('when the reply is lost after Thumbtack took it', async () => {
		await sandbox.client.control('POST', '/faults', {
			match: { operationId: 'sendMessage' },
			reply: { dropAfter: true },
		});
		const error = await failure(send([{ leadId, text: 'once' }]));
		expect(error.description).toMatch(
			/not known whether Thumbtack carried this out.*the customer would get the message twice/,
		);
		expect(await texts()).toEqual(['once']);
	});

	it('when the token expires in the middle', async () => {
		const items = Array.from({ length: 30 }, (_, index) => ({ leadId, text: `message ${index}` }));
		const run = send(items);
		await sandbox.client.expireTokens();
		expect(await run).toHaveLength(30);
		expect((await texts()).sort()).toEqual(items.map(({ text }) => text).sort());
	});

	it('when Thumbtack asks to slow down: all arrive, none twice', async () => {
		await sandbox.client.control('PUT', '/settings', { rateLimitPerSecond: 20 });
		const items = Array.from({ length: 60 }, (_, index) => ({ leadId, text: `message ${index}` }));
		await send(items);
		expect((await texts()).sort()).toEqual(items.map(({ text }) => text).sort());
	}, 30_000);
});
