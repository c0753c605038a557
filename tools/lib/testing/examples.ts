import legacy from '../../../examples/legacy-thank-new-lead.json';
import managed from '../../../examples/managed-answer-message.json';
import selfServe from '../../../examples/self-serve-thank-new-lead.json';
import { callOk, type JsonObject } from './http';
import {
	outputOf,
	type CredentialReference,
	type NodeDefinition,
	type StoredWorkflow,
	type WorkflowDefinition,
} from './n8n-client';
import type { Scene } from './scene';

/** The workflows that a user of the package can import. */
export const examples = {
	selfServe: selfServe as unknown as WorkflowDefinition,
	managed: managed as unknown as WorkflowDefinition,
	legacy: legacy as unknown as WorkflowDefinition,
};

/** The same workflow with the credentials of this n8n, found by the names that the example gives them. */
export function withCredentials(workflow: WorkflowDefinition, existing: CredentialReference[]): WorkflowDefinition {
	const nodes = workflow.nodes.map((node) => {
		if (!node.credentials) return node;
		const credentials = Object.entries(node.credentials).map(([type, { name }]) => {
			const found = existing.find((credential) => credential.name === name);
			if (!found) throw new Error(`"${workflow.name}" wants a credential named "${name}", and there is none`);
			return [type, { id: found.id, name }] as const;
		});
		return { ...node, credentials: Object.fromEntries(credentials) };
	});
	return { ...workflow, nodes };
}

/** What a sticky note tells the user to change: parameters of one node. */
export function changed(workflow: WorkflowDefinition, nodeName: string, parameters: JsonObject): WorkflowDefinition {
	return withNode(workflow, nodeName, (node) => ({ ...node, parameters: { ...node.parameters, ...parameters } }));
}

/** The same for anything else of a node. */
export function withNode(
	workflow: WorkflowDefinition,
	nodeName: string,
	change: (node: NodeDefinition) => NodeDefinition,
): WorkflowDefinition {
	if (!workflow.nodes.some(({ name }) => name === nodeName))
		throw new Error(`"${workflow.name}" has no node "${nodeName}"`);
	return { ...workflow, nodes: workflow.nodes.map((node) => (node.name === nodeName ? change(node) : node)) };
}

/** The same for the values of an Edit Fields node. */
export function withValues(workflow: WorkflowDefinition, nodeName: string, values: JsonObject): WorkflowDefinition {
	const node = workflow.nodes.find(({ name }) => name === nodeName);
	const { assignments } = node?.parameters.assignments as { assignments: Array<{ name: string; value: unknown }> };
	for (const name of Object.keys(values)) {
		if (!assignments.some((assignment) => assignment.name === name))
			throw new Error(`"${nodeName}" has no value "${name}"`);
	}
	const edited = assignments.map((assignment) => ({
		...assignment,
		value: values[assignment.name] ?? assignment.value,
	}));
	return changed(workflow, nodeName, { assignments: { assignments: edited } });
}

/** n8n's own tables, by the interface that its screen uses. */
export class DataTables {
	private constructor(
		private readonly scene: Scene,
		private readonly folder: string,
	) {}

	static async open(scene: Scene): Promise<DataTables> {
		const project = await rest<{ id: string }>(scene, 'GET', '/projects/personal');
		return new DataTables(scene, `/projects/${project.id}/data-tables`);
	}

	async rows(name: string): Promise<JsonObject[]> {
		return (
			await rest<{ data: JsonObject[] }>(this.scene, 'GET', `${this.folder}/${await this.idOf(name)}/rows?take=100`)
		).data;
	}

	async rowsOfLead(name: string, leadId: string): Promise<JsonObject[]> {
		return (await this.rows(name)).filter((row) => row.leadId === leadId);
	}

	async insert(name: string, data: JsonObject[]): Promise<void> {
		await rest(this.scene, 'POST', `${this.folder}/${await this.idOf(name)}/insert`, { data, returnType: 'count' });
	}

	async removeRows(name: string, columnName: string, value: unknown): Promise<void> {
		const filter = encodeURIComponent(
			JSON.stringify({ type: 'and', filters: [{ columnName, condition: 'eq', value }] }),
		);
		await rest(this.scene, 'DELETE', `${this.folder}/${await this.idOf(name)}/rows?filter=${filter}`);
	}

	async removeAll(): Promise<void> {
		for (const { id } of await this.all()) await rest(this.scene, 'DELETE', `${this.folder}/${id}`);
	}

	private async all(): Promise<Array<{ id: string; name: string }>> {
		return (await rest<{ data: Array<{ id: string; name: string }> }>(this.scene, 'GET', `${this.folder}?take=100`))
			.data;
	}

	private async idOf(name: string): Promise<string> {
		const found = (await this.all()).find((table) => table.name === name);
		if (!found) throw new Error(`There is no table "${name}"`);
		return found.id;
	}
}

async function rest<T>({ n8n }: Scene, method: string, at: string, body?: unknown): Promise<T> {
	const headers = { cookie: n8n.session, 'browser-id': 'n8n-nodes-thumbtack' };
	return (await callOk<{ data: T }>(`${n8n.url}/rest${at}`, { method, body, headers })).data;
}

/** A workflow of n8n's own Webhook node that takes what is sent to it, and answers what it is told to. */
export class Receiver {
	private seen = 0;

	private constructor(
		private readonly scene: Scene,
		private readonly workflow: StoredWorkflow,
		readonly url: string,
	) {}

	static async open(scene: Scene, name: string, suffix = '', answer?: JsonObject): Promise<Receiver> {
		const address = `${name.toLowerCase()}-${scene.credentials.v4.id}${suffix}`;
		const webhook: NodeDefinition = {
			name,
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			parameters: {
				httpMethod: 'POST',
				path: address,
				responseMode: answer ? 'responseNode' : 'onReceived',
				options: {},
			},
		};
		const respond: NodeDefinition = {
			name: 'Answer',
			type: 'n8n-nodes-base.respondToWebhook',
			typeVersion: 1.4,
			position: [220, 0],
			parameters: { respondWith: 'json', responseBody: JSON.stringify(answer), options: {} },
		};
		const workflow = await scene.publishedWorkflow({
			name: `Receiver: ${name}`,
			nodes: answer ? [webhook, respond] : [webhook],
			connections: answer ? { [name]: { main: [[{ node: 'Answer', type: 'main', index: 0 }]] } } : {},
		});
		return new Receiver(scene, workflow, `${scene.n8n.url}/webhook/${address}`);
	}

	/** The bodies that came since the last time this was asked, once there are so many. */
	async received(count: number, withinMs?: number): Promise<JsonObject[]> {
		const executions = await this.scene.n8n.finishedExecutions(this.workflow.id, this.seen + count, withinMs);
		const fresh = executions.slice(0, executions.length - this.seen);
		this.seen = executions.length;
		return fresh
			.reverse()
			.map((execution) => (outputOf(execution, this.workflow.nodes[0]!.name)[0] as { body: JsonObject }).body);
	}

	/** How many came since then, without waiting. */
	async unread(): Promise<number> {
		return (await this.scene.n8n.executions(this.workflow.id)).length - this.seen;
	}
}
