/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports --
   reads the files of examples/; the rules are for code that runs inside n8n Cloud */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { WorkflowDefinition } from '../../tools/lib/testing/n8n-client';
import { Scene } from '../../tools/lib/testing/scene';

const folder = path.join(__dirname, '..', '..', 'examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

let scene: Scene;

beforeAll(async () => (scene = await Scene.open()));
afterAll(async () => await scene.close());

it("n8n's migration report for version 3 finds nothing in the examples", async () => {
	const names = new Map<string, string>();
	for (const file of files) {
		const definition = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as WorkflowDefinition;
		const { id } = await scene.workflow(definition);
		names.set(id, file);
	}
	// What version 3 removes, to see that the report looks at all.
	const outdated = await scene.workflow({
		name: 'Outdated',
		nodes: [
			{
				name: 'Edit',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [0, 0],
				parameters: { mode: 'raw', jsonOutput: '={{ $getPairedItem("Edit", 0) }}', options: {} },
			},
		],
		connections: {},
	});
	names.set(outdated.id, 'outdated');
	const found = (await scene.n8n.brokenByVersion3()).map((finding) => finding.split(': ') as [string, string]);
	const ours = found.filter(([, id]) => names.has(id)).map(([rule, id]) => `${names.get(id)}: ${rule}`);
	expect(ours).toEqual([expect.stringMatching(/^outdated: .*paired/i)]);
});
