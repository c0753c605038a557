import { randomUUID } from 'node:crypto';
import { webhookUser } from '../../lib/testing/credentials.ts';
import type { CredentialReference, N8nClient, NodeDefinition, StoredWorkflow } from '../../lib/testing/n8n-client.ts';
import { chain, thumbtackTrigger } from '../../lib/testing/workflows.ts';
import { idleTrigger } from './idle.mts';

/** A published workflow that begins with a webhook. */
export interface Listening {
	workflow: StoredWorkflow;
	url: string;
}

export interface Callers {
	/** What our trigger checks the caller against. */
	thumbtack: CredentialReference;
	/** The same user for n8n's own Webhook node. */
	builtIn: CredentialReference;
}

export async function createCallers(n8n: N8nClient): Promise<Callers> {
	const { username, password } = webhookUser;
	return {
		thumbtack: await n8n.createCredential('thumbtackBasicApi', 'Thumbtack calls', { username, password }),
		builtIn: await n8n.createCredential('httpBasicAuth', 'Callers', { user: username, password }),
	};
}

export function ours(callers: Callers | undefined, options: Record<string, unknown> = {}): NodeDefinition {
	const authentication = callers ? 'basic' : 'none';
	return thumbtackTrigger(
		'Trigger',
		{ source: 'selfServe', events: ['lead', 'message', 'review'], authentication, options },
		callers ? { thumbtackBasicApi: callers.thumbtack } : {},
	);
}

export function builtIn(callers: Callers | undefined): NodeDefinition {
	const id = randomUUID();
	return {
		name: 'Trigger',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		position: [0, 0],
		parameters: {
			httpMethod: 'POST',
			path: id,
			...(callers ? { authentication: 'basicAuth' } : {}),
			responseMode: 'onReceived',
			options: {},
		},
		webhookId: id,
		...(callers ? { credentials: { httpBasicAuth: callers.builtIn } } : {}),
	};
}

export function idle(): NodeDefinition {
	return { name: 'Trigger', type: idleTrigger, typeVersion: 2, position: [0, 0], parameters: {} };
}

/** Publishes trigger → node → node …, and tells where to call it. */
export async function listen(n8n: N8nClient, name: string, nodes: NodeDefinition[]): Promise<Listening> {
	const created = await n8n.createWorkflow(chain(name, nodes));
	await n8n.publish(created.id);
	const workflow = await n8n.workflow(created.id);
	const [trigger] = workflow.nodes;
	const isBuiltIn = trigger!.type === 'n8n-nodes-base.webhook';
	const url = isBuiltIn
		? `${n8n.url}/webhook/${String(trigger!.parameters.path)}`
		: n8n.webhookUrl(workflow, trigger!.name);
	return { workflow, url };
}
