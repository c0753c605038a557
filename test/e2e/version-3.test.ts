import { exampleFiles, readExample } from '../../tools/lib/testing/example-files';
import { Scene } from '../../tools/lib/testing/scene';

let scene: Scene;

beforeAll(async () => (scene = await Scene.open()));
afterAll(async () => await scene.close());

it("n8n's migration report for version 3 finds nothing in the examples", async () => {
	const names = new Map<string, string>();
	for (const file of exampleFiles) {
		const { id } = await scene.workflow(readExample(file));
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
