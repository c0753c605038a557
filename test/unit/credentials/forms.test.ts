import {
	NodeHelpers,
	Workflow,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeTypes,
} from 'n8n-workflow';

import { ThumbtackBasicApi } from '../../../credentials/ThumbtackBasicApi.credentials';
import { ThumbtackLegacyOAuth2Api } from '../../../credentials/ThumbtackLegacyOAuth2Api.credentials';
import { ThumbtackLegacyTokenApi } from '../../../credentials/ThumbtackLegacyTokenApi.credentials';
import { ThumbtackOAuth2Api } from '../../../credentials/ThumbtackOAuth2Api.credentials';

/** The forms as the contract names them, and what n8n makes of each kind of field. */
const oAuth2 = new ThumbtackOAuth2Api();
const legacyOAuth2 = new ThumbtackLegacyOAuth2Api();
const basic = new ThumbtackBasicApi();
const legacyToken = new ThumbtackLegacyTokenApi();
const classes: ICredentialType[] = [oAuth2, legacyOAuth2, basic, legacyToken];
const named = ({ properties }: ICredentialType, name: string) => properties.find((property) => property.name === name);

/** Names of the fields that the form shows for these values, notices included. */
function shown(type: ICredentialType, values: INodeParameters): string[] {
	const defaults = Object.fromEntries(type.properties.map(({ name, default: value }) => [name, value]));
	const form = { ...defaults, ...values } as INodeParameters;
	return type.properties
		.filter((property) => property.type !== 'hidden' && NodeHelpers.displayParameter(form, property, null, null))
		.map(({ name }) => name);
}

it.each([
	[
		oAuth2,
		'thumbtackOAuth2Api',
		'Thumbtack OAuth2 API',
		['api', 'grantType', 'utmSource', 'environment', 'apiUrl', 'authUrlBase', 'scope'],
	],
	[
		legacyOAuth2,
		'thumbtackLegacyOAuth2Api',
		'Thumbtack Legacy OAuth2 API',
		['environment', 'apiUrl', 'authUrlBase', 'scope', 'reconnecting'],
	],
	[
		basic,
		'thumbtackBasicApi',
		'Thumbtack Basic API',
		['usedFor', 'environment', 'apiUrl', 'username', 'password', 'headerName', 'headerValue'],
	],
	[
		legacyToken,
		'thumbtackLegacyTokenApi',
		'Thumbtack Legacy Token API',
		['environment', 'apiUrl', 'clientId', 'clientSecret', 'authorizationCode', 'accessToken', 'refreshToken'],
	],
])('%# %p has its name and its fields', (type, name, displayName, fields) => {
	expect(type).toMatchObject({ name, displayName });
	for (const field of fields) expect([field, named(type, field) !== undefined]).toEqual([field, true]);
	expect(named(type, 'environment')).toMatchObject({
		default: 'production',
		options: [{ value: 'production' }, { value: 'staging' }, { value: 'custom' }],
	});
	expect(named(type, 'apiUrl')?.displayOptions?.show).toMatchObject({ environment: ['custom'] });
});

it.each(classes)('$name shows no code in any field', ({ properties }) => {
	for (const { type, name, default: value } of properties) {
		if (type !== 'hidden')
			expect({ name, isExpression: String(value).startsWith('=') }).toEqual({ name, isExpression: false });
	}
});

it.each([oAuth2, legacyOAuth2])('$name makes n8n evaluate two expressions per request, and no third', (type) => {
	const expressions = type.properties.filter(({ default: value }) => String(value).startsWith('='));
	expect(expressions.map(({ name }) => name)).toEqual(['authUrl', 'accessTokenUrl']);
});

it.each<[string, INodeParameters, string[]]>([
	['v4', {}, ['api', 'environment', 'scope']],
	['marketplace, a person', { api: 'marketplace' }, ['api', 'grantType', 'utmSource', 'environment', 'scope']],
	[
		'marketplace, the app',
		{ api: 'marketplace', grantType: 'clientCredentials', utmSource: 'cma-partner' },
		['api', 'grantType', 'utmSource', 'environment', 'scope'],
	],
	[
		'a UTM source that Thumbtack would refuse',
		{ api: 'marketplace', utmSource: 'partner' },
		['api', 'grantType', 'utmSource', 'utmSourceNotice', 'environment', 'scope'],
	],
	[
		'safe URLs',
		{ environment: 'custom', apiUrl: 'http://localhost:8484', authUrlBase: 'https://proxy.example.com/thumbtack/' },
		['api', 'environment', 'apiUrl', 'authUrlBase', 'scope'],
	],
	[
		'unsafe URLs',
		{ environment: 'custom', apiUrl: 'http://proxy.example.com', authUrlBase: 'proxy.example.com' },
		['api', 'environment', 'apiUrl', 'apiUrlNotice', 'authUrlBase', 'authUrlBaseNotice', 'scope'],
	],
])('OAuth2, %s: the form shows what is needed', (_, values, fields) => {
	expect(shown(oAuth2, values)).toEqual(fields);
});

it.each<[string, string[]]>([
	['trigger', ['usedFor', 'triggerNotice', 'username', 'password']],
	['header', ['usedFor', 'headerNotice', 'headerName', 'headerValue']],
	['client', ['usedFor', 'clientNotice', 'username', 'password', 'environment']],
	['v1', ['usedFor', 'v1Notice', 'username', 'password', 'environment']],
])('Basic, used for %s: the form shows what is needed', (usedFor, fields) => {
	expect(shown(basic, { usedFor })).toEqual(fields);
});

