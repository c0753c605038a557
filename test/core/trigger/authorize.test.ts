import { basicHeader, listening, logs } from '../../../tools/lib/testing/trigger-node';
import { lead } from '../../../tools/lib/testing/samples';

jest.setTimeout(60_000);

const username = 'thumbtack';
const password = 'canary-pass:word-ü-7f3a';
const secretParts = [password, Buffer.from(`${username}:${password}`).toString('base64'), 'canary'];

const server = listening();

const b64 = (text: string | Buffer): string => Buffer.from(text as string).toString('base64');
const right = basicHeader(username, password);

const wrongCallers: Array<[string, Record<string, string | string[]>]> = [
	['no header', {}],
	['an empty header', { authorization: '' }],
	['the scheme alone', { authorization: 'Basic' }],
	['the scheme and a blank', { authorization: 'Basic ' }],
	['empty user and password', { authorization: basicHeader('', '') }],
	['the user without a password', { authorization: basicHeader(username, '') }],
	['the password without a user', { authorization: basicHeader('', password) }],
	['no colon at all', { authorization: `Basic ${b64(username)}` }],
	['a wrong password', { authorization: basicHeader(username, 'wrong') }],
	['a wrong user', { authorization: basicHeader('somebody', password) }],
	['both swapped', { authorization: basicHeader(password, username) }],
	['a prefix of the password', { authorization: basicHeader(username, password.slice(0, -1)) }],
	['the password up to its colon', { authorization: basicHeader(username, password.split(':')[0]) }],
	['the password after its colon', { authorization: basicHeader(username, password.split(':')[1]) }],
	['a longer password', { authorization: basicHeader(username, `${password}x`) }],
	['a password with a blank behind', { authorization: basicHeader(username, `${password} `) }],
	['a password with NUL behind', { authorization: basicHeader(username, `${password}\0`) }],
	['another case', { authorization: basicHeader(username, password.toUpperCase()) }],
	['the user in another case', { authorization: basicHeader('Thumbtack', password) }],
	['another scheme: Bearer', { authorization: `Bearer ${b64(`${username}:${password}`)}` }],
	['another scheme: Digest', { authorization: `Digest username="${username}"` }],
	['the plain pair, not in base64', { authorization: `Basic ${username}:canary` }],
	['two tokens', { authorization: `${right} ${b64('x:y')}` }],
	['two headers, the right one first', { authorization: [right, basicHeader('x', 'y')] }],
	['two headers, both right', { authorization: [right, right] }],
	['bad base64: a sign that is none', { authorization: right.replace('Basic d', 'Basic d!') }],
	['bad base64: without its padding', { authorization: `Basic ${b64(`${username}:${password}`).replace(/=+$/, '')}.` }],
	[
		'not UTF-8: the password in Latin-1',
		{ authorization: `Basic ${b64(Buffer.from(`${username}:${password}`, 'latin1'))}` },
	],
	[
		'not UTF-8: bytes that mean nothing',
		{ authorization: `Basic ${b64(Buffer.from([0xff, 0xfe, 0x00, 0x3a, 0x80]))}` },
	],
	['64 KB of header', { authorization: `Basic ${b64('a'.repeat(48 * 1024))}` }],
];

