import { parse } from 'flatted';
import { consent, type Choices } from './consent';
import { call, callOk, type JsonObject, type Reply } from './http';
import { until } from './poll';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export interface CredentialReference {
	id: string;
	name: string;
}

export interface NodeDefinition {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, CredentialReference>;
	webhookId?: string;
	disabled?: boolean;
	executeOnce?: boolean;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

export interface WorkflowDefinition {
	name: string;
	nodes: NodeDefinition[];
	connections: JsonObject;
	settings?: JsonObject;
	pinData?: Record<string, Array<{ json: JsonObject }>>;
}

export interface StoredWorkflow extends WorkflowDefinition {
	id: string;
	versionId: string;
	active: boolean;
}

export interface ExecutionSummary {
	id: string;
	status: string;
	mode: string;
	workflowId: string;
}

export interface OutputItem {
	json: JsonObject;
	error?: unknown;
	pairedItem?: unknown;
}

export interface NodeFailure {
	message: string;
	description?: string | null;
	httpCode?: string | null;
	name?: string;
	node?: { name: string };
}

interface RunData {
	data?: { main: Array<OutputItem[] | null> };
	error?: NodeFailure;
}

export interface Execution extends ExecutionSummary {
	data: { resultData: { runData: Record<string, RunData[]>; error?: NodeFailure; lastNodeExecuted?: string } };
	/** Everything that n8n stored about it, as one text: to search for what must not be there. */
	stored: string;
}

interface PublicationStatus {
	status: 'published' | 'partial' | 'failed' | 'in_progress' | 'not_published';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

const RUNNING = new Set(['new', 'running', 'waiting', 'unknown']);
/** n8n ties a session to the browser that began it. */
export const BROWSER_ID = 'n8n-nodes-thumbtack';

/** n8n by its own REST interface, as its editor uses it. */
export class N8nClient {
	private cookie = '';

	constructor(readonly url: string) {}

	/** The first call makes the owner, every later one logs in. */
	async signIn(owner: Owner): Promise<void> {
		const settings = await this.rest<{ userManagement: { showSetupOnFirstLoad: boolean } }>('GET', '/settings');
		const [path, body] = settings.userManagement.showSetupOnFirstLoad
			? ['/owner/setup', owner]
			: ['/login', { emailOrLdapLoginId: owner.email, password: owner.password }];
		const reply = await call(`${this.url}/rest${path}`, { method: 'POST', body, headers: this.headers() });
		if (reply.status !== 200) throw new Error(`n8n answered ${reply.status} to the sign-in: ${reply.text}`);
		const session = reply.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (!session) throw new Error('n8n gave no session cookie at the sign-in');
		this.cookie = session.split(';')[0] ?? '';
	}

	/** To go on in another process; n8n allows five sign-ins a minute. */
	get session(): string {
		return this.cookie;
	}

	static withSession(url: string, session: string): N8nClient {
		const client = new N8nClient(url);
		client.cookie = session;
		return client;
	}

	// Credentials

	async createCredential(type: string, name: string, data: JsonObject): Promise<CredentialReference> {
		const { id } = await this.rest<{ id: string }>('POST', '/credentials', { name, type, data });
		return { id, name };
	}

	async updateCredential(id: string, type: string, name: string, data: JsonObject): Promise<void> {
		await this.rest('PATCH', `/credentials/${id}`, { name, type, data });
	}

	async credentials(): Promise<Array<CredentialReference & { type: string }>> {
		return await this.rest('GET', '/credentials');
	}

	/** As the form shows it: secrets blanked, `oauthTokenData` true when connected. */
	async credentialData(id: string): Promise<JsonObject> {
		return (await this.rest<{ data: JsonObject }>('GET', `/credentials/${id}?includeData=true`)).data;
	}

	async deleteCredential(id: string): Promise<void> {
		await this.rest('DELETE', `/credentials/${id}`);
	}

	/** What the Test button of the credential's form does. */
	async testCredential(credential: CredentialReference, type: string): Promise<{ status: string; message: string }> {
		const data = await this.credentialData(credential.id);
		return await this.rest('POST', '/credentials/test', { credentials: { ...credential, type, data } });
	}

	/** Presses Connect and goes through the authorize page like a person, without a browser. */
	async connectOAuth2(credentialId: string, choices: Choices = {}): Promise<void> {
		const authorizeUrl = await this.rest<string>('GET', `/oauth2-credential/auth?id=${credentialId}`);
		const callback = `${this.url}/rest/oauth2-credential/callback`;
		const landed = await consent(authorizeUrl, (url) => url.startsWith(callback), choices);
		const reply = await call(landed, { headers: this.headers() });
		// n8n answers 200 whether it went well or not.
		if (reply.status !== 200 || !/connection successful/i.test(reply.text)) {
			throw new Error(`n8n could not connect the credential (${reply.status}): ${readable(reply.text)}`);
		}
	}

