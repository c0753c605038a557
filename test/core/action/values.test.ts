/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server on this machine that keeps what it is sent */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { credentialsFor, runNode } from '../../../tools/lib/testing/action-node';

/** What an expression gives to a parameter, through n8n's own expressions: sent as a person means it, or refused before anything is sent. */

let sent: Array<{ path: string; query: string; text: string }> = [];
let answer: (path: string) => object = () => ({});
let server: Server;
let url: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk) => (text += chunk));
		request.on('end', () => {
			const [path, query = ''] = request.url!.split('?');
			sent.push({ path, query, text });
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(path)));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (sent = []));
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const LEAD = '519000111222333444';
const BUSINESS = '501100200300400500';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });
const gives = (code: string) => `={{ ${code} }}`;

/** Runs one item; gives the items, or the error with its remedy. */
async function run(
	api: 'v4' | 'legacy',
	action: string,
	parameters: IDataObject,
	timezone?: string,
): Promise<{ items?: IDataObject[]; error?: string }> {
	const [resource, operation] = action.split(' ');
	return await runNode({
		parameters: { apiVersion: api, resource, operation, ...parameters },
		credentials: credentialsFor(url, 'oAuth2', api),
		timezone,
	}).then(
		(items) => ({ items: items.map(({ json }) => json) }),
		(error: Error & { description?: string }) => ({ error: `${error.message} ${error.description}` }),
	);
}

const ON = [true, 1, 'TRUE', 'True', ' true ', 'yes', 'YES', 'on', '1'].map((value) => gives(JSON.stringify(value)));
const OFF = [false, 0, 'FALSE', 'False', ' no ', 'NO', 'Off', '0'].map((value) => gives(JSON.stringify(value)));
const NEITHER = ['""', '" "', '"maybe"', 'undefined', 'null', '[]', '{}', '2', '-1'].map(gives);

describe('a switch', () => {
	const setService = async (enabled: string) =>
		await run('legacy', 'targeting setService', { serviceId: BUSINESS, enabled });
	const setCategory = async (enabled: string) =>
		await run('legacy', 'targeting setCategory', { serviceId: BUSINESS, categoryId: '122000111222333444', enabled });
	const create = async (enabled: string) =>
		await run('v4', 'webhook create', {
			owner: 'user',
			webhookUrl: 'https://webhook.example/hook',
			eventTypes: ['MessageCreatedV4'],
			authType: 'none',
			enabled,
		});
	const update = async (enabled: string) =>
		await run('v4', 'webhook update', {
			owner: 'user',
			webhookId: byId('587000111222333444'),
			updateFields: { enabled },
		});
	const switches = [
		{ name: 'targeting of a service', label: 'Receive New Leads', set: setService },
		{ name: 'targeting of a category', label: 'Receive New Leads', set: setCategory },
		{ name: 'a new webhook', label: 'Enabled', set: create },
		{ name: 'a changed webhook', label: 'Enabled', set: update },
	];
	beforeEach(() => (answer = () => ({ status: 'success', webhookID: '587000111222333444' })));

	const cases = switches.flatMap((one) =>
		[...ON.map((value) => [value, true] as const), ...OFF.map((value) => [value, false] as const)].map(
			([value, is]) => ({ ...one, value, is }),
		),
	);
	it.each(cases)('$name, given $value: $is', async ({ set, value, is }) => {
		expect((await set(value)).error).toBeUndefined();
		expect(sent).toHaveLength(1);
		expect(String((JSON.parse(sent[0].text) as IDataObject).enabled)).toBe(String(is));
	});

	it.each(switches.flatMap((one) => NEITHER.map((value) => ({ ...one, value }))))(
		'$name, given $value: refused by the name of the field, and nothing is sent',
		async ({ set, value, label }) => {
			expect((await set(value)).error).toContain(`"${label}"`);
			expect(sent).toEqual([]);
		},
	);

	const review = { reviewID: '1', rating: 5, reviewText: 'Good' };
	const getAll = async (parameters: IDataObject) =>
		await run('v4', 'review getAll', { businessId: byId(BUSINESS), ...parameters });

	it.each([...ON.map((value) => [value, 3] as const), ...OFF.map((value) => [value, 1] as const)])(
		'Return All, given %s: %d items',
		async (returnAll, count) => {
			answer = () => ({ data: ['1', '2', '3'].map((reviewID) => ({ ...review, reviewID })), pagination: {} });
			expect((await getAll({ returnAll, limit: 1 })).items).toHaveLength(count);
		},
	);

	it.each(NEITHER)('Return All, given %s: refused', async (returnAll) => {
		expect((await getAll({ returnAll, limit: 1 })).error).toContain('"Return All"');
		expect(sent).toEqual([]);
	});

	it.each([...ON.map((value) => [value, true] as const), ...OFF.map((value) => [value, false] as const)])(
		'Simplify of a lead, given %s: %j',
		async (simplify, is) => {
			answer = () => ({ negotiationID: LEAD, customer: {}, request: {} });
			const { items } = await run('v4', 'lead get', { leadId: byId(LEAD), simplify });
			expect('leadId' in items![0]).toBe(is);
		},
	);
});

describe('a choice', () => {
	it.each(NEITHER)('Job Status, given %s: refused with the values that there are', async (jobStatus) => {
		const { error } = await run('v4', 'lead updateJobStatus', { leadId: byId(LEAD), jobStatus });
		expect(error).toMatch(/"Job Status".*appt_scheduled/s);
		expect(sent).toEqual([]);
	});

	it.each([...NEITHER, 'digest'])(
		'Authentication Type, given %s: refused, so that no webhook is left open to everybody',
		async (authType) => {
			const webhook = { owner: 'user', webhookUrl: 'https://webhook.example/hook', eventTypes: ['MessageCreatedV4'] };
			const { error } = await run('v4', 'webhook create', { ...webhook, enabled: true, authType });
			expect(error).toMatch(/"Authentication Type".*basic/s);
			expect(sent).toEqual([]);
		},
	);
});

