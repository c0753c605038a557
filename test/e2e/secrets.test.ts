/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-hardcoded-secrets --
   reads the logs of another process, which n8n Cloud forbids its nodes; the secrets are made up to be looked for */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { codeOnScreen, Connections, CREDENTIAL_TYPE, type Kind } from '../../tools/lib/testing/connections';
import { basic, call, type JsonObject, type Reply } from '../../tools/lib/testing/http';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';
import { addresses, n8n } from '../../tools/lib/testing/stack';
import { until } from '../../tools/lib/testing/poll';
import { thumbtackTrigger } from '../../tools/lib/testing/workflows';

/**
 * Family G1: secrets are planted, made to travel and made to fail, and then looked for wherever n8n keeps or answers something.
 * The n8n is the one of all tests, so what the files before this one left behind is searched as well.
 */
// Before the sandbox ends, which the managed webhook has to be taken from: jest keeps the order of the file.
afterAll(async () => {
	for (const id of published) await n8n().deleteWorkflow(id);
	await connections.close();
	for (const { id, name } of await n8n().credentials()) if (name.startsWith('Canary')) await n8n().deleteCredential(id);
});
const sandbox = ownSandbox();
let connections: Connections;
const canaries = new Map<string, string>();
const published: string[] = [];

// The sandbox's own, and thus in use by every file.
canaries.set('v4 client secret', cast.v4Client.clientSecret);
canaries.set('legacy client secret', cast.legacyClient.clientSecret);
canaries.set('marketplace client secret', cast.marketplaceClient.clientSecret);

const TRIGGER_PASSWORD = 'canary-of-the-trigger-4711';
const control = async (method: string, address: string, body?: unknown) =>
	await sandbox.client.control(method, address, body);
const fault = async (match: JsonObject, reply: JsonObject, times = 1) =>
	await control('POST', '/faults', { match, times, reply });

/** A secret as itself and as it would look in a header, a URL or a log. */
function guises(name: string, secret: string): string[] {
	const pairs = [
		cast.v4Client.clientId,
		cast.marketplaceClient.clientId,
		cast.legacyClient.clientId,
		cast.basicUser.username,
		'thumbtack',
	].map((user) => Buffer.from(`${user}:${secret}`).toString('base64'));
	const escaped = JSON.stringify(secret).slice(1, -1);
	// The base64 of a long token would be found by its own; a header needs the pair.
	return [...new Set([secret, escaped, encodeURIComponent(secret), ...(/secret|password/.test(name) ? pairs : [])])];
}

interface Place {
	name: string;
	text: string;
	/** Something that must be found there: proof that the place was really read. */
	control: string;
}