	// Workflows

	async createWorkflow(workflow: WorkflowDefinition): Promise<StoredWorkflow> {
		return await this.rest('POST', '/workflows', { settings: { executionOrder: 'v1' }, ...workflow });
	}

	/** Makes a workflow through the public API, which takes static data too, and gives its id. */
	async importWorkflow(workflow: JsonObject): Promise<string> {
		const { id: keyId, rawApiKey } = await this.rest<{ id: string; rawApiKey: string }>('POST', '/api-keys', {
			label: `import ${Date.now()}`,
			expiresAt: null,
			scopes: ['workflow:create'],
		});
		const response = await fetch(`${this.url}/api/v1/workflows`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-n8n-api-key': rawApiKey },
			body: JSON.stringify(workflow),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n refused to import a workflow (${response.status}): ${text}`);
		await this.rest('DELETE', `/api-keys/${keyId}`);
		return (JSON.parse(text) as { id: string }).id;
	}

	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.rest('GET', `/workflows/${id}`);
	}

	async workflows(): Promise<StoredWorkflow[]> {
		return await this.rest('GET', '/workflows');
	}

	async updateWorkflow(workflow: StoredWorkflow): Promise<StoredWorkflow> {
		const { id, name, nodes, connections, settings, versionId } = workflow;
		return await this.rest('PATCH', `/workflows/${id}`, { name, nodes, connections, settings, versionId });
	}

	/** Asks for the activation of a workflow; n8n goes about it after it has answered. */
	async beginPublishing(workflowId: string): Promise<void> {
		const { versionId } = await this.workflow(workflowId);
		await this.rest('POST', `/workflows/${workflowId}/activate`, { versionId });
	}

	/** Activates a workflow and waits until its triggers are registered, or throws with what they said. */
	async publish(workflowId: string): Promise<void> {
		await this.beginPublishing(workflowId);
		const { status, triggers } = await this.settledPublication(workflowId);
		if (status !== 'published') {
			const said = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
			throw new Error(`The workflow was not published (${status}): ${said.join('; ')}`);
		}
	}

	async publicationStatus(workflowId: string): Promise<PublicationStatus> {
		return await this.rest('GET', `/workflows/${workflowId}/publication-status`);
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.rest('POST', `/workflows/${workflowId}/deactivate`, {});
		await until(
			`workflow ${workflowId} to be deactivated`,
			async () => {
				return (await this.publicationStatus(workflowId)).status === 'not_published';
				// A hook that has to ask Thumbtack several times takes its time.
			},
			{ withinMs: 180_000 },
		);
	}

	async deleteWorkflow(workflowId: string): Promise<void> {
		if ((await this.workflow(workflowId)).active) await this.deactivate(workflowId);
		await this.rest('POST', `/workflows/${workflowId}/archive`, {});
		await until(`workflow ${workflowId} to be deleted`, async () => {
			const reply = await call(`${this.url}/rest/workflows/${workflowId}`, {
				method: 'DELETE',
				headers: this.headers(),
			});
			if (reply.status !== 200 && reply.status !== 409) throw new Error(`n8n answered ${reply.status}: ${reply.text}`);
			return reply.status === 200;
		});
	}

	/** The production address of a webhook trigger of ours. */
	webhookUrl(workflow: StoredWorkflow, nodeName: string): string {
		const node = workflow.nodes.find(({ name }) => name === nodeName);
		if (!node?.webhookId) throw new Error(`"${nodeName}" of "${workflow.name}" has no webhook`);
		return `${this.url}/webhook/${node.webhookId}/webhook`;
	}

	// Executions

	/** Presses Execute Workflow at a manual trigger and waits for the end. */
	async run(workflowId: string, triggerName: string): Promise<Execution> {
		const { executionId } = await this.rest<{ executionId: string }>('POST', `/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: triggerName },
		});
		return await until(
			`execution ${executionId} to end`,
			async () => {
				const execution = await this.execution(executionId);
				return RUNNING.has(execution.status) ? undefined : execution;
			},
			{ withinMs: 180_000 },
		);
	}

