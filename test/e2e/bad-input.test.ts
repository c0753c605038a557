import type { JsonObject } from '../../tools/lib/testing/http';
import { outputOf, type Execution } from '../../tools/lib/testing/n8n-client';
import { cast } from '../../tools/lib/testing/sandbox-client';
import { Scene } from '../../tools/lib/testing/scene';
import { beginWith, fanOut, locator, thumbtack } from '../../tools/lib/testing/workflows';

const LONGEST_TEXT = 16_384;

let scene: Scene;
let leadId: string;

beforeAll(async () => {
	scene = await Scene.open();
	({ leadId } = await scene.sandbox.sendLead({ businessId: cast.riveraHandyman.businessId }));
});

afterAll(async () => {
	await scene.close();
});

/** What the item is, what its error says, and what is to be done about it. */
const faults: Array<[string, () => JsonObject, RegExp, RegExp]> = [
	['an unknown lead', () => ({ leadId: '519999999999999999', text: 'Hello' }), /lead/i, /id|account|business/i],
	['an empty text', () => ({ leadId, text: '' }), /text/i, /enter|empty|write|character/i],
	['a text that is too long', () => ({ leadId, text: 'x'.repeat(LONGEST_TEXT + 1) }), /text/i, /16,?384/],
	[
		'an id that is a number',
		() => ({ leadId: Number('519000111222333444'), text: 'Hello' }),
		/lead/i,
		/string|text|quot/i,
	],
	['an id that is none', () => ({ leadId: 'Maria T.', text: 'Hello' }), /lead/i, /digit|number|id/i],
];

const parameters = {
	apiVersion: 'v4',
	resource: 'message',
	operation: 'send',
	leadId: locator('={{ $json.leadId }}'),
	text: '={{ $json.text }}',
};

async function runWith(items: JsonObject[], onError?: 'continueRegularOutput'): Promise<Execution> {
	const { trigger, pinData } = beginWith(items);
	const send = thumbtack('Send', parameters, { thumbtackOAuth2Api: scene.credentials.v4 }, { onError });
	const workflow = await scene.workflow({ ...fanOut('Bad input', trigger, [send]), pinData });
	return await scene.n8n.run(workflow.id, trigger.name);
}

describe('bad input', () => {
	it.each(faults)(
		'%s stops the workflow, and the message names the field and the remedy',
		async (_, item, field, remedy) => {
			const execution = await runWith([item()]);
			expect(execution.status).toBe('error');
			const { message, description } = execution.data.resultData.error!;
			expect(message).toMatch(field);
			expect(`${message} ${description ?? ''}`).toMatch(remedy);
		},
	);

	it('with continue-on-fail the other items go on, each failed item in its own place', async () => {
		const items = [{ leadId, text: 'First' }, ...faults.map(([, item]) => item()), { leadId, text: 'Last' }];
		const execution = await runWith(items, 'continueRegularOutput');
		expect(execution.status).toBe('success');
		const output = outputOf(execution, 'Send');
		expect(output).toHaveLength(items.length);
		for (const good of [output[0], output.at(-1)]) expect(good).toMatchObject({ messageID: expect.any(String) });
		faults.forEach(([, , field], index) => {
			expect(JSON.stringify(output[index + 1]?.error)).toMatch(field);
		});
		const texts = (await scene.sandbox.replies(leadId)).map(({ text }) => text);
		expect(texts.sort()).toEqual(['First', 'Last']);
	});

	it('a text of exactly the greatest length is sent whole', async () => {
		const text = 'y'.repeat(LONGEST_TEXT);
		const execution = await runWith([{ leadId, text }]);
		expect(execution.status).toBe('success');
		expect((await scene.sandbox.replies(leadId)).some((reply) => reply.text === text)).toBe(true);
	});
});
