import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sandboxCredentials, webhookUser } from './testing/credentials.ts';
import { examples, withCredentials } from './testing/examples.ts';
import type { CredentialReference, N8nClient, Owner, StoredWorkflow } from './testing/n8n-client.ts';
import { cast, type SandboxClient } from './testing/sandbox-client.ts';
import { localFolder } from './paths.mts';
import { step } from './progress.mts';

export const demoOwner: Owner = {
	email: 'demo@example.com',
	password: 'Thumbtack-demo-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

export const demoFolder = path.join(localFolder, 'demo');
const stateFile = path.join(demoFolder, 'state.json');

/** What an earlier start left, so that a later one neither repeats it nor undoes what the user changed since. */
export interface DemoState {
	pid: number;
	n8nUrl: string;
	sandboxUrl: string;
	/** Ids of the workflows imported from examples/, by the name of the example. */
	workflows: Partial<Record<keyof typeof examples, string>>;
}

export function readState(): DemoState | undefined {
	return existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as DemoState) : undefined;
}

export function writeState(state: DemoState): void {
	writeFileSync(stateFile, `${JSON.stringify(state, undefined, '\t')}\n`);
}

/** Brings n8n and the sandbox to where a person can try everything at once; what is there already stays as it is. */
export async function prepareDemo(
	n8n: N8nClient,
	sandbox: SandboxClient,
	previous: DemoState | undefined,
	sandboxIsNew: boolean,
): Promise<DemoState> {
	const addressesChanged = previous?.n8nUrl !== n8n.url || previous.sandboxUrl !== sandbox.url;
	const linksAreStale = addressesChanged || sandboxIsNew;
	const state: DemoState = {
		pid: process.pid,
		n8nUrl: n8n.url,
		sandboxUrl: sandbox.url,
		workflows: { ...previous?.workflows },
	};
	await step('Signing in to n8n', async () => await n8n.signIn(demoOwner));
	const credentials = await step('Preparing the credentials', async () => {
		await sandbox.acceptLegacyTokenForms();
		return await prepareCredentials(n8n, sandbox.url, linksAreStale);
	});
	const workflows = await step('Preparing the example workflows', async () => {
		return await prepareWorkflows(n8n, credentials, state, linksAreStale);
	});
	if (linksAreStale) {
		await step('Telling the sandbox where to send events', async () => {
			await registerWebhooks(n8n, sandbox, workflows, state);
		});
	}
	return state;
}

async function prepareCredentials(
	n8n: N8nClient,
	sandboxUrl: string,
	linksAreStale: boolean,
): Promise<CredentialReference[]> {
	const existing = await n8n.credentials();
	const prepared: CredentialReference[] = [];
	for (const { type, name, data } of Object.values(sandboxCredentials(sandboxUrl))) {
		const found = existing.find((credential) => credential.type === type && credential.name === name);
		if (found && linksAreStale) await n8n.updateCredential(found.id, type, name, data);
		const credential = found ?? (await n8n.createCredential(type, name, data));
		if (type.includes('OAuth2')) {
			const isConnected = (await n8n.credentialData(credential.id)).oauthTokenData === true;
			if (linksAreStale || !isConnected) await n8n.connectOAuth2(credential.id);
		}
		prepared.push({ id: credential.id, name });
	}
	return prepared;
}

async function prepareWorkflows(
	n8n: N8nClient,
	credentials: CredentialReference[],
	state: DemoState,
	linksAreStale: boolean,
): Promise<StoredWorkflow[]> {
	const existing = await n8n.workflows();
	const prepared: StoredWorkflow[] = [];
	for (const [key, example] of Object.entries(examples) as Array<
		[keyof typeof examples, (typeof examples)['legacy']]
	>) {
		const id = state.workflows[key];
		if (id === undefined) {
			// One of that name is from a start that did not get to its end.
			const begun = existing.find(({ name }) => name === example.name);
			const workflow = begun ?? (await n8n.createWorkflow(withCredentials(example, credentials)));
			await n8n.publish(workflow.id);
			state.workflows[key] = workflow.id;
			prepared.push(await n8n.workflow(workflow.id));
			continue;
		}
		// Gone or switched off by the user: theirs to decide.
		const found = existing.find((workflow) => workflow.id === id);
		if (!found) continue;
		if (found.active && linksAreStale) {
			await n8n.deactivate(id);
			await n8n.publish(id);
		}
		prepared.push(await n8n.workflow(id));
	}
	return prepared;
}

/** What the pro does on Thumbtack's page, and what Thumbtack's staff does for a legacy partner. */
async function registerWebhooks(
	n8n: N8nClient,
	sandbox: SandboxClient,
	workflows: StoredWorkflow[],
	state: DemoState,
): Promise<void> {
	const selfServe = workflows.find(({ id }) => id === state.workflows.selfServe);
	if (selfServe) {
		const url = n8n.webhookUrl(selfServe, 'New lead');
		for (const old of await sandbox.selfServeWebhooks()) {
			if (new URL(old.url).pathname === new URL(url).pathname) await sandbox.removeSelfServeWebhook(old.webhookId);
		}
		for (const { businessId } of [cast.riveraHandyman, cast.riveraLawnCare]) {
			await sandbox.addSelfServeWebhook({ url, businessId, events: ['leads'], auth: webhookUser });
		}
	}
	const legacy = workflows.find(({ id }) => id === state.workflows.legacy);
	if (legacy) {
		await sandbox.setPartnerEndpoints({ url: n8n.webhookUrl(legacy, 'New legacy lead'), ...webhookUser });
	}
}
