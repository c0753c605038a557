import {
	NodeHelpers,
	resolveWebhookDescriptionField,
	type INode,
	type INodeParameters,
	type INodeProperties,
} from 'n8n-workflow';

import { eventTypesOf } from '../../../nodes/ThumbtackTrigger/registration/eventTypes';
import { safeFileName } from '../../../nodes/ThumbtackTrigger/attachments/fileName';
import { addressRefusal } from '../../../nodes/ThumbtackTrigger/registration/reachable';
import { LEAD_TYPES } from '../../../nodes/shared/events';
import codex from '../../../nodes/ThumbtackTrigger/ThumbtackTrigger.node.json';
import { ThumbtackTrigger } from '../../../nodes/ThumbtackTrigger/ThumbtackTrigger.node';
import { Trigger } from '../../../tools/lib/testing/trigger-node';

describe('which addresses Thumbtack can call', () => {
	it.each([
		'https://n8n.example.com/webhook/x/webhook',
		'https://n8n.example.com:8443/webhook/x/webhook',
		'https://93.184.216.34/webhook',
		'https://172.15.0.1/webhook',
		'https://[2606:2800:220:1::1]/webhook',
		'https://my-name.app.n8n.cloud/webhook/x/webhook',
	])('%s', (url) => expect(addressRefusal(url)).toBeUndefined());

	it.each([
		'http://n8n.example.com/x',
		'https://localhost/x',
		'https://n8n.localhost/x',
		'https://127.0.0.1/x',
		'https://10.0.0.5/x',
		'https://172.16.0.1/x',
		'https://192.168.1.1/x',
		'https://169.254.1.1/x',
		'https://100.64.0.1/x',
		'https://0.0.0.0/x',
		'https://2130706433/x',
		'https://[::1]/x',
		'https://[fd00::1]/x',
		'https://[fe80::1]/x',
		'https://[::ffff:10.0.0.1]/x',
		'https://n8n/x',
		'https://n8n.local/x',
		'not a url',
	])('%s: no, with the remedy', (url) =>
		expect(addressRefusal(url)).toMatch(
			/N8N_WEBHOOK_URL \(WEBHOOK_URL in older versions\) .*restart n8n, and publish the workflow again\.$/,
		),
	);
});

describe('what to subscribe to', () => {
	it.each<[string[], 'business' | 'user', string[]]>([
		[['lead', 'message', 'review'], 'business', ['NegotiationCreatedV4', 'MessageCreatedV4', 'ReviewCreatedV4']],
		[['lead', 'lead'], 'business', ['NegotiationCreatedV4']],
		[['other', 'constructor', '__proto__'], 'business', []],
		// An update of a lead comes as the lead again.
		[['leadUpdate', 'lead'], 'business', ['NegotiationCreatedV4']],
		[['other'], 'user', ['IncentiveUsedV4']],
	])('%j of the %s', (events, owner, types) => expect(eventTypesOf(events, owner)).toEqual(types));

	it('jobs are five events', () => expect(eventTypesOf(['job'], 'business')).toHaveLength(5));
});

describe('file names', () => {
	it.each([
		['front.jpg', 'front.jpg'],
		[null, 'file'],
		['', 'file'],
		['...', 'file'],
		['/', 'file'],
		['../x/../y.jpg', 'y.jpg'],
		['C:\\temp\\a.jpg', 'a.jpg'],
		['.htaccess', 'htaccess'],
		['a:b?.jpg', 'a_b_.jpg'],
		['\u202egpj.exe', 'gpj.exe'],
		['büro 1.jpg', 'büro 1.jpg'],
	])('%j becomes %j', (name, safe) => expect(safeFileName(name, 'file')).toBe(safe));

	it('keeps the ending of a long one', () => {
		const name = safeFileName(`${'x'.repeat(500)}.jpeg`, 'file');
		expect(name).toHaveLength(120);
		expect(name).toMatch(/\.jpeg$/);
	});
});

