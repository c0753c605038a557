import { credentialsFor, runInEngine } from '../../../tools/lib/testing/action-node';
import { cast } from '../../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../../tools/lib/testing/sandbox-process';

/** What the node after a failure gets, through n8n's own engine, which rewrites items that carry an error. */

const sandbox = ownSandbox();
let leadId: string;

beforeEach(async () => {
	await sandbox.client.reset();
	leadId = (await sandbox.client.sendLead({ businessId: cast.riveraHandyman.businessId })).leadId;
});

async function send(onError: Parameters<typeof runInEngine>[1], more: { apiUrl?: string } = {}) {
	const credentials = credentialsFor(sandbox.url, 'oAuth2', 'v4');
	return await runInEngine(
		{
			parameters: {
				apiVersion: 'v4',
				resource: 'message',
				operation: 'send',
				leadId: { __rl: true, mode: 'id', value: '={{ $json.leadId }}' },
				text: 'Hello',
			},
			items: [
				{ leadId, row: 1 },
				{ leadId: 'maria', row: 2 },
				{ leadId: '999999999999999999', row: 3 },
			],
			credentials: {
				thumbtackOAuth2Api: {
					...credentials.thumbtackOAuth2Api,
					...cast.v4Client,
					...more,
					oauthTokenData: { ...(await sandbox.client.issueTokens()) },
				},
			},
		},
		onError,
	);
}

const MARIA = {
	error: '"Lead" is not a Thumbtack ID: "maria"',
	details: expect.stringMatching(/digits only, e\.g\. 519000111222333444/),
};
const UNKNOWN = { error: expect.stringMatching(/999999999999999999/), details: expect.stringMatching(/"Lead"/) };

it('Continue: the next node gets what happened and what to do', async () => {
	const { next, error } = await send('continueRegularOutput');
	expect(next).toEqual([expect.objectContaining({ text: 'Hello' }), MARIA, UNKNOWN]);
	expect(error).toEqual([]);
});

it('Continue with the error output: the same arrives there, beside the fields of the item that failed', async () => {
	const { next, error } = await send('continueErrorOutput');
	expect(next).toEqual([expect.objectContaining({ text: 'Hello' })]);
	expect(error).toEqual([
		{ ...MARIA, leadId: 'maria', row: 2 },
		{ ...UNKNOWN, leadId: '999999999999999999', row: 3 },
	]);
});

it('what is wrong with the credential is said for each item too', async () => {
	const { error } = await send('continueErrorOutput', { apiUrl: 'http://thumbtack.example' });
	expect(error.map(({ row }) => row)).toEqual([1, 2, 3]);
	expect(error[0]).toMatchObject({ error: expect.any(String), details: expect.stringMatching(/credential/) });
});

it('Stop: the run fails with the text and its remedy', async () => {
	const { failure } = await send('stopWorkflow');
	expect(failure).toMatchObject({ message: MARIA.error, description: MARIA.details });
});
