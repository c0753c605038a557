import { Connections, textOf, type Kind } from '../../tools/lib/testing/connections';
import { outputOf } from '../../tools/lib/testing/n8n-client';
import { ownN8n } from '../../tools/lib/testing/own-n8n';
import { ownSandbox } from '../../tools/lib/testing/sandbox-process';

/** What was renewed must outlive n8n: the old refresh token is used up. */
const sandbox = ownSandbox();
const own = ownN8n();

const KINDS: Kind[] = ['v4', 'marketplace', 'app', 'legacy', 'legacyToken'];

it('token data survive a restart of n8n, in all ways of signing in', async () => {
	await sandbox.client.control('PUT', '/settings', {
		legacyTokenParameters: 'either',
		v4GraceSeconds: 0,
		legacyGraceSeconds: 0,
	});
	const connections = new Connections(own.client, sandbox.client);
	const workflows = await Promise.all(
		KINDS.map(async (kind) => {
			const { credential, tokens } = await connections.planted(kind, `${kind} restart`);
			return { kind, tokens, workflow: await connections.workflow(kind, credential) };
		}),
	);
	const runAll = async () => {
		for (const { workflow } of workflows) {
			const execution = await connections.run(workflow);
			expect(textOf(execution)).toBe('');
			expect(outputOf(execution, 'Ask')).toHaveLength(1);
		}
	};

	await sandbox.client.expireTokens();
	await runAll();
	await own.restart();
	// With the tokens as they are, and then renewed from what was stored.
	await sandbox.client.control('DELETE', '/requests');
	await runAll();
	expect(await connections.tokenRequests()).toEqual([]);
	await sandbox.client.expireTokens();
	await runAll();

	const used = (await connections.tokenRequests()).map(({ query, form }) => form.refresh_token ?? query.refresh_token);
	expect(used).toHaveLength(KINDS.length);
	for (const { kind, tokens } of workflows) if (kind !== 'app') expect(used).not.toContain(tokens.refresh_token);
});
