/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals --
   stands where n8n's own server stands; the rule is for code inside n8n Cloud */
import { once } from 'node:events';
import {
	createServer,
	request as httpRequest,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse as parseForm } from 'node:querystring';

import { HookContext, WebhookContext } from 'n8n-core';
import {
	jsonParse,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { ThumbtackTrigger } from '../../../nodes/ThumbtackTrigger/ThumbtackTrigger.node';

const nodeType = new ThumbtackTrigger();
const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
} as unknown as INodeTypes;

export interface Log {
	level: 'debug' | 'info' | 'warn' | 'error';
	text: string;
}

/** All that goes to n8n's log, and into its metadata, while a test runs. */
export const logs: Log[] = [];

const write = (level: Log['level']) => (message: string, metadata?: object) => {
	logs.push({ level, text: `${message} ${JSON.stringify(metadata ?? {})}` });
};
const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };

/** In the place of n8n's own logger and of the id that n8n has from its settings file. */
function prepared<T extends object>(context: T, { instanceId = 'instance-1' }: Setup): T {
	return Object.defineProperties(context, { logger: { value: logger }, getInstanceId: { value: () => instanceId } });
}

export interface Setup {
	parameters?: IDataObject;
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** What n8n calls itself; the production URL begins with it. */
	baseUrl?: string;
	workflowId?: string;
	/** Which n8n it is; all are the same one unless a test says otherwise. */
	instanceId?: string;
	mode?: WorkflowExecuteMode;
}

let numbers = 0;

/**
 * One trigger node in a workflow, in n8n-core's own contexts. The database is `saved`: nothing survives that is not
 * written there.
 */
export class Trigger {
	saved: IDataObject = {};
	readonly node: INode;
	readonly workflowId: string;
	/** Items of the executions that n8n stored, in their order. */
	readonly executions: INodeExecutionData[][] = [];
	/** Stands for n8n storing an execution; a test may let it fail or wait. */
	storeExecution: () => Promise<void> = async () => {};
	/** How many calls have reached the node. */
	calls = 0;
	/** How many callers have hung up before their answer. */
	hungUp = 0;
	/** What a Respond to Webhook node, or n8n after the last node, would answer. */
	answer: { status: number; after?: Promise<void> } = { status: 200 };

	constructor(private readonly setup: Setup) {
		numbers++;
		this.workflowId = setup.workflowId ?? `workflow-${numbers}`;
		this.node = {
			id: `node-${numbers}`,
			webhookId: `hook-${numbers}`,
			name: 'Thumbtack Trigger',
			type: 'n8n-nodes-thumbtack.thumbtackTrigger',
			typeVersion: 2,
			position: [0, 0],
			parameters: (setup.parameters ?? {}) as INode['parameters'],
			credentials: Object.fromEntries(
				Object.keys(setup.credentials ?? {}).map((type) => [type, { id: `${type}-${numbers}`, name: `My ${type}` }]),
			),
		};
	}

	set baseUrl(url: string) {
		this.setup.baseUrl = url;
	}

	get url(): string {
		return `${this.setup.baseUrl ?? 'https://n8n.example.com'}/webhook/${this.node.webhookId}/webhook`;
	}

	get testUrl(): string {
		return this.url.replace('/webhook/', '/webhook-test/');
	}

	workflow(): Workflow {
		return new Workflow({
			id: this.workflowId,
			nodes: [structuredClone(this.node)],
			connections: {},
			active: true,
			nodeTypes,
			staticData: structuredClone(this.saved),
		});
	}

	save(workflow: Workflow): void {
		this.saved = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
	}

	additionalData(more: Partial<IWorkflowExecuteAdditionalData> = {}): IWorkflowExecuteAdditionalData {
		const stored = this.setup.credentials ?? {};
		const base = this.setup.baseUrl ?? 'https://n8n.example.com';
		return {
			webhookBaseUrl: `${base}/webhook`,
			webhookTestBaseUrl: `${base}/webhook-test`,
			credentialsHelper: {
				getParentTypes: (type: string) => (type === 'thumbtackOAuth2Api' ? ['oAuth2Api'] : []),
				isCredentialUsableByNode: () => true,
				getDecrypted: async (_: unknown, __: unknown, type: string) => structuredClone(stored[type]),
				runPreAuthentication: async () => undefined,
				updateCredentialsOauthTokenData: async () => {},
			},
			...more,
		} as unknown as IWorkflowExecuteAdditionalData;
	}

	/** Runs one hook on a workflow as n8n does. */
	async hook(method: 'checkExists' | 'create' | 'delete', workflow: Workflow, isTest = false): Promise<boolean> {
		const webhookData = { isTest, webhookDescription: nodeType.description.webhooks![0] } as unknown as IWebhookData;
		const context = prepared(
			new HookContext(
				workflow,
				workflow.getNode(this.node.name)!,
				this.additionalData(),
				isTest ? 'manual' : method === 'delete' ? 'internal' : 'trigger',
				isTest ? 'manual' : method === 'delete' ? 'update' : 'activate',
				webhookData,
			),
			this.setup,
		);
		return await nodeType.webhookMethods.default[method].call(context);
	}

	/**
	 * As n8n 2.41 does (webhook-trigger-registrar.js, trigger-activation-retry.js): up to five attempts, after each
	 * failed one the delete hook.
	 */
	async activate(attempts = 5): Promise<void> {
		const workflow = this.workflow();
		let failure: Error | undefined;
		for (let attempt = 1; attempt <= attempts; attempt++) {
			failure = await this.attempt(workflow);
			if (!failure) break;
		}
		this.save(workflow);
		if (failure) throw failure;
	}

