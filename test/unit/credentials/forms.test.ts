import type { ICredentialType } from 'n8n-workflow';

import { ThumbtackBasicApi } from '../../../credentials/ThumbtackBasicApi.credentials';
import { ThumbtackLegacyTokenApi } from '../../../credentials/ThumbtackLegacyTokenApi.credentials';
import { ThumbtackOAuth2Api } from '../../../credentials/ThumbtackOAuth2Api.credentials';

/** The forms as the contract names them, and what n8n makes of each kind of field. */
const classes: ICredentialType[] = [new ThumbtackOAuth2Api(), new ThumbtackBasicApi(), new ThumbtackLegacyTokenApi()];
const named = ({ properties }: ICredentialType, name: string) => properties.find((property) => property.name === name);

it.each([
	['thumbtackOAuth2Api', 'Thumbtack OAuth2 API', ['api', 'environment', 'apiUrl', 'authUrlBase', 'scope']],
	['thumbtackBasicApi', 'Thumbtack Basic API', ['environment', 'apiUrl', 'username', 'password']],
	[
		'thumbtackLegacyTokenApi',
		'Thumbtack Legacy Token API',
		['environment', 'apiUrl', 'clientId', 'clientSecret', 'authorizationCode', 'accessToken', 'refreshToken'],
	],
])('%s has its name and its fields', (name, displayName, fields) => {
	const type = classes.find((candidate) => candidate.name === name)!;
	expect(type.displayName).toBe(displayName);
	for (const field of fields) expect(named(type, field)).toBeDefined();
	expect(named(type, 'environment')).toMatchObject({
		default: 'production',
		options: [{ value: 'production' }, { value: 'staging' }, { value: 'custom' }],
	});
	expect(named(type, 'apiUrl')?.displayOptions).toEqual({ show: { environment: ['custom'] } });
});

it.each(classes)('$name shows no code in any field', ({ properties }) => {
	for (const { type, name, default: value } of properties) {
		if (type !== 'hidden')
			expect({ name, isExpression: String(value).startsWith('=') }).toEqual({ name, isExpression: false });
	}
});

it('the OAuth2 credential makes n8n evaluate two expressions per request, and no third', () => {
	const expressions = classes[0].properties.filter(({ default: value }) => String(value).startsWith('='));
	expect(expressions.map(({ name }) => name)).toEqual(['authUrl', 'accessTokenUrl']);
});

it.each([
	['thumbtackBasicApi', 'password'],
	['thumbtackLegacyTokenApi', 'clientSecret'],
	['thumbtackLegacyTokenApi', 'authorizationCode'],
	['thumbtackLegacyTokenApi', 'accessToken'],
	['thumbtackLegacyTokenApi', 'refreshToken'],
])('%s keeps %s out of what n8n answers', (name, field) => {
	expect(
		named(
			classes.find((type) => type.name === name)!,
			field,
		)?.typeOptions?.password,
	).toBe(true);
});

it('n8n renews the legacy access token: hidden and expirable', () => {
	expect(named(classes[2], 'accessToken')).toMatchObject({ type: 'hidden', typeOptions: { expirable: true } });
});

it('an unsafe address gets no access token, whoever makes the call', async () => {
	const type = new ThumbtackLegacyTokenApi();
	const credential = { environment: 'custom', apiUrl: 'http://thumbtack.example', accessToken: 'a' };
	await expect(type.authenticate(credential, { url: 'http://thumbtack.example/x' })).rejects.toThrow(
		/"API URL".*https/,
	);
	const signed = await type.authenticate(
		{ ...credential, apiUrl: 'https://thumbtack.example' },
		{ url: 'https://thumbtack.example/x', headers: { Accept: 'x' } },
	);
	expect(signed.headers).toEqual({ Accept: 'x', Authorization: 'Bearer a' });
});