describe('what n8n sends to the token endpoint besides its own', () => {
	/** n8n reads the fields of a credential like this (credentials-helper, applyDefaultsAndOverwrites). */
	const read = (values: INodeParameters) =>
		NodeHelpers.getNodeParameters(oAuth2.properties, values, true, false, null, null);

	it('is the audience for the app, and nothing for a person, whatever was chosen before', () => {
		const audience = '{"audience":"urn:partner-api"}';
		expect(read({ api: 'marketplace', grantType: 'clientCredentials' })).toMatchObject({
			additionalBodyProperties: audience,
		});
		for (const values of [
			{},
			{ api: 'marketplace' },
			{ api: 'v4', grantType: 'clientCredentials', additionalBodyProperties: audience },
		]) {
			expect(read(values)?.additionalBodyProperties).toBeUndefined();
		}
	});

	it('is no grant of an app in v4, even where one was chosen before', () => {
		expect(read({ api: 'v4', grantType: 'clientCredentials' })?.grantType).toBeUndefined();
		expect(read({ api: 'marketplace' })?.grantType).toBe('authorizationCode');
	});
});

describe('the connect link of a Legacy Token', () => {
	const link = (values: INodeParameters) => {
		const notices = shown(legacyToken, values).filter((name) => name.startsWith('steps'));
		expect(notices).toHaveLength(1);
		return /\S+client_id=/.exec(named(legacyToken, notices[0])!.displayName)?.[0];
	};

	it.each((named(legacyToken, 'scope')!.options as Array<{ value: string }>).map(({ value }) => value))(
		'asks for the scopes %j',
		(scope) => {
			const query = `?response_type=code&scope=${scope.replaceAll(' ', '%20')}&client_id=`;
			expect(link({ scope })).toBe(`https://thumbtack.com/services/partner-connect/${query}`);
			expect(link({ scope, environment: 'custom' })).toBe(`YOUR_HOST/services/partner-connect/${query}`);
		},
	);
});

it.each([
	[basic, 'password'],
	[basic, 'headerValue'],
	[legacyToken, 'clientSecret'],
	[legacyToken, 'authorizationCode'],
	[legacyToken, 'accessToken'],
	[legacyToken, 'refreshToken'],
])('%# keeps its secret %s out of what n8n answers', (type, field) => {
	expect(named(type, field)?.typeOptions?.password).toBe(true);
});

describe('the test of a v4 connection that lacks a scope', () => {
	const { request, rules = [] } = oAuth2.test as {
		request: { url: string };
		rules?: Array<{ type: string; properties: IDataObject }>;
	};
	/** What n8n shows for a status: the message of the rule for it. */
	const saysOn = (status: number) =>
		rules.find(({ type, properties }) => type === 'responseCode' && properties.value === status)?.properties.message;
	/** The path that it asks for. */
	function asks(scope: string): unknown {
		const node: INode = { id: '1', name: 'Test', type: 'test', typeVersion: 1, position: [0, 0], parameters: {} };
		const nodeType = { description: { properties: [] } };
		const nodeTypes = { getByNameAndVersion: () => nodeType } as unknown as INodeTypes;
		const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		const $credentials = { grantType: 'authorizationCode', scope };
		return expression.getSimpleParameterValue(node, request.url, 'internal', { $credentials });
	}

	it('asks for the account where its scope was asked for, else for something that the connection may do', () => {
		expect(asks('')).toBe('/api/v4/users/self');
		expect(asks('offline_access supply::users.read supply::messages.read')).toBe('/api/v4/users/self');
		for (const scope of ['supply::negotiations.read', 'supply::messages.read', 'demand::webhooks.read']) {
			expect(asks(scope)).toMatch(/\/0(\/|$)/);
		}
	});

	it('says connected, and which scope is missing', () => {
		expect(saysOn(401)).toMatch(/lacks the scope supply::users\.read.*connected all the same/);
		expect(saysOn(404)).toMatch(/^Connected, without the scope supply::users\.read/);
	});

	it('does not call it broken, or the address wrong', () => {
		for (const status of [401, 404]) expect(saysOn(status)).not.toMatch(/did not accept|no Thumbtack at this address/);
	});
});

it('n8n renews the legacy access token: hidden and expirable', () => {
	expect(named(legacyToken, 'accessToken')).toMatchObject({ type: 'hidden', typeOptions: { expirable: true } });
});

it('an unsafe address gets no access token from any caller', async () => {
	const credential = { environment: 'custom', apiUrl: 'http://thumbtack.example', accessToken: 'a' };
	await expect(legacyToken.authenticate(credential, { url: 'http://thumbtack.example/x' })).rejects.toThrow(
		/"API URL".*https/,
	);
	const signed = await legacyToken.authenticate(
		{ ...credential, apiUrl: 'https://thumbtack.example' },
		{ url: 'https://thumbtack.example/x', headers: { Accept: 'x' } },
	);
	expect(signed.headers).toEqual({ Accept: 'x', Authorization: 'Bearer a' });
});

it('a credential for a header sends the header and no Basic authorization; the others the reverse', async () => {
	const request = { url: 'https://n8n.example.com/webhook/x', headers: { Accept: 'x' } };
	const user = { username: 'u', password: 'p' };
	const header = { headerName: 'X-Thumbtack-Secret', headerValue: 'v' };
	expect(await basic.authenticate({ usedFor: 'header', ...header }, request)).toEqual({
		...request,
		headers: { Accept: 'x', 'X-Thumbtack-Secret': 'v' },
	});
	for (const usedFor of ['trigger', 'v1', 'client']) {
		expect(await basic.authenticate({ usedFor, ...user }, request)).toEqual({ ...request, auth: user });
	}
});
