/* eslint-disable @n8n/community-nodes/no-restricted-imports --
   plays a mail server and a language model; the rules are for code that runs inside n8n Cloud */
import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createMailServer, type AddressInfo, type Server } from 'node:net';

import { resources } from '../../nodes/Thumbtack/resources';
import { readExample } from '../../tools/lib/testing/example-files';
import { changed, Receiver, withCredentials } from '../../tools/lib/testing/examples';
import { call, callOk, type JsonObject } from '../../tools/lib/testing/http';
import {
	outputOf,
	type CredentialReference,
	type Execution,
	type StoredWorkflow,
	type WorkflowDefinition,
} from '../../tools/lib/testing/n8n-client';
import { until } from '../../tools/lib/testing/poll';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { beginWith, chain, locator, thumbtack, thumbtackTrigger } from '../../tools/lib/testing/workflows';

/** The marketplace side in a real n8n: every operation, both grants, and the examples from end to end. */

const deckRepair = '201000111222333444';

let scene: Scene;
/** Client credentials: nobody signs in. */
let search: CredentialReference;
/** Noor, the homeowner, signed in. */
let account: CredentialReference;
const made: CredentialReference[] = [];

async function credential(name: string, data: JsonObject): Promise<CredentialReference> {
	const { url } = scene.sandbox;
	const place = { environment: 'custom', apiUrl: url, authUrlBase: url };
	const form = { api: 'marketplace', utmSource: cast.utmSource, ...place, ...cast.marketplaceClient, ...data };
	const reference = await scene.n8n.createCredential('thumbtackOAuth2Api', name, form);
	made.push(reference);
	return reference;
}

beforeAll(async () => {
	scene = await Scene.open();
	// Other test files used this sandbox before, some of them with refused requests on purpose.
	await scene.sandbox.control('DELETE', '/requests');
	search = await credential('Thumbtack marketplace search', { grantType: 'clientCredentials' });
	account = await credential('Thumbtack marketplace account', { grantType: 'authorizationCode' });
	await scene.n8n.connectOAuth2(account.id, { userId: cast.noor.userId });
});

/** What one test has switched on; the next one must not be answered by it. */
const afterTest: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const undo of afterTest.splice(0).reverse()) await undo();
	const violating = (await scene.sandbox.requests()).filter(({ violations }) => violations.length > 0);
	expect(violating).toEqual([]);
});

afterAll(async () => {
	await scene.close();
	for (const { id } of made) await scene.n8n.deleteCredential(id);
});

async function published(definition: WorkflowDefinition): Promise<StoredWorkflow> {
	const workflow = await scene.publishedWorkflow(definition);
	afterTest.push(async () => await scene.n8n.deactivate(workflow.id));
	return workflow;
}

function succeeded(execution: Execution): Execution {
	const { error } = execution.data.resultData;
	if (error) throw new Error(`"${error.node?.name}" failed: ${error.message} ${error.description ?? ''}`);
	expect(execution.status).toBe('success');
	return execution;
}

