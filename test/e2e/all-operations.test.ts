import { resources } from '../../nodes/Thumbtack/resources';
import type { JsonObject } from '../../tools/lib/testing/http';
import { outputOf, type CredentialReference, type NodeDefinition } from '../../tools/lib/testing/n8n-client';
import { sampleParameters } from '../../tools/lib/testing/operation-samples';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { beginWith, locator, thumbtack } from '../../tools/lib/testing/workflows';

/** One workflow in a real n8n that walks through every operation of the node, in an order in which each finds what it needs. */

let scene: Scene;
/** Connected with scopes beyond the least that the credential asks for by itself. */
let v4Account: CredentialReference;
let legacyAccount: CredentialReference;
let disconnecting: CredentialReference;

async function connected(
	api: string,
	client: { clientId: string; clientSecret: string },
	scope: string,
): Promise<CredentialReference> {
	const { url } = scene.sandbox;
	const data = {
		...(api === 'v4' ? { api } : {}),
		environment: 'custom',
		apiUrl: url,
		authUrlBase: url,
		...client,
		scope,
	};
	const type = api === 'v4' ? 'thumbtackOAuth2Api' : 'thumbtackLegacyOAuth2Api';
	const credential = await scene.n8n.createCredential(type, `All of ${api}`, data);
	await scene.n8n.connectOAuth2(credential.id);
	return credential;
}

beforeAll(async () => {
	scene = await Scene.open();
	const supply = [
		'users.read',
		'businesses.list',
		'businesses/associate-phone-numbers.read',
		'businesses/associate-phone-numbers.write',
	]
		.concat([
			'negotiations.read',
			'negotiations.write',
			'messages.read',
			'messages.write',
			'webhooks.read',
			'webhooks.write',
		])
		.map((scope) => `supply::${scope}`);
	v4Account = await connected('v4', cast.v4Client, ['offline_access', ...supply].join(' '));
	legacyAccount = await connected('legacy', cast.legacyClient, 'messages targeting');
	disconnecting = await scene.n8n.createCredential('thumbtackBasicApi', 'Legacy client', {
		usedFor: 'client',
		environment: 'custom',
		apiUrl: scene.sandbox.url,
		username: cast.legacyClient.clientId,
		password: cast.legacyClient.clientSecret,
	});
});

afterAll(async () => {
	for (const { id } of [v4Account, legacyAccount, disconnecting]) await scene.n8n.deleteCredential(id);
	await scene.close();
});

type Step = [resource: string, operation: string, parameters?: JsonObject, name?: string];

