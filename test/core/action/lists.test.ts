import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { listSearch } from '../../../nodes/Thumbtack/listSearch';
import { Thumbtack } from '../../../nodes/Thumbtack/Thumbtack.node';
import { cast } from '../../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../../tools/lib/testing/sandbox-process';

/** The searchable lists behind the locators, through n8n-core's own context for the editor. */

const sandbox = ownSandbox();
const nodeType = new Thumbtack();

async function search(
	method: keyof typeof listSearch,
	parameters: IDataObject,
	filter?: string,
	generation: 'v4' | 'legacy' = 'v4',
) {
	const { clientId, clientSecret } = generation === 'v4' ? cast.v4Client : cast.legacyClient;
	const data = {
		environment: 'custom',
		apiUrl: sandbox.url,
		api: generation,
		grantType: 'authorizationCode',
		authentication: 'header',
		clientId,
		clientSecret,
		accessTokenUrl: `${sandbox.url}/oauth2/token`,
		oauthTokenData: {
			...(await sandbox.client.issueTokens(
				generation === 'v4' ? {} : { generation, businessId: cast.riveraHandyman.businessId },
			)),
		},
	};
	const node: INode = {
		id: '1',
		name: 'Thumbtack',
		type: 'n8n-nodes-thumbtack.thumbtack',
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: {
			[generation === 'v4' ? 'thumbtackOAuth2Api' : 'thumbtackLegacyOAuth2Api']: {
				id: `c${Math.random()}`,
				name: 'My account',
			},
		},
	};
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		currentNodeParameters: parameters,
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		credentialsHelper: {
			getParentTypes: () => ['oAuth2Api'],
			isCredentialUsableByNode: () => true,
			getDecrypted: async () => structuredClone(data),
			runPreAuthentication: async () => undefined,
		},
	} as unknown as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(workflow, workflow.getNode(node.name)!, additionalData, '');
	return (await listSearch[method].call(context, filter)).results;
}

beforeEach(async () => await sandbox.client.reset());

it('businesses: those of the account, by name, narrowed down by name or id', async () => {
	const parameters = { apiVersion: 'v4', resource: 'business', operation: 'get' };
	expect(await search('searchBusinesses', parameters)).toEqual([
		{ name: cast.riveraHandyman.name, value: cast.riveraHandyman.businessId },
		{ name: cast.riveraLawnCare.name, value: cast.riveraLawnCare.businessId },
	]);
	expect(await search('searchBusinesses', parameters, 'lawn')).toHaveLength(1);
	expect(await search('searchBusinesses', parameters, cast.riveraHandyman.businessId)).toHaveLength(1);
	expect(await search('searchBusinesses', parameters, 'nothing of the kind')).toEqual([]);
});

it('businesses of the legacy API: the one the token is bound to', async () => {
	const parameters = { apiVersion: 'legacy', resource: 'legacyMessage', operation: 'send', authentication: 'oAuth2' };
	expect(await search('searchBusinesses', parameters, undefined, 'legacy')).toEqual([
		{ name: cast.riveraHandyman.name, value: cast.riveraHandyman.businessId },
	]);
});

it('leads: of every business of the account, newest first, with a link to the conversation', async () => {
	const old = await sandbox.client.sendLead({
		businessId: cast.riveraHandyman.businessId,
		createdAt: '2026-01-01T00:00:00Z',
	});
	const recent = await sandbox.client.sendLead({
		businessId: cast.riveraLawnCare.businessId,
		createdAt: '2026-02-01T00:00:00Z',
	});
	await sandbox.client.sendLead({ businessId: cast.stonePlumbing.businessId });
	const found = await search('searchLeads', { apiVersion: 'v4', resource: 'lead', operation: 'get' });
	expect(found.map(({ value }) => value)).toEqual([recent.leadId, old.leadId]);
	expect(found[0].url).toBe(`https://www.thumbtack.com/pro-inbox/messages/${recent.leadId}`);
	expect(found[0].name).toMatch(/ · .* · 2026-02-01$/);
});

it.each([
	['user', {}],
	['business', { businessId: { __rl: true, mode: 'list', value: cast.riveraHandyman.businessId } }],
])('webhooks of a %s: by URL, disabled ones marked', async (owner, of) => {
	const plant = { ownerKind: owner, ownerId: owner === 'user' ? cast.sam.userId : cast.riveraHandyman.businessId };
	await sandbox.client.control('POST', '/webhooks', {
		...plant,
		webhookURL: 'https://a.example/hook',
		eventTypes: ['MessageCreatedV4'],
		enabled: true,
	});
	await sandbox.client.control('POST', '/webhooks', {
		...plant,
		webhookURL: 'https://b.example/hook',
		eventTypes: ['MessageCreatedV4'],
		enabled: false,
	});
	const parameters = { apiVersion: 'v4', resource: 'webhook', operation: 'get', owner, ...of };
	const found = await search('searchWebhooks', parameters);
	expect(found.map(({ name }) => name)).toEqual(['https://a.example/hook', 'https://b.example/hook (disabled)']);
	expect(await search('searchWebhooks', parameters, 'b.example')).toHaveLength(1);
});

it('webhooks of a business that was not chosen yet: says what to choose first', async () => {
	await expect(
		search('searchWebhooks', { apiVersion: 'v4', resource: 'webhook', operation: 'get', owner: 'business' }),
	).rejects.toThrow(/"Business" is empty/);
});
