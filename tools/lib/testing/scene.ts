import { createSandboxCredentials, type SandboxCredentials } from './credentials';
import type { Execution, N8nClient, StoredWorkflow, WorkflowDefinition } from './n8n-client';
import type { SandboxClient, SelfServeWebhook } from './sandbox-client';
import { n8n, sandbox } from './stack';

/** One test file's part of the shared n8n and sandbox: what it makes there, `close` takes away again. */
export class Scene {
	private readonly cleanups: Array<() => Promise<void>> = [];

	private constructor(
		readonly n8n: N8nClient,
		readonly sandbox: SandboxClient,
		readonly credentials: SandboxCredentials,
	) {}

	/** On the servers that all test files share, unless a file has its own. */
	static async open(client: N8nClient = n8n(), thumbtack: SandboxClient = sandbox()): Promise<Scene> {
		return new Scene(client, thumbtack, await createSandboxCredentials(client, thumbtack));
	}

	async workflow(definition: WorkflowDefinition): Promise<StoredWorkflow> {
		const workflow = await this.n8n.createWorkflow(definition);
		this.cleanups.push(async () => await this.n8n.deleteWorkflow(workflow.id));
		return workflow;
	}

	async publishedWorkflow(definition: WorkflowDefinition): Promise<StoredWorkflow> {
		const workflow = await this.workflow(definition);
		await this.n8n.publish(workflow.id);
		return workflow;
	}

	/** The executions of a workflow, once there are so many; throws the error of one that failed. */
	async succeeded({ id, name }: StoredWorkflow, count: number, withinMs?: number): Promise<Execution[]> {
		const executions = await this.n8n.finishedExecutions(id, count, withinMs);
		for (const execution of executions) {
			const { error } = execution.data.resultData;
			if (error)
				throw new Error(`"${name}" failed at "${error.node?.name}": ${error.message} ${error.description ?? ''}`);
		}
		return executions;
	}

	async selfServeWebhook(webhook: SelfServeWebhook): Promise<void> {
		const { webhookId } = await this.sandbox.addSelfServeWebhook(webhook);
		this.cleanups.push(async () => await this.sandbox.removeSelfServeWebhook(webhookId));
	}

	async partnerEndpoints(endpoints: { url: string; username: string; password: string }): Promise<void> {
		await this.sandbox.setPartnerEndpoints(endpoints);
		this.cleanups.push(async () => await this.sandbox.removePartnerEndpoints());
	}

	async close(): Promise<void> {
		for (const cleanup of this.cleanups.reverse()) await cleanup();
		for (const { id } of Object.values(this.credentials)) await this.n8n.deleteCredential(id);
	}
}
