import type { JsonObject } from './http';
import type { CredentialReference, NodeDefinition, WorkflowDefinition } from './n8n-client';

type Credentials = Record<string, CredentialReference>;

/** A resource locator in its By ID mode; an expression may stand in for the id. */
export function locator(value: string): JsonObject {
	return { __rl: true, mode: 'id', value };
}

export function thumbtack(
	name: string,
	parameters: JsonObject,
	credentials: Credentials,
	more: Partial<NodeDefinition> = {},
): NodeDefinition {
	return {
		name,
		type: 'n8n-nodes-thumbtack.thumbtack',
		typeVersion: 1,
		position: [240, 0],
		parameters,
		credentials,
		...more,
	};
}

export function thumbtackTrigger(name: string, parameters: JsonObject, credentials: Credentials = {}): NodeDefinition {
	return {
		name,
		type: 'n8n-nodes-thumbtack.thumbtackTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters,
		credentials,
	};
}

/** Begins with exactly these items when it is run by hand. */
export function beginWith(items: JsonObject[]): { trigger: NodeDefinition; pinData: WorkflowDefinition['pinData'] } {
	return {
		trigger: {
			name: 'Begin',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		pinData: { Begin: items.map((json) => ({ json })) },
	};
}

/** The first node feeds all the others. */
export function fanOut(name: string, first: NodeDefinition, others: NodeDefinition[]): WorkflowDefinition {
	const targets = others.map((node) => ({ node: node.name, type: 'main', index: 0 }));
	return {
		name,
		nodes: [first, ...others],
		connections: others.length === 0 ? {} : { [first.name]: { main: [targets] } },
	};
}

/** Each node feeds the next one. */
export function chain(name: string, nodes: NodeDefinition[]): WorkflowDefinition {
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [nodes[index]!.name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]),
	);
	return { name, nodes, connections };
}
