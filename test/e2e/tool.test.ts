import { randomUUID } from 'node:crypto';

import { call, type JsonObject } from '../../tools/lib/testing/http';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { locator } from '../../tools/lib/testing/workflows';

/** The node as a tool of an AI model: n8n's MCP server offers it, and the test calls it as a model would. */

let scene: Scene;
let url: string;
let leadId: string;
let session: string | undefined;

beforeAll(async () => {
	scene = await Scene.open();
	({ leadId } = await scene.sandbox.sendLead({ businessId: cast.riveraHandyman.businessId }));
	const path = randomUUID();
	const tool = (name: string, parameters: JsonObject, position: [number, number]) => ({
		name,
		type: 'n8n-nodes-thumbtack.thumbtackTool',
		typeVersion: 1,
		position,
		parameters,
		credentials: { thumbtackOAuth2Api: scene.credentials.v4 },
	});
	const server = {
		name: 'MCP server',
		type: '@n8n/n8n-nodes-langchain.mcpTrigger',
		typeVersion: 2,
		position: [0, 0] as [number, number],
		parameters: { path, authentication: 'none' },
		webhookId: path,
	};
	const send = tool(
		'Send a message in Thumbtack',
		{
			apiVersion: 'v4',
			resource: 'message',
			operation: 'send',
			leadId: locator("={{ $fromAI('Lead', 'ID of the lead', 'string') }}"),
			text: "={{ $fromAI('Text', 'What to write', 'string') }}",
		},
		[0, 200],
	);
	const get = tool(
		'Get a lead in Thumbtack',
		{
			apiVersion: 'v4',
			resource: 'lead',
			operation: 'get',
			leadId: locator("={{ $fromAI('Lead', 'ID of the lead', 'string') }}"),
		},
		[200, 200],
	);
	await scene.publishedWorkflow({
		name: 'Tools',
		nodes: [server, send, get],
		connections: Object.fromEntries(
			[send, get].map(({ name }) => [name, { ai_tool: [[{ node: server.name, type: 'ai_tool', index: 0 }]] }]),
		),
	});
	url = `${scene.n8n.url}/mcp/${path}`;
});

afterAll(async () => {
	await scene.close();
});

/** One JSON-RPC call of the Model Context Protocol over streamable HTTP; the answer comes as an event of a stream or as JSON. */
async function rpc<T>(method: string, params: JsonObject = {}): Promise<T> {
	const reply = await call(url, {
		method: 'POST',
		headers: { accept: 'application/json, text/event-stream', ...(session ? { 'mcp-session-id': session } : {}) },
		body: { jsonrpc: '2.0', id: 1, method, params },
	});
	expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
	session ??= reply.headers.get('mcp-session-id') ?? undefined;
	const data = /^data: (.*)$/m.exec(reply.text)?.[1] ?? reply.text;
	const { result, error } = JSON.parse(data) as { result: T; error?: { message: string } };
	if (error) throw new Error(error.message);
	return result;
}

it('is offered with descriptions that a model can act on, and sends when it is called', async () => {
	await rpc('initialize', {
		protocolVersion: '2025-03-26',
		capabilities: {},
		clientInfo: { name: 'test', version: '1' },
	});

	const { tools } = await rpc<{
		tools: Array<{ name: string; description: string; inputSchema: { properties: JsonObject } }>;
	}>('tools/list');
	expect(tools).toHaveLength(2);
	const send = tools.find(({ name }) => /send/i.test(name))!;
	const get = tools.find(({ name }) => /get/i.test(name))!;
	expect(Object.keys(send.inputSchema.properties).sort()).toEqual(['Lead', 'Text']);

	const sent = await rpc<{ content: Array<{ text: string }>; isError?: boolean }>('tools/call', {
		name: send.name,
		arguments: { Lead: leadId, Text: 'Hello from a model' },
	});
	expect(sent.isError ?? false).toBe(false);
	expect((await scene.sandbox.replies(leadId)).map(({ text }) => text)).toEqual(['Hello from a model']);

	const found = await rpc<{ content: Array<{ text: string }> }>('tools/call', {
		name: get.name,
		arguments: { Lead: leadId },
	});
	expect(found.content[0].text).toContain(leadId);
});

it('says that sending reaches a real customer, in the node that n8n offers to models', async () => {
	const tool = (await scene.n8n.nodeTypes()).find(({ name }) => name === 'n8n-nodes-thumbtack.thumbtackTool') as
		JsonObject | undefined;
	expect(tool).toBeDefined();
	const properties = tool!.properties as Array<{
		name: string;
		type: string;
		description?: string;
		options?: Array<{ value: string; description?: string }>;
	}>;
	const sends = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options }) => options!.filter(({ value }) => value === 'send'));
	expect(sends).toHaveLength(2);
	for (const { description } of sends) expect(description).toMatch(/reaches a real person/);
	// What its name says in full needs no description; descriptionType is n8n's own.
	const plain = [
		'descriptionType',
		'resource',
		'operation',
		'authentication',
		'username',
		'password',
		'headerName',
		'headerValue',
	];
	const undescribed = properties.filter(
		({ name, type, description }) => !description && !['collection', 'notice'].includes(type) && !plain.includes(name),
	);
	expect(undescribed.map(({ name }) => name)).toEqual([]);
});
