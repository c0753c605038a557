import { N8nClient, type StoredWorkflow, type WorkflowDefinition } from '../../test/support/n8n-client.ts';

/** n8n 1, where a workflow is made active by a field of its own, and its trigger is registered when the answer comes. */
class N8nClientOf1 extends N8nClient {
	override async createWorkflow(workflow: WorkflowDefinition): Promise<StoredWorkflow> {
		return await super.createWorkflow({ active: false, ...workflow } as WorkflowDefinition);
	}

	override async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.workflow(workflowId);
		const reply = await this.request<{ data: { active: boolean } }>('PATCH', `/workflows/${workflowId}`, { active: true, versionId });
		if (reply.status !== 200 || !reply.json.data.active) throw new Error(`The workflow was not made active (${reply.status}): ${reply.text}`);
	}
}

export function clientFor(n8nVersion: string, url: string): N8nClient {
	return n8nVersion.startsWith('1.') ? new N8nClientOf1(url) : new N8nClient(url);
}
