import type { INodeProperties } from 'n8n-workflow';

import { eventOptions } from './events';
import { notices, respondNotice } from './notices';
import { options } from './options';

export const properties: INodeProperties[] = [
	{
		displayName: 'Webhook Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Webhook on Your Thumbtack Page',
				value: 'selfServe',
				description: 'You paste the URL of this workflow into your Thumbtack account. Available to every pro.',
			},
			{
				name: 'Managed Webhook',
				value: 'managed',
				description:
					'Registers the URL at Thumbtack and removes it again. Requires access to the Partner Platform (V4).',
			},
			{
				name: 'Pro API Endpoint (Legacy)',
				value: 'legacy',
				description: 'Thumbtack calls the URL that you send them. Requires access to the Pro API.',
			},
		],
		default: 'selfServe',
		description: "How Thumbtack learns this workflow's URL",
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'Basic',
				value: 'basic',
				description: 'Accept only requests with the username and password of the credential',
			},
			{
				name: 'Header',
				value: 'header',
				description: 'Accept only requests with the custom header of the credential',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Anyone with the URL can start this workflow. Use for testing only.',
			},
		],
		default: 'basic',
		displayOptions: { show: { source: ['selfServe', 'legacy'] } },
		description: 'How Thumbtack authenticates when it calls the webhook',
	},
	...notices,
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		options: eventOptions,
		default: ['lead'],
		required: true,
	},
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'options',
		options: [
			{ name: 'Businesses', value: 'business', description: 'Events of the businesses of the connected account' },
			{
				name: 'User',
				value: 'user',
				description: 'Events of the connected user, usually a customer. Messages From then defaults to The Business.',
			},
		],
		default: 'business',
		displayOptions: { show: { source: ['managed'] } },
		description: 'Whose events Thumbtack should send',
	},
	{
		displayName: 'Business Names or IDs',
		name: 'businessIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getBusinesses' },
		default: [],
		displayOptions: { show: { source: ['managed'], owner: ['business'] } },
		description:
			'Leave empty for all businesses; a new business is included the next time you publish. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		options: [
			{
				name: 'Immediately',
				value: 'onReceived',
				description: 'As soon as n8n has stored the event',
			},
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description:
					'With 200 once the workflow has succeeded, or 500 if it failed, so that Thumbtack sends the event again',
			},
			{
				name: "Using 'Respond to Webhook' Node",
				value: 'responseNode',
				description: 'With the status that the node in your workflow sets',
			},
		],
		default: 'onReceived',
		description: 'When and how to respond to Thumbtack',
	},
	respondNotice,
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Simplified',
				value: 'simplified',
				description: 'The same fields for every event, whichever way Thumbtack sent it',
			},
			{ name: 'Raw', value: 'raw', description: 'The data exactly as Thumbtack sent it' },
		],
		default: 'simplified',
		description: 'Format of the output',
	},
	options,
];
