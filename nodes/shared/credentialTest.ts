import type { ICredentialDataDecryptedObject, ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { parseBody } from './api/body';
import { USER_AGENT } from './api/connection';
import { said } from './api/explain';
import { apiOrigin } from './api/hosts';

type Request = ICredentialTestFunctions['helpers']['request'];

const fine = (message: string): INodeCredentialTestResult => ({ status: 'OK', message });
const wrong = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** POST with Basic; what Thumbtack refuses shows whether it knows the user, and nothing is done. */
async function probe(request: Request, credential: ICredentialDataDecryptedObject, path: string, body?: string) {
	const response = (await request({
		method: 'POST',
		uri: apiOrigin('legacy', credential) + path,
		auth: { user: String(credential.username), pass: String(credential.password) },
		headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': USER_AGENT },
		body,
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		timeout: 15_000,
	})) as { statusCode: number; body: unknown };
	return { status: response.statusCode, words: said({ status: response.statusCode, headers: {}, body: parseBody(response.body) }) };
}

/** A message without text to a lead that cannot exist: 401 for a wrong user, another refusal for a known one. */
async function testV1User(request: Request, credential: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> {
	const { status, words } = await probe(request, credential, '/v1/business/0/lead/0/message', '{}');
	if (status === 401) return wrong('Thumbtack does not know this user. Check "Username", "Password" and "Environment": the users of the test environment are others.');
	if (status === 202 || status === 403) return wrong(`Thumbtack's firewall refused the call (${status}). Send Thumbtack the public IP address of your n8n.`);
	if (status >= 500) return wrong(`Thumbtack has trouble of its own (${status}). Try again in some minutes.`);
	return fine(`Thumbtack knows this user${words ? '' : ` (${status})`}.`);
}

/** A code that cannot exist: INVALID_CLIENT for a wrong client, INVALID_GRANT for a known one (Pro API, error codes). */
async function testClient(request: Request, credential: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> {
	const query = 'grant_type=authorization_code&code=credential-test&redirect_uri=https%3A%2F%2Fexample.com&token_type=AUTH_CODE';
	const { status, words } = await probe(request, credential, `/v2/tokens/access?${query}`);
	if (status === 401 || /invalid.?client/i.test(words)) return wrong('Thumbtack does not know this client. Check that "Username" holds the client ID and "Password" the client secret, and "Environment".');
	if (/invalid.?grant/i.test(words)) return fine('Thumbtack knows this client.');
	return wrong(`Thumbtack gave an answer that settles nothing (${status}${words ? `: ${words}` : ''}). Try again in some minutes.`);
}

async function thumbtackBasicApiTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const credential = data ?? {};
	if (!credential.username || !credential.password) return wrong('"Username" or "Password" is empty.');
	const { request } = this.helpers;
	try {
		if (credential.usedFor === 'v1') return await testV1User(request, credential);
		if (credential.usedFor === 'client') return await testClient(request, credential);
		return fine('Ready for the trigger. Enter the same user name and password at Thumbtack.');
	} catch (error) {
		const { code, message } = error as { code?: string; message: string };
		return wrong(code ? `Thumbtack could not be reached (${code.toLowerCase()}). Check "Environment", "API URL" and that this n8n reaches the internet.` : message);
	}
}

export const credentialTest = { thumbtackBasicApiTest };