describe(`${wrongCallers.length} wrong callers`, () => {
	beforeEach(() => server.listen({ credentials: { thumbtackBasicApi: { username, password } } }));

	it.each(wrongCallers)('%s: 401, no execution, nothing of the secret', async (_, headers) => {
		const { status, headers: answered, text } = await server.send({ body: lead(), headers });
		expect(status).toBe(401);
		expect(answered['www-authenticate']).toMatch(/^Basic realm="/);
		expect(text).toBe('Username or password does not match the credential in n8n.');
		expect(server.trigger.executions).toHaveLength(0);
		expect(logs.filter(({ level }) => level === 'warn')).toHaveLength(1);
		const said = JSON.stringify([logs, answered, text]);
		for (const part of secretParts) expect(said).not.toContain(part);
	});

	it.each([
		['the right caller', right],
		['the scheme in small letters', right.replace('Basic', 'basic')],
	])('%s comes in', async (_, authorization) => {
		expect((await server.send({ body: lead(), headers: { authorization } })).status).toBe(200);
		expect(server.trigger.executions).toHaveLength(1);
	});

	it('is the same for PUT', async () => {
		expect((await server.send({ method: 'PUT', body: lead() })).status).toBe(401);
	});
});

const headerName = 'X-Thumbtack-Secret';
const headerValue = 'canary-value ü 5c1d';
const sent = (value: string): string => Buffer.from(value, 'utf8').toString('latin1');

const wrongHeaders: Array<[string, Record<string, string | string[]>]> = [
	['no header', {}],
	['an empty header', { [headerName]: '' }],
	['a wrong value', { [headerName]: 'wrong' }],
	['a prefix of the value', { [headerName]: sent(headerValue.slice(0, -1)) }],
	['a longer value', { [headerName]: sent(`${headerValue}x`) }],
	['another case', { [headerName]: sent(headerValue.toUpperCase()) }],
	['the value without its inner blanks', { [headerName]: sent(headerValue.replace(/ /g, '')) }],
	['the value in Latin-1', { [headerName]: headerValue }],
	['the value in base64', { [headerName]: b64(headerValue) }],
	['the value under another name', { 'X-Other': sent(headerValue) }],
	['the value in Authorization', { authorization: sent(headerValue) }],
	['the value as a Basic password', { authorization: basicHeader('', headerValue) }],
	['the name in the value', { [headerName]: sent(`${headerName}: ${headerValue}`) }],
	['two headers, the right one first', { [headerName]: [sent(headerValue), 'x'] }],
	['two headers, both right', { [headerName]: [sent(headerValue), sent(headerValue)] }],
	['a list of values in one header', { [headerName]: sent(`${headerValue}, x`) }],
	['64 KB of header', { [headerName]: 'a'.repeat(64 * 1024) }],
];

describe(`${wrongHeaders.length} wrong callers where a custom header is checked`, () => {
	const listen = (credential: object = { usedFor: 'header', headerName, headerValue }) =>
		server.listen({
			parameters: { authentication: 'header' },
			credentials: { thumbtackBasicApi: credential as never },
		});

	/** A body of bytes: beside a text, Node would send the header as UTF-8 itself. */
	const call = async (headers: object) =>
		await server.send({
			body: Buffer.from(JSON.stringify(lead())),
			headers: { 'content-type': 'application/json', ...headers },
		});

	it.each(wrongHeaders)('%s: 401, no execution, nothing of the secret', async (_, headers) => {
		listen();
		const { status, headers: answered, text } = await call(headers);
		expect(status).toBe(401);
		expect(text).toBe('Header name or value does not match the credential in n8n.');
		expect(answered).not.toHaveProperty('www-authenticate');
		expect(server.trigger.executions).toHaveLength(0);
		expect(logs.filter(({ level }) => level === 'warn')).toHaveLength(1);
		expect(JSON.stringify([logs, answered, text])).not.toMatch(/canary|X-Thumbtack/i);
	});

	it.each([
		['as it stands', headerName],
		['in small letters', headerName.toLowerCase()],
	])('the right caller comes in, with the name %s', async (_, name) => {
		listen();
		expect((await call({ [name]: sent(headerValue) })).status).toBe(200);
		expect(server.trigger.executions).toHaveLength(1);
	});

	it('spaces around the name and the value in the credential do not matter', async () => {
		listen({ headerName: ` ${headerName} `, headerValue: `${headerValue}\n` });
		expect((await call({ [headerName]: sent(headerValue) })).status).toBe(200);
	});

	it.each([
		['no credential', undefined, /credential is missing/],
		['a credential for Basic', { username, password }, /header name or header value is blank/],
		['a blank value', { headerName, headerValue: ' ' }, /blank/],
		['a blank name', { headerName: '', headerValue }, /blank/],
		['a name that no header can have', { headerName: 'X Secret', headerValue }, /character that is not allowed/],
	])('%s: refused, with the reason in the log', async (_, credential, reason) => {
		if (credential) listen(credential);
		else server.listen({ parameters: { authentication: 'header' } });
		for (const headers of [{}, { [headerName]: sent(headerValue) }, { [headerName]: '' }, { authorization: right }]) {
			expect((await call(headers)).status).toBe(401);
		}
		expect(server.trigger.executions).toHaveLength(0);
		expect(logs[0].text).toMatch(reason);
	});

	it('a credential for a header lets nobody in where Basic is chosen', async () => {
		server.listen({ credentials: { thumbtackBasicApi: { usedFor: 'header', headerName, headerValue } } });
		for (const headers of [{ [headerName]: sent(headerValue) }, { authorization: basicHeader('', '') }]) {
			expect((await call(headers)).status).toBe(401);
		}
	});
});

describe('4 credentials that are no secret', () => {
	it.each([
		['missing', undefined],
		['with a blank password', { username, password: ' ' }],
		['with a blank username', { username: '', password }],
		['with nothing in it', {}],
	])('%s: refused, with the reason in the log', async (_, data) => {
		server.listen({ credentials: data === undefined ? {} : { thumbtackBasicApi: data } });
		for (const authorization of [
			right,
			basicHeader('', ''),
			basicHeader(username, ' '),
			basicHeader('undefined', 'undefined'),
		]) {
			expect((await server.send({ body: lead(), headers: { authorization } })).status).toBe(401);
		}
		expect(server.trigger.executions).toHaveLength(0);
		expect(logs[0].text).toMatch(data === undefined ? /credential is missing/ : /username or password is blank/);
	});

	it('refuses a username that Basic does not allow', async () => {
		server.listen({ credentials: { thumbtackBasicApi: { username: 'a:b', password: 'c' } } });
		expect((await server.send({ body: lead(), headers: { authorization: basicHeader('a', 'b:c') } })).status).toBe(401);
	});
});

describe('without a check', () => {
	it.each(['selfServe', 'legacy'])('%s takes every call', async (source) => {
		server.listen({ parameters: { source, authentication: 'none' } });
		expect((await server.send({ body: lead() })).status).toBe(200);
		expect(server.trigger.executions).toHaveLength(1);
	});

	it('a managed trigger still wants its own secret', async () => {
		server.listen({ parameters: { source: 'managed', authentication: 'none' } });
		expect((await server.send({ body: lead() })).status).toBe(401);
		expect(logs[0].text).toContain('no webhook of this node is registered');
	});

	it('an unknown choice counts as Basic', async () => {
		server.listen({ parameters: { authentication: 'digest' } });
		expect((await server.send({ body: lead() })).status).toBe(401);
	});
});
