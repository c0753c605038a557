import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { parseBody } from '../api/body';
import type { Reply } from '../api/types';
import { apiOrigin, TOKEN_PATH, UnusableUrlError, USER_AGENT } from '../api/hosts';
import { apiMessage, commonFailure, clientFailure, unreachable } from './oAuth2';
import { tokenMessage } from '../api/errorMessages';

/** Names that a header can have (RFC 9110, field names). */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

type Request = ICredentialTestFunctions['helpers']['request'];

const fine = (message: string): INodeCredentialTestResult => ({ status: 'OK', message });
const wrong = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** POST with Basic; what Thumbtack refuses shows whether it knows the user, and nothing is done. */
async function probe(
	request: Request,
	credential: ICredentialDataDecryptedObject,
	path: string,
	body?: string,
): Promise<Reply> {
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
	return { status: response.statusCode, headers: {}, body: parseBody(response.body) };
}

/** A message without text to a lead that cannot exist: 401 for a wrong user, another refusal for a known one. */
async function testV1User(
	request: Request,
	credential: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const reply = await probe(request, credential, '/v1/business/0/lead/0/message', '{}');
	if (reply.status === 401)
		return wrong(
			'Thumbtack does not recognize this user. Check "Username" and "Password", and "Environment": a user of one environment does not work in the other.',
		);
	// 404 is about the lead.
	const refused = reply.status === 404 ? undefined : commonFailure(reply);
	return refused ? wrong(apiMessage(reply.status)) : fine('Thumbtack recognizes this user.');
}

async function testClient(
	request: Request,
	credential: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const query =
		'grant_type=authorization_code&code=credential-test&redirect_uri=https%3A%2F%2Fexample.com&token_type=AUTH_CODE';
	const reply = await probe(request, credential, `${TOKEN_PATH.legacy}?${query}`);
	const refused = clientFailure(reply);
	return refused
		? wrong(tokenMessage(refused, { id: 'Username', secret: 'Password' }))
		: fine('Thumbtack recognizes this client.');
}

/** Whether a header can have this name and value (RFC 9110, field names and values). */
function testHeader({ headerName, headerValue }: ICredentialDataDecryptedObject): INodeCredentialTestResult {
	if (!headerName || !headerValue) return wrong('"Header Name" or "Header Value" is empty.');
	if (!HEADER_NAME.test(String(headerName)))
		return wrong('"Header Name" must contain only letters, digits and hyphens, e.g. X-Thumbtack-Secret.');
	if (!/^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$/.test(String(headerValue)))
		return wrong(
			'"Header Value" must contain only letters, digits and plain punctuation, and not begin or end with a space.',
		);
	return fine('Ready for the trigger. Enter the same header name and value in Thumbtack.');
}

async function thumbtackBasicApiTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const credential = data ?? {};
	if (credential.usedFor === 'header') return testHeader(credential);
	if (!credential.username || !credential.password) return wrong('"Username" or "Password" is empty.');
	const { request } = this.helpers;
	try {
		if (credential.usedFor === 'v1') return await testV1User(request, credential);
		if (credential.usedFor === 'client') return await testClient(request, credential);
		// Basic authentication separates the two with a colon.
		return String(credential.username).includes(':')
			? wrong('"Username" must not contain a colon.')
			: fine('Ready for the trigger. Enter the same username and password in Thumbtack.');
	} catch (error) {
		return wrong(error instanceof UnusableUrlError ? error.message : unreachable(error));
	}
}

export const credentialTest = { thumbtackBasicApiTest };
