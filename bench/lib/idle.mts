import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const idleTrigger = 'n8n-nodes-idle.idleTrigger';

const code = `
class IdleTrigger {
	description = {
		displayName: 'Idle Trigger',
		name: 'idleTrigger',
		group: ['trigger'],
		version: 2,
		description: 'Hands on the body and does nothing else',
		defaults: { name: 'Idle Trigger' },
		inputs: [],
		outputs: ['main'],
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'webhook', responseMode: 'onReceived', responseData: 'noData' }],
		properties: [],
	};
	async webhook() {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}
module.exports = { IdleTrigger };
`;

/** Installs, beside ours, the least that a community trigger can be: what it costs, n8n costs. */
export function installIdleTrigger(userFolder: string): void {
	const folder = path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-idle');
	mkdirSync(folder, { recursive: true });
	const description = {
		name: 'n8n-nodes-idle',
		version: '1.0.0',
		keywords: ['n8n-community-node-package'],
		n8n: { n8nNodesApiVersion: 1, nodes: ['IdleTrigger.node.js'], credentials: [] },
	};
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify(description));
	writeFileSync(path.join(folder, 'IdleTrigger.node.js'), code);
}
