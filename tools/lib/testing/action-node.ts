import { ExecuteContext, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { ThumbtackLegacyOAuth2Api } from '../../../credentials/ThumbtackLegacyOAuth2Api.credentials';
import { ThumbtackLegacyTokenApi } from '../../../credentials/ThumbtackLegacyTokenApi.credentials';
import { ThumbtackOAuth2Api } from '../../../credentials/ThumbtackOAuth2Api.credentials';
import type { Resource } from '../../../nodes/Thumbtack/operation';
import { Thumbtack } from '../../../nodes/Thumbtack/Thumbtack.node';

export type CredentialType =
	'thumbtackOAuth2Api' | 'thumbtackLegacyOAuth2Api' | 'thumbtackLegacyTokenApi' | 'thumbtackBasicApi';

export interface Run {
	parameters: IDataObject;
	items?: IDataObject[];
	credentials: Partial<Record<CredentialType, ICredentialDataDecryptedObject>>;
	continueOnFail?: boolean;
	/** IANA name; the zone of n8n's own settings when absent. */
	timezone?: string;
}

/** What a credential for a resource has in "API". */
export const apiOf = ({ generation, sides = [] }: Resource): string =>
	sides.length === 1 && sides[0] === 'marketplace' ? 'marketplace' : generation;

/** A filled-in credential of each kind, for an API at this origin. */
export function credentialsFor(url: string, authentication: string, api: string): Run['credentials'] {
	const place = { environment: 'custom', apiUrl: url };
	const secret = { clientId: 'c', clientSecret: 's' };
	if (authentication === 'basic') return { thumbtackBasicApi: { ...place, username: 'u', password: 'p' } };
	if (authentication === 'legacyToken') {
		return {
			thumbtackLegacyTokenApi: {
				...place,
				...secret,
				authorizationCode: 'x',
				exchangedCode: 'x',
				accessToken: 'a',
				refreshToken: 'r',
			},
		};
	}
	const accessTokenUrl = url + (api !== 'legacy' ? '/oauth2/token' : '/v2/tokens/access');
	const oauthTokenData = { access_token: 'a', refresh_token: 'r', token_type: 'bearer' };
	const oAuth2 = {
		...place,
		...secret,
		grantType: 'authorizationCode',
		authentication: 'header',
		accessTokenUrl,
		oauthTokenData,
	};
	if (api === 'legacy') return { thumbtackLegacyOAuth2Api: oAuth2 };
	return { thumbtackOAuth2Api: { ...oAuth2, api, utmSource: 'cma-sandbox' } };
}

const nodeType = new Thumbtack();

/** n8n's node registry, of which only our node matters. */
const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
} as unknown as INodeTypes;

/** The classes whose hook n8n runs before each signed request. */
const OAUTH2_TYPES = new Map<string, ThumbtackOAuth2Api | ThumbtackLegacyOAuth2Api>([
	['thumbtackOAuth2Api', new ThumbtackOAuth2Api()],
	['thumbtackLegacyOAuth2Api', new ThumbtackLegacyOAuth2Api()],
]);

let credentialNumber = 0;

/**
 * n8n's credential store, where a database would be: it holds what it is given, stores what is refreshed, and signs requests as the
 * credential classes declare it.
 */
function credentialStore(credentials: Run['credentials']) {
	const stored = new Map(Object.entries(credentials));
	return {
		getParentTypes: (type: string) => (type.includes('OAuth2') ? ['oAuth2Api'] : []),
		isCredentialUsableByNode: () => true,
		getDecrypted: async (_: unknown, __: unknown, type: string) => structuredClone(stored.get(type)),
		runPreAuthentication: async (http: IHttpRequestHelper, data: ICredentialDataDecryptedObject, type: string) =>
			await OAUTH2_TYPES.get(type)?.preAuthentication.call(http, data),
		preAuthentication: async (
			helpers: never,
			data: ICredentialDataDecryptedObject,
			type: string,
			_node: INode,
			expired: boolean,
		) => {
			if (type !== 'thumbtackLegacyTokenApi' || !(expired || data.accessToken === '')) return undefined;
			const output = await new ThumbtackLegacyTokenApi().preAuthentication.call(helpers, data);
			stored.set(type, { ...stored.get(type), ...output });
			return Object.assign(data, output);
		},
		authenticate: async (data: ICredentialDataDecryptedObject, type: string, options: IHttpRequestOptions) => ({
			...options,
			...(type === 'thumbtackBasicApi'
				? { auth: { username: String(data.username), password: String(data.password) } }
				: { headers: { ...options.headers, Authorization: `Bearer ${String(data.accessToken)}` } }),
		}),
		updateCredentialsOauthTokenData: async (_: unknown, type: string, data: ICredentialDataDecryptedObject) => {
			stored.set(type, { ...stored.get(type), oauthTokenData: data.oauthTokenData });
		},
		stored,
	};
}