describe('the description', () => {
	const { description } = new ThumbtackTrigger();
	const node = (parameters: INodeParameters): INode => ({
		id: '1',
		name: 't',
		type: 't',
		typeVersion: 2,
		position: [0, 0],
		parameters,
	});
	const defaults = (parameters: INodeParameters) =>
		NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node(parameters), description);

	it('lets the answer follow "Respond" without an expression being evaluated', () => {
		for (const webhook of description.webhooks!) {
			for (const respond of ['onReceived', 'lastNode', 'responseNode']) {
				expect(resolveWebhookDescriptionField(node({ respond }), webhook, 'responseMode')).toEqual({
					resolved: true,
					value: respond,
				});
			}
			expect(resolveWebhookDescriptionField(node({}), webhook, 'responseMode')).toEqual({
				resolved: true,
				value: 'onReceived',
			});
		}
	});

	it('loads in an n8n that lacks the helpers for it', () => {
		jest.isolateModules(() => {
			jest.doMock('n8n-workflow', () => ({
				...jest.requireActual<object>('n8n-workflow'),
				webhookDescriptionFields: undefined,
				fromParameter: undefined,
			}));
			const { ThumbtackTrigger: Older } = jest.requireActual<
				typeof import('../../../nodes/ThumbtackTrigger/ThumbtackTrigger.node')
			>('../../../nodes/ThumbtackTrigger/ThumbtackTrigger.node');
			expect(new Older().description.webhooks![0].responseMode).toBe('={{$parameter["respond"] || "onReceived"}}');
		});
	});

	it('has one path for POST and PUT', () => {
		expect(description.webhooks!.map(({ name, httpMethod, path }) => [name, httpMethod, path])).toEqual([
			['default', 'POST', 'webhook'],
			['setup', 'PUT', 'webhook'],
		]);
	});

	it('has the defaults of the contract', () => {
		expect(defaults({})).toMatchObject({
			source: 'selfServe',
			authentication: 'basic',
			events: ['lead'],
			respond: 'onReceived',
			output: 'simplified',
			options: {},
		});
		expect(defaults({ source: 'managed' })).toMatchObject({ owner: 'business', businessIds: [], events: ['lead'] });
		expect(defaults({ source: 'managed', owner: 'user' })).not.toHaveProperty('businessIds');
		expect(defaults({ source: 'legacy' })).toMatchObject({ authentication: 'basic', events: ['lead'] });
	});

	// NodeCreator of n8n's editor: the first property called "Trigger On", and one entry for each of its options.
	it('lists every event in the node panel, once and in words', () => {
		const properties = description.properties.filter(
			({ name, displayName }) => name === 'events' || displayName === 'Trigger On',
		);
		expect(properties).toHaveLength(1);
		const [{ options = [], displayOptions }] = properties;
		expect(displayOptions).toBeUndefined();
		expect(
			options.map((option) => ('value' in option ? [option.value, `On ${option.name.toLowerCase()}`] : [])),
		).toEqual([
			['lead', 'On new lead'],
			['message', 'On new message'],
			['leadUpdate', 'On lead updated'],
			['review', 'On new review'],
			['job', 'On job updated'],
			['other', 'On any other event'],
		]);
	});

	it.each([
		[{ source: 'selfServe', events: ['lead', 'message'] }, 'Your webhook: lead, message'],
		[{ source: 'managed', events: ['review', 'leadUpdate'] }, 'Managed webhook: review, lead update'],
		[{ source: 'legacy', events: 'lead' }, 'Pro API: lead'],
	])('says on the canvas, in the words of the form, what it brings: %j', (parameters, subtitle) => {
		const workflow = new Trigger({ parameters }).workflow();
		const node = workflow.getNode('Thumbtack Trigger')!;
		expect(workflow.expression.getSimpleParameterValue(node, description.subtitle, 'internal', {})).toBe(subtitle);
	});

	it.each<[INodeParameters, string]>([
		[{}, 'customer'],
		[{ source: 'legacy' }, 'customer'],
		[{ source: 'managed' }, 'customer'],
		[{ source: 'managed', owner: 'user' }, 'business'],
	])('%j: the form offers one Messages From, whose default is %s', (parameters, messagesFrom) => {
		const values = defaults(parameters)!;
		const options = description.properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
		const shown = options.filter(
			(option) =>
				option.name === 'messagesFrom' && NodeHelpers.displayParameter({}, option, node(values), description, values),
		);
		expect(shown.map((option) => option.default)).toEqual([messagesFrom]);
	});

	it('offers the 13 lead types of the Pro API', () => {
		const options = description.properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
		const types = options.find(({ name }) => name === 'leadTypes')!.options as Array<{ name: string; value: string }>;
		expect(types.map(({ value }) => value).sort()).toEqual([...LEAD_TYPES].sort());
		expect(types.find(({ value }) => value === 'REQUEST_A_QUOTE')?.name).toBe('Request a Quote');
	});

	it('is found under the words of those who look for it, in categories that n8n documents', () => {
		expect(codex.alias).toEqual(
			expect.arrayContaining(['homeowner', 'plumber', 'electrician', 'cleaner', 'local services']),
		);
		expect(codex.categories).toEqual(['Sales', 'Communication', 'Marketing & Content']);
		expect(Number(codex.nodeVersion)).toBe(description.version);
	});

	it('keeps events that another source brings', () => {
		const events = ['lead', 'leadUpdate', 'job'];
		for (const source of ['selfServe', 'managed', 'legacy'])
			expect(defaults({ source, events })).toMatchObject({ events });
	});
});
