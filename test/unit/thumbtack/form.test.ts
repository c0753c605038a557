import { Workflow, type INode, type INodeProperties, type INodeTypes } from 'n8n-workflow';

import { resources } from '../../../nodes/Thumbtack/resources';
import { Thumbtack } from '../../../nodes/Thumbtack/Thumbtack.node';

const nodeType = new Thumbtack();
const { properties } = nodeType.description;
const valuesOf = ({ options }: INodeProperties) =>
	(options ?? []).flatMap((option) => ('value' in option ? [option] : []));

/**
 * The actions of the node panel as n8n's editor finds them (2.41, actions generation): for each option of each parameter called
 * Resource, the options of the first parameter `operation` that shows for its value.
 */
function panel(): string[] {
	return properties
		.filter(({ displayName }) => displayName.toLowerCase() === 'resource')
		.flatMap(valuesOf)
		.flatMap((resource) => {
			const operation = properties.find(
				({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
			);
			return valuesOf(operation!).map(({ action, value }) => `${resource.name}: ${action} (${String(value)})`);
		});
}

it('the node panel lists every action once and under its own resource', () => {
	const expected = resources.flatMap((resource) =>
		resource.operations.map(({ action, value }) => `${resource.name}: ${action} (${value})`),
	);
	expect(panel().sort()).toEqual(expected.sort());
	const actions = resources.flatMap(({ operations }) => operations.map(({ action }) => action));
	expect(new Set(actions).size).toBe(actions.length);
});

it('the canvas says the action in the words of the form', () => {
	const nodeTypes = { getByNameAndVersion: () => nodeType } as unknown as INodeTypes;
	for (const { generation, value, operations } of resources) {
		for (const operation of operations) {
			const parameters = { apiVersion: generation, resource: value, operation: operation.value };
			const node: INode = { id: '1', name: 'T', type: 't', typeVersion: 1, position: [0, 0], parameters };
			const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
			expect(expression.getSimpleParameterValue(node, nodeType.description.subtitle, 'internal', {})).toBe(
				operation.action,
			);
		}
	}
});
