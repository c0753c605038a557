import type { Locator } from 'playwright-core';
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';

import type { Authentication } from '../../nodes/Thumbtack/operation';
import { resources } from '../../nodes/Thumbtack/resources';
import { Thumbtack } from '../../nodes/Thumbtack/Thumbtack.node';
import { ThumbtackTrigger } from '../../nodes/ThumbtackTrigger/ThumbtackTrigger.node';
import { Editor, withBrowser } from '../../tools/lib/testing/browser';
import type { JsonObject } from '../../tools/lib/testing/http';
import type { NodeDefinition } from '../../tools/lib/testing/n8n-client';
import { sampleParameters } from '../../tools/lib/testing/operation-samples';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { thumbtack, thumbtackTrigger } from '../../tools/lib/testing/workflows';

/**
 * Every operation of the node and every source of the trigger, opened in n8n's editor: what the description shows is on the screen, and
 * nothing else. n8n's editor leaves out what it takes for a part of the credentials' own choice, which no other test would notice.
 */

interface Screen {
	node: NodeDefinition;
	description: INodeTypeDescription;
}

const action = new Thumbtack().description;
const trigger = new ThumbtackTrigger().description;

/** Text of a label or a notice, as it is on the screen. */
const plain = (text: string): string =>
	text
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();

/** What n8n's rules make of the description for these parameters, from top to bottom. */
function expected({ node, description }: Screen): string[] {
	const asNode = { ...node, id: node.name } as unknown as INode;
	const values =
		NodeHelpers.getNodeParameters(description.properties, asNode.parameters, true, false, asNode, description) ?? {};
	return description.properties
		.filter(
			(property) => property.type !== 'hidden' && NodeHelpers.displayParameter(values, property, asNode, description),
		)
		.map(({ displayName }) => plain(displayName));
}

/** The labels and notices of the panel, from top to bottom; those inside a collection are its own matter. */
async function onScreen(panel: Locator): Promise<string[]> {
	const items = panel.locator('[data-test-id="parameter-item"]:not([data-test-id="parameter-item"] *):visible');
	const texts = await items.evaluateAll(
		(elements: Array<{ innerText: string; querySelector(selector: string): { innerText: string } | null }>) =>
			elements.map((element) => {
				const label = element.querySelector('[data-test-id="input-label"]');
				return label ? label.innerText.split('\n')[0] : element.innerText;
			}),
	);
	return texts.map((text) => plain(text ?? ''));
}

withBrowser('every screen', () => {
	let scene: Scene;
	let editor: Editor;
	const troubles: string[] = [];

	beforeAll(async () => {
		scene = await Scene.open();
		editor = await Editor.open({ width: 1_200, height: 700 });
		editor.page.on('console', (message) => {
			if (message.type() === 'error' && /thumbtack/i.test(message.text())) troubles.push(message.text());
		});
		editor.page.on('pageerror', (error) => troubles.push(String(error)));
	});

	afterAll(async () => {
		await editor?.close();
		await scene?.close();
	});

	/** One workflow with all of them: to open another node is quicker than to load the editor anew. */
	async function look(screens: Screen[]): Promise<void> {
		const nodes = screens.map(({ node }, index) => ({
			...node,
			position: [(index % 8) * 240, Math.floor(index / 8) * 200] as [number, number],
		}));
		const workflow = await scene.workflow({ name: 'To look at', nodes, connections: {} });
		await editor.openWorkflow(workflow.id);
		for (const screen of screens) {
			const panel = await editor.openNode(screen.node.name);
			const labels = expected(screen);
			// If it never comes, the comparison says which one is missing.
			const last = panel.locator('[data-test-id="parameter-item"]:visible').nth(labels.length - 1);
			await last.waitFor({ timeout: 10_000 }).catch(() => undefined);
			expect([screen.node.name, await onScreen(panel)]).toEqual([screen.node.name, labels]);
			await editor.picture(screen.node.name);
			const issues = panel.locator(
				'[data-test-id="parameter-issues"]:visible, [data-test-id="node-credentials-issues"]:visible, .has-issues:visible',
			);
			expect([screen.node.name, await issues.count()]).toEqual([screen.node.name, 0]);
		}
		expect(troubles).toEqual([]);
	}

	it('of the action node, in every operation and way to sign in', async () => {
		const { v4, legacy, basic } = scene.credentials;
		const legacyToken = await scene.n8n.createCredential('thumbtackLegacyTokenApi', 'Legacy token', {
			environment: 'custom',
			apiUrl: scene.sandbox.url,
			...cast.legacyClient,
		});
		const screens = resources.flatMap(({ generation, value: resource, operations }) =>
			operations.flatMap((operation) =>
				(operation.authentication ?? ['oAuth2']).map((authentication): Screen => {
					const credentials: Record<Authentication, NonNullable<NodeDefinition['credentials']>> = {
						oAuth2: generation === 'v4' ? { thumbtackOAuth2Api: v4 } : { thumbtackLegacyOAuth2Api: legacy },
						legacyToken: { thumbtackLegacyTokenApi: legacyToken },
						basic: { thumbtackBasicApi: basic },
					};
					const parameters = {
						apiVersion: generation,
						resource,
						operation: operation.value,
						authentication,
						...sampleParameters(operation),
					} as JsonObject;
					return {
						node: thumbtack(
							`${generation} ${resource} ${operation.value} ${authentication}`,
							parameters,
							credentials[authentication],
						),
						description: action,
					};
				}),
			),
		);
		expect(screens.length).toBeGreaterThan(30);
		await look(screens);
		await scene.n8n.deleteCredential(legacyToken.id);
	});

	// Thumbtack makes a business where none is named.
	it('of a test lead without a business, which is no fault', async () => {
		const parameters = {
			apiVersion: 'legacy',
			resource: 'testLead',
			operation: 'create',
			businessId: { __rl: true, mode: 'id', value: '' },
		};
		await look([
			{ node: thumbtack('Test lead', parameters, { thumbtackBasicApi: scene.credentials.basic }), description: action },
		]);
	});

	it('of the trigger, in every source', async () => {
		const { v4, webhook } = scene.credentials;
		const screen = (name: string, parameters: JsonObject, credentials = {}): Screen => ({
			node: thumbtackTrigger(name, parameters, credentials),
			description: trigger,
		});
		const basic = { thumbtackBasicApi: webhook };
		await look([
			screen('own page', { source: 'selfServe', authentication: 'basic' }, basic),
			screen('own page, unchecked', { source: 'selfServe', authentication: 'none' }),
			screen(
				'own page, answered by a node',
				{ source: 'selfServe', authentication: 'basic', respond: 'responseNode' },
				basic,
			),
			screen(
				'own page, checked by a header',
				{ source: 'selfServe', authentication: 'header', respond: 'lastNode' },
				basic,
			),
			screen(
				'managed, businesses',
				{ source: 'managed', owner: 'business', businessIds: [cast.riveraHandyman.businessId] },
				{ thumbtackOAuth2Api: v4 },
			),
			screen('managed, user', { source: 'managed', owner: 'user', output: 'raw' }, { thumbtackOAuth2Api: v4 }),
			screen('legacy', { source: 'legacy', authentication: 'basic', events: ['lead', 'leadUpdate'] }, basic),
			screen('legacy, unchecked', { source: 'legacy', authentication: 'none' }),
		]);
	});
});
