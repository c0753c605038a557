import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const idleTrigger = 'n8n-nodes-idle.idleTrigger';
export const idleAction = 'n8n-nodes-idle.idleAction';

const trigger = `
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

/** Ten calls in flight, like ours; two parameters of each item and the one call, and no more. */
const action = `
class IdleAction {
	description = {
		displayName: 'Idle Action',
		name: 'idleAction',
		group: ['output'],
		version: 1,
		description: 'Makes one call for each item and does nothing else',
		defaults: { name: 'Idle Action' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'thumbtackOAuth2Api', required: true }],
		properties: [
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Text', name: 'text', type: 'string', default: '' },
		],
	};
	async execute() {
		const items = this.getInputData();
		const results = [];
		let next = 0;
		const worker = async () => {
			while (next < items.length) {
				const item = next++;
				const json = await this.helpers.httpRequestWithAuthentication.call(this, 'thumbtackOAuth2Api', {
					method: 'POST',
					url: this.getNodeParameter('url', item),
					body: { text: this.getNodeParameter('text', item) },
					json: true,
				}, { oauth2: { tokenType: 'Bearer' } });
				results[item] = { json, pairedItem: { item } };
			}
		};
		await Promise.all(Array.from({ length: Math.min(10, items.length) }, worker));
		return [results];
	}
}
module.exports = { IdleAction };
`;

/** Installs, beside ours, the least that a community trigger and a community action can be: what they cost, n8n costs. */
export function installIdleNodes(userFolder: string): void {
	const folder = path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-idle');
	mkdirSync(folder, { recursive: true });
	const description = {
		name: 'n8n-nodes-idle',
		version: '1.0.0',
		keywords: ['n8n-community-node-package'],
		n8n: { n8nNodesApiVersion: 1, nodes: ['IdleTrigger.node.js', 'IdleAction.node.js'], credentials: [] },
	};
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify(description));
	writeFileSync(path.join(folder, 'IdleTrigger.node.js'), trigger);
	writeFileSync(path.join(folder, 'IdleAction.node.js'), action);
}