describe('a date', () => {
	const changedAt = async (partnerStatusChangedAt: string, timezone: string) => {
		const additionalFields = { partnerStatusChangedAt };
		await run(
			'v4',
			'lead updateJobStatus',
			{ leadId: byId(LEAD), jobStatus: 'job_complete', additionalFields },
			timezone,
		);
		return (JSON.parse(sent[0].text) as IDataObject).partnerStatusChangedAt;
	};

	it.each([
		['2026-01-15T09:30:00', 'America/New_York', '2026-01-15T14:30:00.000Z'],
		['2026-07-15T09:30:00', 'America/New_York', '2026-07-15T13:30:00.000Z'],
		['2026-07-15T09:30:00', 'Asia/Tokyo', '2026-07-15T00:30:00.000Z'],
		['2026-07-15 09:30', 'Europe/Berlin', '2026-07-15T07:30:00.000Z'],
		['2026-07-15T09:30:00Z', 'Asia/Tokyo', '2026-07-15T09:30:00.000Z'],
		[gives('DateTime.fromISO("2026-07-15T09:30:00")'), 'Asia/Tokyo', '2026-07-15T00:30:00.000Z'],
		[gives('new Date(1784107800000)'), 'Asia/Tokyo', '2026-07-15T09:30:00.000Z'],
		[gives('1784107800'), 'Asia/Tokyo', '2026-07-15T09:30:00.000Z'],
		[gives('1784107800000'), 'Asia/Tokyo', '2026-07-15T09:30:00.000Z'],
	])('%s in a workflow of %s is %s', async (given, timezone, utc) =>
		expect(await changedAt(given, timezone)).toBe(utc),
	);
});

describe('a number', () => {
	it('of Body Fields (JSON) goes out with the digits as typed', async () => {
		await run('v4', 'lead updateJobStatus', {
			leadId: byId(LEAD),
			jobStatus: 'job_complete',
			additionalFields: { additionalBody: '{"categoryID": 240123621172183344, "rate": 1.50}' },
		});
		expect(sent[0].text).toMatch(/"categoryID": ?240123621172183344\b/);
		expect(sent[0].text).toMatch(/"rate": ?1\.50\b/);
	});

	const invoice = async (invoiceAmountInCents: unknown) =>
		await run('v4', 'lead updateJobStatus', {
			leadId: byId(LEAD),
			jobStatus: 'invoice_paid',
			additionalFields: { invoiceAmountInCents } as IDataObject,
		});

	it.each([[0.5], [1250.4], [-1], ['-500'], ['12.5'], [gives('undefined')], [gives('0.1 + 0.2')]])(
		'an amount of %s cents is refused',
		async (cents) => {
			expect((await invoice(cents)).error).toContain('"Invoice Amount in Cents"');
			expect(sent).toEqual([]);
		},
	);

	it.each([
		[0, 0],
		[1250, 1250],
		['1250', 1250],
		[gives('19.99 * 100'), 1999],
	])('an amount of %s cents is %d', async (cents, amount) => {
		expect((await invoice(cents)).error).toBeUndefined();
		expect(JSON.parse(sent[0].text)).toMatchObject({ invoiceAmountInCents: amount });
	});

	it.each([[0], [-1], [2.5], ['0'], [''], [gives('undefined')], [gives('1 / 0')], [gives('0.1 + 0.2')]])(
		'a limit of %s is refused',
		async (limit) => {
			const { error } = await run('v4', 'review getAll', {
				businessId: byId(BUSINESS),
				returnAll: false,
				limit,
			} as IDataObject);
			expect(error).toMatch(/"Limit".*1/s);
			expect(sent).toEqual([]);
		},
	);
});

describe('an ID', () => {
	const account = async (accountId: string) =>
		await run('legacy', 'targeting setService', {
			serviceId: BUSINESS,
			enabled: true,
			accountId,
			additionalFields: { accountId },
		});

	it.each(['..', '.', '%2e%2e', '1/2', '-1', 'me', '~/..'])('an account %s is refused', async (accountId) => {
		expect((await account(accountId)).error).toContain('"Account ID"');
		expect(sent).toEqual([]);
	});

	it.each(['~', '402000111222333444'])('an account %s goes into the path', async (accountId) => {
		await account(accountId);
		expect(sent[0].path).toContain(`/accounts/${accountId}/`);
	});

	it.each([
		`https://www.thumbtack.com/pro-inbox/messages/${LEAD}`,
		`https://www.thumbtack.com/x?service_pk=${BUSINESS}&negotiation_pk=${LEAD}`,
		`https://www.thumbtack.com/x?negotiation_pk=${LEAD}&service_pk=${BUSINESS}`,
	])('the lead of %s', async (link) => {
		await run('v4', 'lead get', { leadId: byUrl(link), simplify: false });
		expect(sent.map(({ path }) => path)).toEqual([`/api/v4/negotiations/${LEAD}`]);
	});

	it.each([
		`https://example.com/pro-inbox/messages/${LEAD}`,
		`https://thumbtack.com.example.com/pro-inbox/messages/${LEAD}`,
		`https://www.thumbtack.com/x?service_pk=${BUSINESS}`,
	])('the link %s names no lead of Thumbtack, and is refused', async (link) => {
		expect((await run('v4', 'lead get', { leadId: byUrl(link), simplify: false })).error).toContain('"Lead"');
		expect(sent).toEqual([]);
	});
});
