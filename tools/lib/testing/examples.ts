import legacy from '../../../examples/legacy-thank-new-lead.json';
import managed from '../../../examples/managed-answer-message.json';
import selfServe from '../../../examples/self-serve-thank-new-lead.json';
import type { CredentialReference, WorkflowDefinition } from './n8n-client';

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