	/** Presses Listen for Test Event at a trigger that a webhook starts. */
	async listenForTestEvent(workflowId: string, triggerName: string): Promise<void> {
		const answer = await this.rest<{ waitingForWebhook?: boolean }>('POST', `/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: triggerName },
		});
		if (answer.waitingForWebhook !== true)
			throw new Error(`n8n does not listen for a test event: ${JSON.stringify(answer)}`);
	}

	async stopListening(workflowId: string): Promise<void> {
		await this.rest('DELETE', `/test-webhook/${workflowId}`);
	}

	/** The newest hundred. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		return (await this.executionPage(workflowId)).results;
	}

	/** Every one of them, newest first. */
	async allExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const all: ExecutionSummary[] = [];
		let cursor: string | null | undefined;
		do {
			const page = await this.executionPage(workflowId, cursor);
			all.push(...page.results);
			cursor = page.nextCursor;
		} while (cursor);
		return all;
	}

	private async executionPage(
		workflowId: string,
		cursor?: string | null,
	): Promise<{ results: ExecutionSummary[]; nextCursor?: string | null }> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const from = !cursor ? '' : `&cursor=${encodeURIComponent(cursor)}`;
		return await this.rest('GET', `/executions?filter=${filter}&limit=100${from}`);
	}

	async execution(id: string): Promise<Execution> {
		const found = await this.rest<ExecutionSummary & { data: string }>('GET', `/executions/${id}`);
		return { ...found, stored: JSON.stringify(found), data: parse(found.data) as Execution['data'] };
	}

	/** The executions of a workflow, newest first, once there are `count` of them and all have ended. */
	async finishedExecutions(workflowId: string, count: number, withinMs = 20_000): Promise<Execution[]> {
		let seen: ExecutionSummary[] = [];
		const ended = await until(
			`${count} finished execution(s) of workflow ${workflowId}`,
			async () => {
				seen = await this.executions(workflowId);
				return seen.length >= count && seen.every(({ status }) => !RUNNING.has(status)) ? seen : undefined;
			},
			{ withinMs },
			() => seen.map(({ id, status }) => ({ id, status })),
		);
		return await Promise.all(ended.map(async ({ id }) => await this.execution(id)));
	}

	// What n8n knows

	async nodeTypes(): Promise<Array<{ name: string; version: number | number[] } & JsonObject>> {
		return await callOk(`${this.url}/types/nodes.json`, { headers: this.headers() });
	}

	async credentialTypes(): Promise<Array<{ name: string } & JsonObject>> {
		return await callOk(`${this.url}/types/credentials.json`, { headers: this.headers() });
	}

	/** What n8n's migration report for its next major version finds: `RULE: WORKFLOW_ID` for each. */
	async brokenByVersion3(): Promise<string[]> {
		const { report } = await this.rest<{ report: { workflowResults: Array<{ ruleId: string }> } }>(
			'GET',
			'/breaking-changes/report?version=v3',
		);
		const findings = report.workflowResults.map(async ({ ruleId }) => {
			const rule = await this.rest<{ affectedWorkflows: Array<{ id: string }> }>(
				'GET',
				`/breaking-changes/report/${ruleId}`,
			);
			return rule.affectedWorkflows.map(({ id }) => `${ruleId}: ${id}`);
		});
		return (await Promise.all(findings)).flat();
	}

	private async settledPublication(workflowId: string): Promise<PublicationStatus> {
		let seen: PublicationStatus | undefined;
		return await until(
			`workflow ${workflowId} to be published`,
			async () => {
				seen = await this.publicationStatus(workflowId);
				return ['published', 'partial', 'failed'].includes(seen.status) ? seen : undefined;
			},
			// n8n tries five times, over 15 seconds, before it calls a trigger failed.
			{ withinMs: 180_000 },
			() => seen,
		);
	}

	/** Any call of the REST interface, for tests that look at a refusal. */
	async request<T>(method: string, path: string, body?: unknown): Promise<Reply<T>> {
		return await call<T>(`${this.url}/rest${path}`, { method, body, headers: this.headers() });
	}

	private async rest<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await callOk<{ data: T }>(`${this.url}/rest${path}`, { method, body, headers: this.headers() });
		return answer.data;
	}

	private headers(): Record<string, string> {
		return { 'browser-id': BROWSER_ID, ...(this.cookie === '' ? {} : { cookie: this.cookie }) };
	}
}

/** The items a node gave out, of its last run. */
export function outputOf(execution: Execution, nodeName: string, output = 0): JsonObject[] {
	return (execution.data.resultData.runData[nodeName]?.at(-1)?.data?.main[output] ?? []).map(({ json }) => json);
}

function readable(html: string): string {
	return html
		.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 1_000);
}
