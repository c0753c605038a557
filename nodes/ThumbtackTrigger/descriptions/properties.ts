import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { notices, respondNotice } from './notices';
import { options } from './options';

const lead: INodePropertyOptions = {
	name: 'New Lead',
	value: 'lead',
	description: 'A customer asks for a job: with name, place, answers and price',
};
const message: INodePropertyOptions = {
	name: 'New Message',
	value: 'message',
	description: 'A customer writes; your own messages too, if you want them (see Messages From)',
};
const leadUpdate: INodePropertyOptions = {
	name: 'Lead Price Updated',
	value: 'leadUpdate',
	description: 'The price of a lead was set or changed, or it was charged',
};
const review: INodePropertyOptions = { name: 'New Review', value: 'review', description: 'A customer rates your work' };
const job: INodePropertyOptions = {
	name: 'Job Update',
	value: 'job',
	description: 'An on-demand job was matched, changed, cancelled or completed',
};
const other: INodePropertyOptions = {
	name: 'Anything Else',
	value: 'other',
	description: 'Whatever else Thumbtack sends, now or in the future, as it came',
};

const events = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	default: ['lead'],
	required: true,
} satisfies INodeProperties;

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
				description: "You paste this node's URL into your account at Thumbtack. Every pro can do that.",
			},
			{
				name: 'Managed Webhook',
				value: 'managed',
				description:
					'The URL is registered at Thumbtack, and removed again, by n8n. Needs a client of the Partner Platform (v4).',
			},
			{
				name: 'Pro API Endpoint (Legacy)',
				value: 'legacy',
				description: 'Thumbtack calls the URLs that it was given for your Pro API client',
			},
		],
		default: 'selfServe',
		description: 'How Thumbtack gets to know the address of this workflow',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'Basic',
				value: 'basic',
				description: 'Only calls with the user name and password of the credential come in',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Whoever knows the URL can start this workflow. For trying out only.',
			},
		],
		default: 'basic',
		displayOptions: { show: { source: ['selfServe', 'legacy'] } },
		description: 'How to tell that a call comes from Thumbtack',
	},
	...notices,
	{
		...events,
		options: [lead, message, review, job, other],
		displayOptions: { show: { source: ['selfServe', 'managed'] } },
	},
	{
		...events,
		options: [lead, message, leadUpdate, review, other],
		displayOptions: { show: { source: ['legacy'] } },
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
				description: 'Events of the connected user. Thumbtack means this for customers.',
			},
		],
		default: 'business',
		displayOptions: { show: { source: ['managed'] } },
		description: 'Whose events Thumbtack is to send',
	},
	{
		displayName: 'Business Names or IDs',
		name: 'businessIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getBusinesses' },
		default: [],
		displayOptions: { show: { source: ['managed'], owner: ['business'] } },
		description:
			'Which businesses to listen to; none chosen means all of the account. A business that joins the account later counts from the next time on that the workflow is published. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		options: [
			{
				name: 'Immediately',
				value: 'onReceived',
				description: 'Thumbtack gets its answer as soon as n8n has stored the event',
			},
			{
				name: "Using 'Respond to Webhook' Node",
				value: 'responseNode',
				description: 'A node of the workflow answers, for example with 202 for a message whose lead you do not know',
			},
		],
		default: 'onReceived',
		description: 'When and how to answer Thumbtack',
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
		description: 'What the item looks like',
	},
	options,
];