async function places(): Promise<Place[]> {
	const found: Place[] = [];
	const executions: string[] = [];
	for (let cursor: string | null | undefined = ''; cursor !== null && cursor !== undefined;) {
		const answer: Reply<{ data: { results: Array<{ id: string }>; nextCursor?: string | null } }> = await n8n().request(
			'GET',
			`/executions?limit=50${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
		);
		expect(answer.status).toBe(200);
		for (const { id } of answer.json.data.results)
			executions.push((await n8n().request('GET', `/executions/${id}`)).text);
		cursor = answer.json.data.nextCursor;
	}
	found.push({ name: `${executions.length} executions`, text: executions.join('\n'), control: 'Canaries' });

	const { n8nLog } = addresses();
	found.push({ name: 'n8n.log', text: readFileSync(n8nLog, 'utf8'), control: 'Editor is now accessible' });
	const folder = path.join(path.dirname(n8nLog), '.n8n');
	const eventLogs = readdirSync(folder).filter((name) => /^n8nEventLog.*\.log$/.test(name));
	found.push({
		name: 'event log',
		text: eventLogs.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n'),
		control: 'n8n.workflow',
	});

	const credentials = await n8n().credentials();
	const forms = await Promise.all(
		credentials.map(async ({ id }) => (await n8n().request('GET', `/credentials/${id}?includeData=true`)).text),
	);
	found.push({ name: `${forms.length} credential forms`, text: forms.join('\n'), control: 'Canary v4' });
	found.push({
		name: 'list of credentials',
		text: (await n8n().request('GET', '/credentials?includeScopes=true')).text,
		control: 'Canary v4',
	});
	const workflows = await n8n().workflows();
	// Static data is where n8n's triggers keep the secret of a webhook; it is for the eyes of those who may edit the workflow.
	const texts = await Promise.all(
		workflows.map(async ({ id }) => {
			const { data } = (await n8n().request<{ data: JsonObject }>('GET', `/workflows/${id}`)).json;
			return JSON.stringify({ ...data, staticData: undefined });
		}),
	);
	found.push({ name: `${workflows.length} workflows`, text: texts.join('\n'), control: 'Canaries' });
	found.push({
		name: 'node types',
		text: JSON.stringify([await n8n().nodeTypes(), await n8n().credentialTypes()]),
		control: 'thumbtackLegacyTokenApi',
	});
	found.push({
		name: 'answers to the tests of the forms, and to refused callers',
		text: answers.join('\n'),
		control: 'does not recognize',
	});
	return found;
}

const answers: string[] = [];

/** What the sandbox received and sent, credentials of its headers decoded: a canary that never flew proves nothing. */
let flights = '';
async function noteFlights(): Promise<void> {
	const requests = await sandbox.client.requests();
	const pairs = requests
		.map(({ headers }) => /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '')
		.map((encoded) => Buffer.from(encoded, 'base64').toString());
	const forms = requests.map(({ body }) => (typeof body === 'string' ? decodeURIComponent(body) : ''));
	flights += [JSON.stringify(requests), ...pairs, ...forms, JSON.stringify(await sandbox.client.webhooks())].join('\n');
}

beforeAll(async () => {
	connections = new Connections(n8n(), sandbox.client);
	await control('PUT', '/settings', { legacyTokenParameters: 'either' });
});

/** Every way that a call and a renewal can go, with one credential. */
async function exercise(kind: Kind): Promise<void> {
	const { credential, tokens } = await connections.planted(kind, `Canary ${kind}`);
	canaries.set(`${kind} access token`, tokens.access_token);
	if (kind !== 'app') canaries.set(`${kind} refresh token`, tokens.refresh_token);
	const workflow = await connections.workflow(kind, credential, 2);
	const token = { path: '/oauth2/token|/v2/tokens/access' };
	const api = { path: '/users/self|/get-thumbtack-info|/keywords/search' };
	const test = async () => answers.push(JSON.stringify(await n8n().testCredential(credential, CREDENTIAL_TYPE[kind])));

	await connections.run(workflow);
	await sandbox.client.expireTokens();
	await connections.run(workflow);
	await fault(api, { reset: true }, 4);
	await connections.run(workflow);
	await fault(api, { status: 400, body: { title: 'Bad', errors: [{ x: 'y' }] } }, 2);
	await connections.run(workflow);
	await sandbox.client.expireTokens();
	await fault(token, { dropAfter: true });
	await connections.run(workflow);
	await sandbox.client.expireTokens();
	await fault(token, { status: 503 }, 3);
	await connections.run(workflow);
	await control('DELETE', '/faults');
	await test();
	await sandbox.client.expireTokens();
	await control('POST', '/tokens/revoke', {});
	await connections.run(workflow);
	await test();
	const wrong = await connections.planted(kind, `Canary ${kind}, wrong client`, {
		more: { clientSecret: `canary-${kind}-wrong-secret` },
	});
	canaries.set(`${kind} wrong secret`, `canary-${kind}-wrong-secret`);
	await sandbox.client.expireTokens();
	await connections.run(await connections.workflow(kind, wrong.credential));
	answers.push(JSON.stringify(await n8n().testCredential(wrong.credential, CREDENTIAL_TYPE[kind])));
	const { credential: lost } = await connections.planted(kind, `Canary ${kind}, no host`, {
		more: { apiUrl: 'http://localhost:1', authUrlBase: 'http://localhost:1' },
	});
	await connections.run(await connections.workflow(kind, lost));
	answers.push(JSON.stringify(await n8n().testCredential(lost, CREDENTIAL_TYPE[kind])));
	await noteFlights();
	// What was renewed in the meantime, as the sandbox saw it.
	const renewed = (await connections.tokenRequests())
		.map(({ query, form }) => form.refresh_token ?? query.refresh_token)
		.filter((value) => value && value !== tokens.refresh_token);
	if (renewed[0]) canaries.set(`${kind} renewed refresh token`, renewed[0]);
}

describe('secrets', () => {
	it.each<Kind>(['v4', 'marketplace', 'app', 'legacy', 'legacyToken'])(
		'travel and fail with %s',
		async (kind) => {
			await exercise(kind);
		},
		120_000,
	);

	it('travel with a code from the consent page, and with one that is pasted', async () => {
		const byButton = await connections.create('v4', 'Canary v4, by button');
		await control('DELETE', '/requests');
		await n8n().connectOAuth2(byButton.id);
		canaries.set('v4 authorization code', (await connections.tokenRequests())[0]!.form.code!);
		const refused = await connections.create('v4', 'Canary v4, refused', { clientSecret: 'canary-refused-secret' });
		canaries.set('v4 refused secret', 'canary-refused-secret');
		await expect(n8n().connectOAuth2(refused.id)).rejects.toThrow(/authentication failed/);

		const authorizationCode = await codeOnScreen(sandbox.url);
		canaries.set('pasted authorization code', authorizationCode);
		const pasted = await connections.create('legacyToken', 'Canary code', { authorizationCode });
		answers.push(JSON.stringify(await n8n().testCredential(pasted, CREDENTIAL_TYPE.legacyToken)));
		const used = await connections.create('legacyToken', 'Canary code, wrong', {
			authorizationCode: 'canary-wrong-code',
		});
		canaries.set('wrong authorization code', 'canary-wrong-code');
		answers.push(JSON.stringify(await n8n().testCredential(used, CREDENTIAL_TYPE.legacyToken)));
		await noteFlights();
	});

	it('travel with Basic, to Thumbtack and from Thumbtack', async () => {
		const { url } = sandbox;
		const place = { environment: 'custom', apiUrl: url };
		const v1 = await n8n().createCredential('thumbtackBasicApi', 'Canary v1', {
			...place,
			usedFor: 'v1',
			...cast.basicUser,
		});
		const wrong = await n8n().createCredential('thumbtackBasicApi', 'Canary v1, wrong', {
			...place,
			usedFor: 'v1',
			...cast.basicUser,
			password: 'canary-wrong-password',
		});
		const hook = await n8n().createCredential('thumbtackBasicApi', 'Canary trigger', {
			username: 'thumbtack',
			password: TRIGGER_PASSWORD,
		});
		canaries.set('v1 password', cast.basicUser.password);
		canaries.set('wrong v1 password', 'canary-wrong-password');
		canaries.set('trigger password', TRIGGER_PASSWORD);
		const { leadId } = await sandbox.client.sendLead({
			businessId: cast.riveraHandyman.businessId,
			generation: 'legacy',
		});
		for (const credential of [v1, wrong]) {
			const parameters = {
				apiVersion: 'legacy',
				resource: 'legacyMessage',
				operation: 'send',
				authentication: 'basic',
				businessId: { __rl: true, mode: 'id', value: cast.riveraHandyman.businessId },
				leadId: { __rl: true, mode: 'id', value: leadId },
				text: 'Hello',
			};
			await connections.run(await connections.workflowOf(parameters, 'thumbtackBasicApi', credential));
			answers.push(JSON.stringify(await n8n().testCredential(credential, 'thumbtackBasicApi')));
		}

		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'selfServe', events: ['lead'], authentication: 'basic', output: 'raw' },
			{ thumbtackBasicApi: hook },
		);
		const workflow = await n8n().createWorkflow({ name: 'Canaries, trigger', nodes: [trigger], connections: {} });
		published.push(workflow.id);
		await n8n().publish(workflow.id);
		const webhook = n8n().webhookUrl(workflow, 'Trigger');
		await sandbox.client.addSelfServeWebhook({
			url: webhook,
			businessId: cast.riveraHandyman.businessId,
			auth: { username: 'thumbtack', password: TRIGGER_PASSWORD },
		});
		await sandbox.client.sendLead({ businessId: cast.riveraHandyman.businessId });
		await n8n().finishedExecutions(workflow.id, 1);
		for (const authorization of [basic('thumbtack', 'canary-of-the-trigger'), basic('someone', TRIGGER_PASSWORD)]) {
			const refused = await call(webhook, { method: 'POST', body: {}, headers: { authorization } });
			expect(refused.status).toBe(401);
			answers.push(refused.text, JSON.stringify([...refused.headers]));
		}
		await noteFlights();
	});

	it('travel with a managed webhook', async () => {
		await sandbox.client.reset();
		const { credential } = await connections.planted('v4', 'Canary v4, managed');
		const trigger = thumbtackTrigger(
			'Trigger',
			{ source: 'managed', events: ['lead'], owner: 'business', businessIds: [cast.riveraHandyman.businessId] },
			{ thumbtackOAuth2Api: credential },
		);
		const workflow = await n8n().createWorkflow({ name: 'Canaries, managed', nodes: [trigger], connections: {} });
		published.push(workflow.id);
		await n8n().publish(workflow.id);
		const [webhook] = await sandbox.client.webhooks(n8n().webhookUrl(workflow, 'Trigger'));
		canaries.set('managed webhook password', (webhook!.auth as { password: string }).password);
		await sandbox.client.sendLead({ businessId: cast.riveraHandyman.businessId });
		await n8n().finishedExecutions(workflow.id, 1);
		await noteFlights();
	});

	it('all really travelled', () => {
		expect(canaries.size).toBeGreaterThanOrEqual(12);
		// Thumbtack sends this one, and the log of its deliveries shows no headers.
		const inHeaders = new Set(['trigger password']);
		for (const [name, secret] of canaries) {
			expect(secret.length).toBeGreaterThanOrEqual(8);
			if (!inHeaders.has(name)) expect({ name, flew: flights.includes(secret) }).toEqual({ name, flew: true });
		}
	});

	it('are nowhere afterwards', async () => {
		// The event log is written a moment after the event.
		let searched: Place[] = [];
		await until(
			'every place to hold what it must hold',
			async () => {
				searched = await places();
				return searched.every((place) => place.text.includes(place.control));
			},
			{ withinMs: 20_000, everyMs: 1_000 },
			() =>
				searched
					.filter((place) => !place.text.includes(place.control))
					.map(({ name, text }) => ({ name, length: text.length })),
		);
		const found: string[] = [];
		for (const { name: place, text } of searched) {
			for (const [name, secret] of canaries) {
				for (const guise of guises(name, secret)) {
					const at = text.indexOf(guise);
					if (at >= 0) found.push(`${name} in ${place}: …${text.slice(Math.max(0, at - 120), at)}[here]`);
				}
			}
		}
		expect(found).toEqual([]);
	});
});
