import type { IDataObject } from 'n8n-workflow';

import { credentialsFor, runNode } from '../../../tools/lib/testing/action-node';
import { cast } from '../../../tools/lib/testing/sandbox-client';
import { ownSandbox } from '../../../tools/lib/testing/sandbox-process';

/** Send Only If: what the conversation holds decides, across runs and processes. */

const sandbox = ownSandbox();
let leadId: string;

beforeEach(async () => {
	await sandbox.client.reset();
	leadId = (await sandbox.client.sendLead({ businessId: cast.riveraHandyman.businessId })).leadId;
});

async function send(sendOnlyIf: string, text: string, items: IDataObject[] = [{}]) {
	const { thumbtackOAuth2Api } = credentialsFor(sandbox.url, 'oAuth2', 'v4');
	const output = await runNode({
		parameters: { apiVersion: 'v4', resource: 'message', operation: 'send', leadId, text, sendOnlyIf },
		items,
		credentials: {
			thumbtackOAuth2Api: {
				...thumbtackOAuth2Api,
				...cast.v4Client,
				oauthTokenData: { ...(await sandbox.client.issueTokens()) },
			},
		},
	});
	return output.map(({ json }) => json);
}
const texts = async () => (await sandbox.client.replies(leadId)).map(({ text }) => text);
const reads = async () =>
	(await sandbox.client.requests()).filter(({ operationId }) => operationId === 'listMessages').length;

it('always: sends without reading the conversation', async () => {
	await send('always', 'Hello');
	expect(await send('always', 'Hello')).toMatchObject([
		{ sent: true, leadId, messageId: expect.any(String), text: 'Hello' },
	]);
	expect(await texts()).toEqual(['Hello', 'Hello']);
	expect(await reads()).toBe(0);
});

it('nobody answered: once, even when the customer writes in between', async () => {
	expect(await send('nobodyAnswered', 'Thanks!')).toMatchObject([{ sent: true, leadId }]);
	await sandbox.client.sendMessage(leadId, { text: 'Are you there?' });
	expect(await send('nobodyAnswered', 'Another text')).toEqual([
		{ sent: false, reason: 'The business has already written in this conversation', leadId },
	]);
	expect(await texts()).toEqual(['Thanks!']);
});

it('not sent before: another text goes out, the same one does not', async () => {
	const text = 'Hi 👋\r\n“Fine?” <b>&amp;</b> ';
	await send('notSentBefore', text);
	expect(await send('notSentBefore', 'Something else')).toMatchObject([{ sent: true }]);
	expect(await send('notSentBefore', text)).toEqual([
		{ sent: false, reason: 'This text has already been sent in this conversation', leadId },
	]);
	expect(await texts()).toEqual([text, 'Something else']);
});

it('not sent before: the same words of the customer do not count', async () => {
	await sandbox.client.sendMessage(leadId, { text: 'Hello' });
	expect(await send('notSentBefore', 'Hello')).toMatchObject([{ sent: true }]);
});

it('five items for one lead in one run: the first is sent', async () => {
	const output = await send('nobodyAnswered', 'Thanks!', [{}, {}, {}, {}, {}]);
	expect(output.map(({ sent }) => sent)).toEqual([true, false, false, false, false]);
	expect(await texts()).toEqual(['Thanks!']);
});

it('reads the conversation only as far as needed', async () => {
	await send('always', 'Old');
	for (let number = 1; number <= 45; number++) await sandbox.client.sendMessage(leadId, { text: `message ${number}` });
	await send('always', 'New');
	expect(await send('notSentBefore', 'New')).toMatchObject([{ sent: false }]);
	expect(await reads()).toBe(1);
	expect(await send('notSentBefore', 'Old')).toMatchObject([{ sent: false }]);
	expect(await reads()).toBe(4);
});

it('a choice that does not exist is refused before anything is sent', async () => {
	await expect(send('sometimes', 'Hello')).rejects.toMatchObject({
		message: '"Send Only If" has no choice "sometimes"',
		description: 'Use one of: always, nobodyAnswered, notSentBefore.',
	});
	expect(await texts()).toEqual([]);
});