	private async attempt(workflow: Workflow): Promise<Error | undefined> {
		try {
			if (!(await this.hook('checkExists', workflow))) await this.hook('create', workflow);
			return undefined;
		} catch (error) {
			await this.hook('delete', workflow).catch(() => {});
			return error as Error;
		}
	}

	async deactivate(attempts = 3): Promise<Error | undefined> {
		const workflow = this.workflow();
		let failure: Error | undefined;
		for (let attempt = 1; attempt <= attempts; attempt++) {
			failure = await this.hook('delete', workflow).then(
				() => undefined,
				(error: Error) => error,
			);
			if (!failure) break;
		}
		this.save(workflow);
		return failure;
	}

	/** One call, as n8n 2.41 handles it (webhook-helpers.js, body-parser.js) for a node of version 2. */
	async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const call = request as IncomingMessage & Body;
		try {
			prepare(call);
			await parseBody(call);
		} catch {
			response.writeHead(422).end();
			return;
		}
		const workflow = this.workflow();
		const description = nodeType.description.webhooks!.find(({ httpMethod }) => httpMethod === request.method)!;
		const context = prepared(
			new WebhookContext(
				workflow,
				workflow.getNode(this.node.name)!,
				this.additionalData({ httpRequest: call as never, httpResponse: express(call, response) as never }),
				this.setup.mode ?? 'webhook',
				{ webhookDescription: description } as unknown as IWebhookData,
				[],
				null,
			),
			this.setup,
		);
		this.calls++;
		response.once('close', () => (this.hungUp += response.writableFinished ? 0 : 1));
		try {
			const result = await nodeType.webhook.call(context);
			if (result.noWebhookResponse) return;
			if (result.workflowData === undefined) {
				response.writeHead(200, { 'content-type': 'application/json' }).end('{"message":"Webhook call received"}');
				return;
			}
			await this.storeExecution();
			this.executions.push(result.workflowData[0]);
			const { status, after } = this.answer;
			if (['responseNode', 'lastNode'].includes(String(this.setup.parameters?.respond))) await after;
			response.writeHead(status).end();
		} catch {
			response.writeHead(500).end();
		}
	}
}

/** Lets everything happen that is ready to happen. */
export const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await settle();
	await settle();
}

interface Body {
	contentType?: string;
	encoding?: BufferEncoding;
	rawBody?: Buffer;
	body?: unknown;
	readRawBody?: () => Promise<void>;
}

function prepare(request: IncomingMessage & Body): void {
	const header = request.headers['content-type'];
	if (header) {
		request.contentType = header.split(';')[0].toLowerCase();
		request.encoding = (/charset=([^;]+)/i.exec(header)?.[1].toLowerCase() ?? 'utf-8') as BufferEncoding;
	}
	request.readRawBody = async () => {
		if (request.rawBody) return;
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		request.rawBody = Buffer.concat(chunks);
	};
}

async function parseBody(request: IncomingMessage & Body): Promise<void> {
	const { contentType, encoding } = request;
	if (!contentType || !/^(application\/json|text\/plain|application\/x-www-form-urlencoded)/.test(contentType)) return;
	await request.readRawBody!();
	const text = request.rawBody!.toString(encoding);
	if (text === '') return;
	if (contentType === 'application/json') request.body = jsonParse(text);
	else if (contentType === 'text/plain') request.body = text;
	else request.body = parseForm(text);
}

/** What a node uses of express beside Node's own. */
function express(request: IncomingMessage, response: ServerResponse): ServerResponse {
	Object.assign(request, { originalUrl: request.url });
	return Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return response;
		},
		set(name: string, value: string) {
			response.setHeader(name, value);
			return response;
		},
	});
}

export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
}

/** A trigger that listens on a port of its own. */
export function listening(): { send: typeof send; trigger: Trigger; listen(setup: Setup): Trigger } {
	let server: Server;
	const own = {
		trigger: undefined as unknown as Trigger,
		listen(setup: Setup): Trigger {
			own.trigger = new Trigger(setup);
			return own.trigger;
		},
		send,
	};
	beforeEach(() => logs.splice(0));
	beforeAll(async () => {
		server = createServer(
			{ maxHeaderSize: 128 * 1024 },
			(request, response) => void own.trigger.receive(request, response),
		);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		port = (server.address() as AddressInfo).port;
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	return own;
}

let port = 0;

export interface Sent {
	method?: 'POST' | 'PUT';
	path?: string;
	body?: unknown;
	/** A list sends a header several times. */
	headers?: Record<string, string | string[]>;
	/** Hangs up when this resolves. */
	hangUp?: Promise<void>;
}

/** Sends what Thumbtack could send; an object goes as JSON, a string or buffer as it stands. */
export async function send({
	method = 'POST',
	path = '/webhook/hook/webhook',
	body,
	headers = {},
	hangUp,
}: Sent): Promise<Answer> {
	const isPlain = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
	const request = httpRequest({
		port,
		host: '127.0.0.1',
		method,
		path,
		agent: false,
		headers: { ...(isPlain ? {} : { 'content-type': 'application/json' }), ...headers },
	});
	void hangUp?.then(() => request.destroy());
	request.end(isPlain ? body : JSON.stringify(body));
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return { status: response.statusCode!, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

export const basicHeader = (username: string, password: string): string =>
	`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
