import { NodeHelpers, resolveWebhookDescriptionField, type INode, type INodeParameters } from 'n8n-workflow';

import { eventTypesOf } from '../../../nodes/ThumbtackTrigger/registration/eventTypes';
import { safeFileName } from '../../../nodes/ThumbtackTrigger/attachments/fileName';
import { whyUnreachable } from '../../../nodes/ThumbtackTrigger/registration/reachable';
import { ThumbtackTrigger } from '../../../nodes/ThumbtackTrigger/ThumbtackTrigger.node';

describe('which addresses Thumbtack can call', () => {
	it.each([
		'https://n8n.example.com/webhook/x/webhook',
		'https://n8n.example.com:8443/webhook/x/webhook',
		'https://93.184.216.34/webhook',
		'https://172.15.0.1/webhook',
		'https://[2606:2800:220:1::1]/webhook',
		'https://my-name.app.n8n.cloud/webhook/x/webhook',
	])('%s', (url) => expect(whyUnreachable(url)).toBeUndefined());

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
		expect(whyUnreachable(url)).toMatch(/WEBHOOK_URL .*restart n8n, and publish the workflow again\.$/),
	);
});

describe('what to subscribe to', () => {
	it.each<[string[], 'business' | 'user', string[]]>([
		[['lead', 'message', 'review'], 'business', ['NegotiationCreatedV4', 'MessageCreatedV4', 'ReviewCreatedV4']],
		[['lead', 'lead'], 'business', ['NegotiationCreatedV4']],
		[['leadUpdate', 'other', 'constructor', '__proto__'], 'business', []],
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
			for (const respond of ['onReceived', 'responseNode']) {
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

	it.each([
		['selfServe', ['lead', 'message', 'review', 'job', 'other']],
		['managed', ['lead', 'message', 'review', 'job', 'other']],
		['legacy', ['lead', 'message', 'leadUpdate', 'review', 'other']],
	])('%s offers the events that it can bring', (source, values) => {
		const shown = description.properties.filter(
			(property) =>
				property.name === 'events' && NodeHelpers.displayParameter({ source }, property, node({ source }), description),
		);
		expect(shown).toHaveLength(1);
		expect((shown[0].options as Array<{ value: string }>).map(({ value }) => value)).toEqual(values);
	});

	it('keeps events that another source brings', () => {
		const events = ['lead', 'leadUpdate', 'job'];
		for (const source of ['selfServe', 'managed', 'legacy'])
			expect(defaults({ source, events })).toMatchObject({ events });
	});
});