describe('every operation', () => {
	type Step = [resource: string, operation: string, parameters: JsonObject, who: () => CredentialReference];
	const place = { zipCode: '83702', limit: 3 };
	const first = (name: string, field: string) => `={{ $('${name}').first().json.${field} }}`;
	const steps: Step[] = [
		['keyword', 'search', { searchQuery: 'deck', limit: 3 }, () => search],
		['category', 'search', { searchQuery: 'deck', ...place }, () => search],
		['category', 'getRecommended', place, () => search],
		['category', 'getHomeCare', { zipCode: '83702', propertyType: 'townhouse' }, () => search],
		['category', 'getRequestForm', { categoryId: first('category search', 'categoryId') }, () => search],
		['pro', 'searchByDescription', { userQuery: 'My deck has loose boards', ...place }, () => search],
		[
			'pro',
			'search',
			{
				...place,
				searchBy: 'category',
				categoryId: first('category search', 'categoryId'),
				requestFormDetails:
					"={{ [{ questionID: $('category getRequestForm').first().json.questions[0].questionId, answers: [{ answerID: $('category getRequestForm').first().json.questions[0].answers[0].answerId }] }] }}",
			},
			() => search,
		],
		[
			'request',
			'create',
			{
				searchId: first('pro search', 'searchId'),
				categoryId: first('pro search', 'categoryId'),
				businessIds: "={{ $('pro search').all().map((pro) => pro.json.businessId) }}",
				homeownerAgreed: true,
			},
			() => account,
		],
	];

	it('is walked here', () => {
		const offered = resources
			.filter(({ sides }) => sides?.includes('marketplace'))
			.flatMap(({ value, operations }) => operations.map((operation) => `${value} ${operation.value}`));
		expect(steps.map(([resource, operation]) => `${resource} ${operation}`).sort()).toEqual(offered.sort());
	});

	it('succeeds in one workflow, with one token for the app', async () => {
		const { trigger, pinData } = beginWith([{}]);
		const nodes = steps.map(([resource, operation, parameters, who]) =>
			thumbtack(
				`${resource} ${operation}`,
				{ apiVersion: 'v4', resource, operation, ...parameters },
				{ thumbtackOAuth2Api: who() },
				{ executeOnce: true },
			),
		);
		// What both sides can do, in the name of the homeowner.
		const leadId = locator("={{ $('request create').first().json.contactedBusinesses[0].leadId }}");
		const shared: Array<[string, string, JsonObject]> = [
			['user', 'getSelf', {}],
			['lead', 'get', { leadId }],
			['message', 'send', { leadId, text: 'Is Monday possible?' }],
			['message', 'getAll', { leadId, returnAll: true }],
			['webhook', 'getAll', { owner: 'user', returnAll: true }],
		];
		const both = shared.map(([resource, operation, parameters]) =>
			thumbtack(
				`${resource} ${operation}`,
				{ apiVersion: 'v4', resource, operation, ...parameters },
				{ thumbtackOAuth2Api: account },
				{ executeOnce: true },
			),
		);
		const before = (await tokenCalls()).length;
		const workflow = await scene.workflow({
			...chain('All of the marketplace', [trigger, ...nodes, ...both]),
			pinData,
		});
		const execution = succeeded(await scene.n8n.run(workflow.id, trigger.name));
		for (const { name } of [...nodes, ...both.slice(0, -1)]) {
			expect([name, outputOf(execution, name).length > 0]).toEqual([name, true]);
		}
		const [request] = outputOf(execution, 'request create');
		expect(request.contactedBusinesses).toHaveLength(3);
		expect((await tokenCalls()).slice(before)).toHaveLength(1);
	});

	it('keeps the token of the app with the credential: twenty executions, no further token call', async () => {
		const { trigger, pinData } = beginWith([{}]);
		const parameters = { apiVersion: 'v4', resource: 'keyword', operation: 'search', searchQuery: 'deck', limit: 1 };
		const node = thumbtack('Ask', parameters, { thumbtackOAuth2Api: search });
		const workflow = await scene.workflow({ ...chain('Twenty times', [trigger, node]), pinData });
		const run = async () => succeeded(await scene.n8n.run(workflow.id, trigger.name));
		await run();
		const before = (await tokenCalls()).length;
		for (let i = 0; i < 20; i++) await run();
		expect((await tokenCalls()).slice(before)).toHaveLength(0);

		// An expired token is renewed once.
		await scene.sandbox.expireTokens();
		for (let i = 0; i < 3; i++) await run();
		expect((await tokenCalls()).slice(before)).toHaveLength(1);
	});

	const tokenCalls = async () =>
		(await scene.sandbox.requests('/oauth2/token')).filter(({ body }) =>
			JSON.stringify(body).includes('client_credentials'),
		);
});

/** A homeowner with a browser: fills in one page of an n8n form after the other. */
class FormVisitor {
	private constructor(
		private readonly workflow: StoredWorkflow,
		private url: string,
		public html: string,
	) {}

	static async open(workflow: StoredWorkflow, triggerName: string): Promise<FormVisitor> {
		const { webhookId } = workflow.nodes.find(({ name }) => name === triggerName)!;
		const url = `${scene.n8n.url}/form/${webhookId}`;
		return new FormVisitor(workflow, url, (await call(url)).text);
	}