/** Runs the action node in n8n-core's own execution context, as n8n would, and gives its items. */
export async function runNode(run: Run): Promise<INodeExecutionData[]> {
	return await prepareNode(run).execute();
}

function nodeOf({ parameters, credentials }: Run, onError: INode['onError']): INode {
	credentialNumber++;
	return {
		id: 'node-1',
		name: 'Thumbtack',
		type: 'n8n-nodes-thumbtack.thumbtack',
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		onError,
		// A new id each time: n8n serialises the refreshes of one credential across the whole process.
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: `${type}-${credentialNumber}`, name: `My ${type}` }]),
		),
	};
}

const additionalDataOf = (store: ReturnType<typeof credentialStore>) => ({
	credentialsHelper: store,
	executionId: 'e1',
	currentNodeExecutionIndex: 0,
	webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
	formWaitingBaseUrl: 'http://localhost/form-waiting',
});

export function prepareNode(run: Run) {
	const { items = [{}], credentials, continueOnFail = false, timezone } = run;
	const node = nodeOf(run, continueOnFail ? 'continueRegularOutput' : undefined);
	const workflow = new Workflow({
		id: 'w1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings: { timezone },
	});
	const store = credentialStore(credentials);
	const additionalData = additionalDataOf(store) as unknown as IWorkflowExecuteAdditionalData;
	const input: INodeExecutionData[] = items.map((json, item) => ({ json, pairedItem: { item } }));
	const execute = async () => {
		const data = { main: [input] };
		const executeData = { node: workflow.getNode(node.name)!, data, source: null };
		const context = new ExecuteContext(
			workflow,
			workflow.getNode(node.name)!,
			additionalData,
			'trigger',
			createRunExecutionData(),
			0,
			input,
			data,
			executeData,
			[],
		);
		const [output] = (await nodeType.execute.call(context)) ?? [];
		return output;
	};
	return { execute, store };
}

/** Hands on what it is given. */
const passThrough: INodeType = {
	description: {
		displayName: 'Pass',
		name: 'pass',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Pass' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/**
 * Runs a workflow in n8n's own engine: items → Thumbtack → one node at each output. Gives what those two nodes got.
 * @param onError the setting "On Error" of the node
 */
export async function runInEngine(
	run: Run,
	onError: INode['onError'],
): Promise<{ next: IDataObject[]; error: IDataObject[]; failure?: Error }> {
	const { items = [{}], credentials } = run;
	const pass = (name: string): INode => ({
		...nodeOf({ ...run, parameters: {}, credentials: {} }, undefined),
		name,
		id: name,
		type: 'pass',
	});
	const connection = (node: string) => ({ node, type: 'main' as const, index: 0 });
	const workflow = new Workflow({
		id: 'w1',
		nodes: [pass('Items'), nodeOf(run, onError), pass('Next'), pass('Failed')],
		connections: {
			Items: { main: [[connection('Thumbtack')]] },
			Thumbtack: { main: [[connection('Next')], [connection('Failed')]] },
		},
		active: false,
		nodeTypes: {
			getByName: (type: string) => (type === 'pass' ? passThrough : nodeType),
			getByNameAndVersion: (type: string) => (type === 'pass' ? passThrough : nodeType),
			getKnownTypes: () => ({}),
		} as unknown as INodeTypes,
	});
	const hooks = new ExecutionLifecycleHooks('manual', 'e1', {} as IWorkflowBase);
	const additionalData = { ...additionalDataOf(credentialStore(credentials)), hooks };
	const start = workflow.getNode('Items')!;
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [items.map((json) => ({ json }))] }, source: null }],
		},
	});
	const engine = new WorkflowExecute(additionalData as unknown as IWorkflowExecuteAdditionalData, 'manual', data);
	const { runData, error } = (await engine.processRunExecutionData(workflow)).data.resultData;
	const of = (name: string) => (runData[name]?.[0]?.data?.main[0] ?? []).map(({ json }) => json);
	return { next: of('Next'), error: of('Failed'), failure: error };
}
