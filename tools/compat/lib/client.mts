import { N8nClient, type StoredWorkflow, type WorkflowDefinition } from '../../lib/testing/n8n-client.ts';

/** An n8n of any version since 1.85. */
export class OlderN8nClient extends N8nClient {
	override async createWorkflow(workflow: WorkflowDefinition): Promise<StoredWorkflow> {
		return await super.createWorkflow({ active: false, ...workflow } as WorkflowDefinition);
	}

	/** Before publishing became something to wait for, the trigger was registered when the answer came: of a call of its own, or of a change of the workflow. */
	override async publish(workflowId: string): Promise<void> {
		const path = `/workflows/${workflowId}`;
		if ((await this.request('GET', `${path}/publication-status`)).status !== 404)
			return await super.publish(workflowId);
		const { versionId } = await this.workflow(workflowId);
		let reply = await this.request<{ data: { active: boolean } }>('POST', `${path}/activate`, { versionId });
		if (reply.status === 404) reply = await this.request('PATCH', path, { active: true, versionId });
		if (reply.status !== 200 || !reply.json.data.active)
			throw new Error(`The workflow was not made active (${reply.status}): ${reply.text}`);
	}
}