	/** Fills in the fields by their place on the page, radio buttons as a list, and goes on to the next page. */
	async submit(values: Record<number, string | string[]>): Promise<void> {
		const form = new FormData();
		for (const [place, value] of Object.entries(values)) {
			expect(this.html).toMatch(new RegExp(`id=['"]field-${place}['"]`));
			form.set(`field-${place}`, Array.isArray(value) ? JSON.stringify(value) : value);
		}
		const reply = await fetch(this.url, { method: 'POST', body: form });
		const text = await reply.text();
		if (reply.status !== 200) throw new Error(`The form answered ${reply.status}: ${text}`);
		const waiting = /^\{/.test(text) ? (JSON.parse(text) as { formWaitingUrl?: string }).formWaitingUrl : undefined;
		if (waiting !== undefined) this.url = waiting;
		this.html = await this.nextPage();
	}

	private async nextPage(): Promise<string> {
		const status = new URL(this.url);
		status.pathname += '/n8n-execution-status';
		await until('the next page of the form', async () => {
			const { text } = await call(status.href);
			if (['error', 'crashed', 'canceled'].includes(text.trim())) {
				const [{ id }] = await scene.n8n.executions(this.workflow.id);
				succeeded(await scene.n8n.execution(id));
			}
			return text.trim() === 'form-waiting';
		});
		return (await call(this.url)).text;
	}
}

describe('marketplace-request-and-first-answer.json', () => {
	const file = 'marketplace-request-and-first-answer.json';

	/** The pro's side of the sandbox: Sam's own n8n workflow, which answers each lead. */
	async function proAnswers(text: string): Promise<StoredWorkflow> {
		const trigger = thumbtackTrigger(
			'New lead',
			{ source: 'managed', events: ['lead'], owner: 'business', businessIds: [], options: {} },
			{ thumbtackOAuth2Api: scene.credentials.v4 },
		);
		const answer = thumbtack(
			'Answer',
			{ apiVersion: 'v4', resource: 'message', operation: 'send', leadId: locator('={{ $json.leadId }}'), text },
			{ thumbtackOAuth2Api: scene.credentials.v4 },
		);
		return await published(chain('The pro answers', [trigger, answer]));
	}

	async function open(): Promise<{
		workflow: StoredWorkflow;
		visitor: FormVisitor;
		phone: Receiver;
	}> {
		const phone = await Receiver.open(scene, 'Alerts', `-${Date.now()}`);
		const workflow = await published(
			withCredentials(changed(readExample(file), 'Pass on the answer', { url: phone.url }), [search, account]),
		);
		return { workflow, phone, visitor: await FormVisitor.open(workflow, "Homeowner's form") };
	}

	it('contacts the pros after the homeowner agreed, and brings back the answer of the pro', async () => {
		const pro = await proAnswers('Thanks for your request! Monday at nine works for us.');
		const { workflow, visitor, phone } = await open();
		const leadsBefore = (await scene.sandbox.control<unknown[]>('GET', '/leads')).length;

		await visitor.submit({ 0: 'Two boards of my deck are loose', 1: '83702' });
		expect(visitor.html).toContain('Rivera Handyman');
		expect(visitor.html).toContain('Brooks Home Services');
		expect(await scene.sandbox.control<unknown[]>('GET', '/leads')).toHaveLength(leadsBefore);

		await visitor.submit({ 1: ['Yes, send my request to these pros'] });
		expect(visitor.html).toContain('Your request is on its way');
		const leads = (await scene.sandbox.control<JsonObject[]>('GET', '/leads')).slice(leadsBefore);
		expect(leads.map(({ businessName }) => businessName)).toEqual([
			'Brooks Home Services',
			'Rivera Handyman',
			'Rivera Lawn Care',
		]);
		expect(leads.map(({ homeownerId }) => homeownerId)).toEqual(Array(3).fill(cast.noor.userId));

		// Sam owns two of the three businesses: the pro's workflow answers both leads, and the homeowner hears of the first answer.
		for (const execution of await scene.n8n.finishedExecutions(pro.id, 2)) succeeded(execution);
		const [answer] = await phone.received(1);
		expect(answer!.text).toMatch(/^Rivera .* answered: Thanks for your request! Monday at nine works for us\.$/);
		expect(leads.map(({ leadId }) => leadId)).toContain(answer!.leadId);

		// The form's own execution goes on waiting behind its last page; those of the two answers end.
		const ended = await until('both answers to be taken', async () => {
			const summaries = (await scene.n8n.executions(workflow.id)).filter(({ status }) => status !== 'waiting');
			return summaries.length === 2 && summaries.every(({ status }) => status !== 'running') ? summaries : undefined;
		});
		for (const { id } of ended) succeeded(await scene.n8n.execution(id));
		expect(await phone.unread()).toBe(0);
	});

	it('contacts nobody without the word of the homeowner', async () => {
		const { visitor } = await open();
		const before = (await scene.sandbox.requests('/api/v4/requests')).length;
		await visitor.submit({ 0: 'Two boards of my deck are loose', 1: '83702' });
		await visitor.submit({ 1: ['No, not now'] });
		expect(visitor.html).toContain('No pro was contacted');
		expect(await scene.sandbox.requests('/api/v4/requests')).toHaveLength(before);
	});

	it('says so where Thumbtack knows no pro', async () => {
		const { visitor } = await open();
		await visitor.submit({ 0: 'Two boards of my deck are loose', 1: '00000' });
		expect(visitor.html).toContain('We found no pro');
	});
});

/** A mail server that takes everything. */
async function mailServer(): Promise<{ port: number; mails: string[]; server: Server }> {
	const mails: string[] = [];
	const server = createMailServer((socket) => {
		let mail: string | undefined;
		socket.write('220 test\r\n');
		socket.on('data', (chunk) => {
			const text = chunk.toString();
			if (mail !== undefined) {
				mail += text;
				if (!mail.endsWith('\r\n.\r\n')) return;
				mails.push(mail);
				mail = undefined;
				socket.write('250 taken\r\n');
			} else if (/^DATA/i.test(text)) {
				mail = '';
				socket.write('354 go on\r\n');
			} else if (/^QUIT/i.test(text)) socket.end('221 bye\r\n');
			else socket.write('250 ok\r\n');
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { port: (server.address() as AddressInfo).port, mails, server };
}

describe('marketplace-home-care-by-email.json', () => {
	it('mails the tasks of the month', async () => {
		const { port, mails, server } = await mailServer();
		afterTest.push(async () => void server.close());
		const smtp = await scene.n8n.createCredential('smtp', 'SMTP account', {
			user: '',
			password: '',
			host: '127.0.0.1',
			port,
			secure: false,
			disableStartTls: true,
			hostName: '',
		});
		afterTest.push(async () => await scene.n8n.deleteCredential(smtp.id));
		const addresses = { fromEmail: 'home@example.com', toEmail: 'noor@example.com' };
		const workflow = await scene.workflow(
			withCredentials(changed(readExample('marketplace-home-care-by-email.json'), 'Send the checklist', addresses), [
				search,
				smtp,
			]),
		);
		succeeded(await scene.n8n.run(workflow.id, 'First of the month'));
		expect(mails).toHaveLength(1);
		const [headers, ...body] = mails[0]!.split('\r\n\r\n');
		expect(headers).toMatch(/^Subject: Home care for /m);
		expect(headers).toMatch(/^To: noor@example\.com$/m);
		const text = decoded(headers!, body.join('\r\n\r\n'));
		expect(text).toContain('Check for leaks under sinks');
		expect(text).toContain('Seal the deck');
		expect(text).toContain('https://www.thumbtack.com/k/plumbing-repair/near-me');
	});
});

function decoded(headers: string, body: string): string {
	if (/transfer-encoding: base64/i.test(headers)) return Buffer.from(body, 'base64').toString();
	return body
		.replace(/=\r\n/g, '')
		.replace(/(=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString());
}

/** A language model that uses the one tool that it is offered, and then says what the tool found. */
async function languageModel(args: JsonObject): Promise<{ url: string; asked: JsonObject[]; server: HttpServer }> {
	const asked: JsonObject[] = [];
	const server = createHttpServer((req, res) => {
		const chunks: Buffer[] = [];
		req.on('data', (chunk: Buffer) => chunks.push(chunk));
		req.on('end', () => {
			const body = JSON.parse(Buffer.concat(chunks).toString()) as {
				messages: Array<{ role: string; content: string }>;
				tools?: Array<{ function: { name: string } }>;
			};
			asked.push(body as unknown as JsonObject);
			const result = body.messages.find(({ role }) => role === 'tool');
			const message = result
				? { role: 'assistant', content: `I found: ${result.content}` }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: 'call_1',
								type: 'function',
								function: { name: body.tools?.[0]?.function.name, arguments: JSON.stringify(args) },
							},
						],
					};
			res.setHeader('content-type', 'application/json');
			res.end(
				JSON.stringify({
					id: 'chatcmpl-1',
					object: 'chat.completion',
					created: 1,
					model: 'gpt-5-mini',
					choices: [{ index: 0, message, finish_reason: result ? 'stop' : 'tool_calls' }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked, server };
}

describe('marketplace-ai-agent-finds-a-pro.json', () => {
	it('looks for pros with the tool, and has no tool that contacts them', async () => {
		const file = 'marketplace-ai-agent-finds-a-pro.json';
		const model = await languageModel({ Description: 'Loose boards of a deck', ZIP_Code: '83702' });
		afterTest.push(async () => void model.server.close());
		const openAi = await scene.n8n.createCredential('openAiApi', 'OpenAI account', { apiKey: 'none', url: model.url });
		afterTest.push(async () => await scene.n8n.deleteCredential(openAi.id));
		// A public chat takes a message from outside of the editor.
		const definition = changed(readExample(file), 'Chat', { public: true });
		const workflow = await published(withCredentials(definition, [search, openAi]));
		const { webhookId } = workflow.nodes.find(({ name }) => name === 'Chat')!;

		const answer = await callOk<{ output: string }>(`${scene.n8n.url}/webhook/${webhookId}/chat`, {
			method: 'POST',
			body: { action: 'sendMessage', sessionId: 's1', chatInput: 'My deck has loose boards. I live in 83702.' },
		});
		expect(answer.output).toContain('Brooks Home Services');
		expect(answer.output).toContain(deckRepair);
		const [first] = model.asked as Array<{ tools: Array<{ function: { name: string; description: string } }> }>;
		expect(first!.tools).toHaveLength(1);
		expect(first!.tools[0]!.function.description).toMatch(/search pros/i);
		expect((await scene.sandbox.requests('/businesses/search-filtered')).at(-1)).toMatchObject({
			status: 200,
			body: { userQuery: 'Loose boards of a deck', zipCode: '83702', limit: 5 },
		});
	});
});
