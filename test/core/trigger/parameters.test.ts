import type { IDataObject } from 'n8n-workflow';

import { hashSecret } from '../../../nodes/ThumbtackTrigger/secretHash';
import { lead, message } from '../../../tools/lib/testing/samples';
import { listening, Trigger } from '../../../tools/lib/testing/trigger-node';

jest.setTimeout(60_000);

const server = listening();
const own = '501100200300400500';
const profile = `https://www.thumbtack.com/ca/san-francisco/handyman/rivera/service/${own}`;

/** A call of a lead to a trigger with these parameters: its status, and how many executions there are. */
async function deliver(parameters: IDataObject, body: object = lead()): Promise<[number, number]> {
	server.listen({ parameters: { authentication: 'none', events: ['lead', 'message'], ...parameters } });
	const { status } = await server.send({ body });
	return [status, server.trigger.executions.length];
}

const publish = async (parameters: IDataObject) =>
	await new Trigger({ parameters: { authentication: 'none', events: ['lead'], ...parameters } }).activate(1).then(
		() => undefined,
		(error: Error) => error.message,
	);

/** What an expression gives, as n8n passes it on: written as an expression, so that the real engine is in between. */
const gives = (code: string) => `={{ ${code} }}`;

describe('a clear value is understood, however it is written', () => {
	it.each<[string, IDataObject]>([
		['an event in another case', { events: ['Lead'] }],
		['the plural', { events: ['leads'] }],
		['the words of the form', { events: ['New Lead'] }],
		['text', { events: gives('"Lead"') }],
		['text with commas', { events: gives('"message, leads"') }],
		['a list from an expression', { events: gives('["leads"]') }],
		['one entry as an expression', { events: [gives('"LEAD"')] }],
		['two ids in one box', { options: { businessFilter: [`1, ${own}`] } }],
		['ids line by line', { options: { businessFilter: [`1\n${own}`] } }],
		['ids with spaces', { options: { businessFilter: [` 1 ${own} `] } }],
		['a nested list', { options: { businessFilter: [gives(`["1", ["${own}"]]`)] } }],
		['a list in place of the boxes', { options: { businessFilter: gives(`["${own}"]`) } }],
		['a link to the profile', { options: { businessFilter: [profile] } }],
		['an empty box beside another', { options: { businessFilter: ['', own] } }],
		['empty boxes only, which mean all', { options: { businessFilter: ['', ' '] } }],
		['an output in another case', { output: 'Simplified' }],
		['booleans as a spreadsheet gives them', { options: { skipTestDeliveries: 'FALSE', includeRaw: 'yes' } }],
	])('%s', async (_, parameters) => {
		expect(await publish(parameters)).toBeUndefined();
		expect(await deliver(parameters)).toEqual([200, 1]);
	});

	it.each<[string, IDataObject, object]>([
		['another business, in one box with others', { options: { businessFilter: ['1, 2'] } }, lead()],
		['another event', { events: 'messages' }, lead()],
		[
			'the business, where the customer is wanted',
			{ options: { messagesFrom: 'Customer' } },
			message({ from: 'Business' }),
		],
	])('and what is not wanted is still left out: %s', async (_, parameters, body) =>
		expect(await deliver(parameters, body)).toEqual([200, 0]),
	);
});

describe('an invalid value stops publishing with the name on the screen, and is answered 500 when it comes later', () => {
	const nothing = [gives('undefined'), gives('null'), gives('{}'), gives('true'), 'undefined', 'Anfrage'];
	const cases: Array<[string, IDataObject]> = [
		...[...nothing, '', [], [gives('undefined')], ['lead', 'Anfrage']].map((events): [string, IDataObject] => [
			'Trigger On',
			{ events },
		]),
		...[...nothing, `ID ${own}`, 501100200300400500, 'https://example.com/service/1', 'rivera-handyman'].map(
			(entry): [string, IDataObject] => ['Only These Businesses', { options: { businessFilter: [entry] } }],
		),
		...nothing.map((businessFilter): [string, IDataObject] => [
			'Only These Businesses',
			{ options: { businessFilter } },
		]),
		...nothing.map((messagesFrom): [string, IDataObject] => ['Messages From', { options: { messagesFrom } }]),
		...[gives('undefined'), gives('[undefined]'), ['GIFT']].map((leadTypes): [string, IDataObject] => [
			'Lead Types',
			{ options: { leadTypes } },
		]),
		...nothing
			.filter((value) => value !== gives('true'))
			.flatMap((value): Array<[string, IDataObject]> => [
				['Skip Test Deliveries', { options: { skipTestDeliveries: value } }],
				['Skip Duplicates', { options: { skipDuplicates: value } }],
				['Download Attachments', { options: { downloadAttachments: value } }],
				['Include Raw Data', { options: { includeRaw: value } }],
				['Skip Lead Description Messages', { options: { skipLeadDescriptionMessages: value } }],
			]),
		...nothing.map((output): [string, IDataObject] => ['Output', { output }]),
	];

	it.each(cases)('%s: %j', async (label, parameters) => {
		expect(await publish(parameters)).toMatch(new RegExp(`^"${label}" (is|has) .+\\. .+`));
		const [status, executions] = await deliver(parameters);
		expect([status >= 500, executions]).toEqual([true, 0]);
	});

	it.each([...nothing, 'both'])('Respond and Authentication: %s', async (value) => {
		expect(await publish({ respond: value })).toMatch(/^"Respond" (is|has) /);
		expect(await publish({ authentication: value })).toMatch(/^"Authentication" (is|has) /);
	});

	it.each(['selfServe', 'legacy'])('%s: unpublishing is never in the way', async (source) => {
		const node = new Trigger({ parameters: { source, events: gives('undefined') } });
		expect(await node.deactivate(1)).toBeUndefined();
	});
});

describe('whose messages start the workflow', () => {
	it.each<[string, IDataObject, 'Customer' | 'Business', number]>([
		['the businesses', { owner: 'business' }, 'Customer', 1],
		['the businesses', { owner: 'business' }, 'Business', 0],
		['the user, who is a customer', { owner: 'user' }, 'Customer', 0],
		['the user, who is a customer', { owner: 'user' }, 'Business', 1],
		['the user', { owner: 'user', options: { messagesFrom: 'customer' } }, 'Customer', 1],
	])('webhooks of %s, %j: from %s, %i executions', async (_, parameters, from, executions) => {
		const trigger = server.listen({
			parameters: { source: 'managed', events: ['message'], ...parameters },
		});
		trigger.saved = {
			'node:Thumbtack Trigger': {
				instanceId: 'instance-1',
				workflowId: trigger.workflowId,
				url: trigger.url,
				secrets: [hashSecret('u:p')],
				webhooks: [],
			},
		};
		const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
		expect((await server.send({ body: message({ from }), headers: { authorization } })).status).toBe(200);
		expect(trigger.executions).toHaveLength(executions);
	});
});