it('walks through all operations and succeeds', async () => {
	const business = cast.riveraHandyman.businessId;
	const { leadId } = await scene.sandbox.sendLead({ businessId: business });
	const { leadId: legacyLeadId } = await scene.sandbox.sendLead({ businessId: business, generation: 'legacy' });
	await scene.sandbox.control('POST', `/leads/${leadId}/review`, { rating: 5, text: 'Spotless' });

	const of = { businessId: locator(business) };
	const one = { ...of, owner: 'business', webhookId: locator("={{ $('webhook create').first().json.webhookID }}") };
	const number = { ...of, phoneNumberId: "={{ $('phoneNumber create').first().json.phoneNumberID }}" };
	const v4: Step[] = [
		['user', 'getSelf'],
		['business', 'getAll', { returnAll: true }],
		['business', 'get', { businessId: locator("={{ $('business getAll').first().json.businessId }}") }],
		['lead', 'get', { leadId: locator(leadId) }],
		['lead', 'getAll', { ...of, returnAll: false, limit: 5 }],
		['lead', 'updateJobStatus', { leadId: locator(leadId), jobStatus: 'job_complete' }],
		['message', 'send', { leadId: locator(leadId), text: 'Thank you for the lead' }],
		['message', 'getAll', { leadId: locator(leadId), returnAll: true }],
		['phoneNumber', 'create', { ...of, phoneNumber: '+13125550100', name: 'Front desk' }],
		[
			'phoneNumber',
			'createMany',
			{ ...of, phoneNumbers: { phoneNumber: [{ phoneNumber: '+13125550101', name: 'Van' }] } },
		],
		['phoneNumber', 'getAll', { ...of, returnAll: true }],
		['phoneNumber', 'update', { ...number, updateFields: { name: 'Back office' } }],
		['phoneNumber', 'delete', number],
		['review', 'getAll', { ...of, returnAll: true }],
		['review', 'respond', { ...of, reviewId: "={{ $('review getAll').first().json.reviewId }}", text: 'Thank you!' }],
		[
			'webhook',
			'create',
			{
				...of,
				owner: 'business',
				webhookUrl: `${scene.sandbox.url}/nowhere`,
				eventTypes: ['ReviewCreatedV4'],
				enabled: false,
				authType: 'none',
			},
		],
		['webhook', 'get', one],
		['webhook', 'getAll', { ...of, owner: 'business', returnAll: true }],
		['webhook', 'update', { ...one, updateFields: { eventTypes: ['MessageCreatedV4'] } }],
		['webhook', 'setAuth', { ...one, authType: 'basic', username: 'u', password: 'p' }],
		['webhook', 'deleteAuth', one],
		['webhook', 'sendTestLead', of],
		['webhook', 'delete', one],
	];
	const legacy: Step[] = [
		['account', 'getInfo'],
		[
			'legacyMessage',
			'send',
			{ ...of, leadId: locator(legacyLeadId), text: 'Over v2', authentication: 'oAuth2' },
			'message v2',
		],
		[
			'legacyMessage',
			'send',
			{ ...of, leadId: locator(legacyLeadId), text: 'Over v1', authentication: 'basic' },
			'message v1',
		],
		['targeting', 'setService', { serviceId: business, enabled: false }],
		['targeting', 'setCategory', { serviceId: business, categoryId: '122000111222333444', enabled: true }],
		['testLead', 'create', of],
		// Last: it ends the connection that the steps above need.
		['account', 'disconnect', of],
	];

	const node = (
		apiVersion: string,
		[resource, operation, parameters = {}, name = `${resource} ${operation}`]: Step,
	): NodeDefinition => {
		const credentials: NodeDefinition['credentials'] =
			operation === 'disconnect'
				? { thumbtackBasicApi: disconnecting }
				: resource === 'testLead' || parameters.authentication === 'basic'
					? { thumbtackBasicApi: scene.credentials.basic }
					: apiVersion === 'v4'
						? { thumbtackOAuth2Api: v4Account }
						: { thumbtackLegacyOAuth2Api: legacyAccount };
		return thumbtack(name, { apiVersion, resource, operation, ...parameters }, credentials ?? {}, {
			executeOnce: true,
		});
	};
	const [listedOfV4, listedOfLegacy] = [v4.map((step) => node('v4', step)), legacy.map((step) => node('legacy', step))];
	const isListed = (generation: string, resource: string, operation: string) =>
		[...listedOfV4, ...listedOfLegacy].some(
			({ parameters }) =>
				parameters.apiVersion === generation && parameters.resource === resource && parameters.operation === operation,
		);
	// An operation that nothing above needs is run with the examples of its form.
	// Those of the marketplace need another client: marketplace.test.ts walks through them.
	const others = resources
		.filter(({ sides }) => !sides?.includes('marketplace'))
		.flatMap(({ generation, value, operations }) =>
			operations
				.filter((operation) => !isListed(generation, value, operation.value))
				.map((operation) =>
					node(generation, [
						value,
						operation.value,
						sampleParameters(operation, { leadId, businessId: business }) as JsonObject,
					]),
				),
		);
	// The last one above disconnects.
	const steps = [...listedOfV4, ...others, ...listedOfLegacy];

	const { trigger, pinData } = beginWith([{}]);
	const chain = [trigger, ...steps];
	const connections = Object.fromEntries(
		chain
			.slice(0, -1)
			.map(({ name }, index) => [name, { main: [[{ node: chain[index + 1].name, type: 'main', index: 0 }]] }]),
	);
	const workflow = await scene.workflow({ name: 'All operations', nodes: chain, connections, pinData });
	// Other test files used this sandbox before, some of them with refused requests on purpose.
	await scene.sandbox.control('DELETE', '/requests');
	const execution = await scene.n8n.run(workflow.id, trigger.name);

	expect(execution.data.resultData.error).toBeUndefined();
	expect(execution.status).toBe('success');
	for (const { name } of steps) expect([name, outputOf(execution, name).length]).toEqual([name, expect.any(Number)]);
	expect(steps.filter(({ name }) => outputOf(execution, name).length === 0)).toEqual([]);
	expect((await scene.sandbox.replies(legacyLeadId)).map(({ via, text }) => [via, text])).toEqual([
		['v2', 'Over v2'],
		['v1', 'Over v1'],
	]);
	expect((await scene.sandbox.requests()).filter(({ violations }) => violations.length > 0)).toEqual([]);
});
