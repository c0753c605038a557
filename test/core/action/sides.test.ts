import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../../nodes/Thumbtack/resources';
import { credentialsFor, runNode } from '../../../tools/lib/testing/action-node';
import { completeParameters } from '../../../tools/lib/testing/operation-samples';

/** A client of v4 is for pro integrations or for marketplace partners; what does not fit is refused before anything is sent. */

// Nothing listens there: a call that goes out fails by the network.
const NOWHERE = 'http://127.0.0.1:9';

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => undefined,
}));

async function isRefused(api: string, parameters: IDataObject): Promise<boolean> {
	const { thumbtackOAuth2Api } = credentialsFor(NOWHERE, 'oAuth2', 'v4');
	const error = await runNode({
		parameters: { apiVersion: 'v4', ...parameters },
		credentials: { thumbtackOAuth2Api: { ...thumbtackOAuth2Api, authUrlBase: NOWHERE, api } },
	}).then(
		() => new Error('went through'),
		(thrown: Error) => thrown,
	);
	const refused = / is a call for .+, and the credential is for /.test(error.message);
	if (refused)
		expect((error as Error & { description: string }).description).toMatch(/Choose a Thumbtack OAuth2 API credential/);
	return refused;
}

const DEMAND = ['pro', 'category', 'keyword', 'request'];
const BOTH = ['lead get', 'message send', 'message getAll', 'user getSelf'];

it.each(
	resources
		.filter(({ generation }) => generation === 'v4')
		.flatMap(({ value, operations }) =>
			operations.map((operation) => ({ title: `${value} ${operation.value}`, value, operation })),
		),
)(
	'$title',
	async ({ title, value, operation }) => {
		for (const sample of completeParameters(operation)) {
			const parameters = { resource: value, operation: operation.value, ...sample };
			const isOfUser = sample.owner === 'user';
			expect(await isRefused('v4', parameters)).toBe(DEMAND.includes(value));
			expect(await isRefused('marketplace', parameters)).toBe(
				!(DEMAND.includes(value) || BOTH.includes(title) || isOfUser),
			);
		}
	},
	30_000,
);
