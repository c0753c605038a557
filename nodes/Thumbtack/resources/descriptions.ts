import type { INodeProperties } from 'n8n-workflow';

/** Parameters that several operations share. Each takes them as they are; what differs is said by the argument. */

/** Takes an empty field: n8n says by itself, and better, that one is required. Its list of issues does not name the field, so the text does. */
const digitsIn = (field: string) => ({
	type: 'regex' as const,
	properties: {
		regex: '^\\s*\\d{0,19}\\s*$',
		errorMessage: `"${field}": a Thumbtack ID has digits only, e.g. 519000111222333444`,
	},
});

const linkIn = (field: string) => ({
	type: 'regex' as const,
	properties: { regex: '^(https?://.+)?$', errorMessage: `"${field}": paste a link that starts with https://` },
});

export const leadId: INodeProperties = {
	displayName: 'Lead',
	name: 'leadId',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	required: true,
	description:
		'The lead (Thumbtack calls it a negotiation). Its ID comes with every item of the Thumbtack Trigger as leadId.',
	hint: 'Behind a Thumbtack Trigger: drag its leadId in here',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a lead…',
			typeOptions: { searchListMethod: 'searchLeads', searchable: true },
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://www.thumbtack.com/pro-inbox/messages/519000111222333444',
			validation: [linkIn('Lead')],
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 519000111222333444',
			validation: [digitsIn('Lead')],
		},
	],
};

export const businessId: INodeProperties = {
	displayName: 'Business',
	name: 'businessId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The business (pro profile) on Thumbtack',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a business…',
			typeOptions: { searchListMethod: 'searchBusinesses', searchable: true },
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://www.thumbtack.com/ca/san-francisco/handyman/rivera/service/501100200300400500',
			validation: [linkIn('Business')],
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 501100200300400500',
			validation: [digitsIn('Business')],
		},
	],
};

/** For calls that sign in as a client and not as a business: there is no list to choose from. */
export const businessByHand: INodeProperties = {
	...businessId,
	default: { mode: 'id', value: '' },
	modes: businessId.modes?.filter(({ name }) => name !== 'list'),
};

export const webhookId: INodeProperties = {
	displayName: 'Webhook',
	name: 'webhookId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The webhook at Thumbtack',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a webhook…',
			typeOptions: { searchListMethod: 'searchWebhooks', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 587000111222333444',
			validation: [digitsIn('Webhook')],
		},
	],
};

/** A text that reaches a customer, a homeowner on Thumbtack. */
export const messageText: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. Hi Maria, thanks for reaching out! We can come on Tuesday.',
	description: 'What the customer will read, as plain text. It is sent to a real person in the name of the business.',
};

export const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The way out where Thumbtack's documents leave the body open. */
const additionalBody: INodeProperties = {
	displayName: 'Body Fields (JSON)',
	name: 'additionalBody',
	type: 'json',
	default: '{}',
	description:
		"Fields that go into the request's body as they are, over those of this node. For what Thumbtack's documents leave open: see \"Not seen live\" in this node's documentation.",
};

/** What is rarely needed, with the way out as the first of it. */
export const additionalFields = (...properties: INodeProperties[]): INodeProperties => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [additionalBody, ...properties],
});

export const eventTypes: INodeProperties = {
	displayName: 'Events',
	name: 'eventTypes',
	type: 'multiOptions',
	options: [
		{ name: 'Job Cancelled', value: 'PresetJobCancelledV4' },
		{ name: 'Job Completed', value: 'PresetJobCompletedV4' },
		{ name: 'Job Matched', value: 'PresetJobMatchedV4' },
		{ name: 'Job Status Changed', value: 'PresetJobStatusChangedV4' },
		{ name: 'Job Updated', value: 'PresetJobUpdatedV4' },
		{ name: 'Message Created', value: 'MessageCreatedV4' },
		{ name: 'Negotiation Created (New Lead)', value: 'NegotiationCreatedV4' },
		{ name: 'Promotion Used', value: 'IncentiveUsedV4', description: 'For webhooks of a user' },
		{ name: 'Review Created', value: 'ReviewCreatedV4' },
	],
	default: ['NegotiationCreatedV4'],
	required: true,
	description: 'What Thumbtack calls the webhook for. A list of other names can be given by an expression.',
};

export const webhookUrl: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://n8n.example.com/webhook/thumbtack',
	description: 'Where Thumbtack sends the events. It must start with https://.',
};

export const enabled: INodeProperties = {
	displayName: 'Enabled',
	name: 'enabled',
	type: 'boolean',
	default: true,
	description: 'Whether Thumbtack calls the webhook. A disabled one can be enabled later.',
};

export const phoneNumber: INodeProperties = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +13125550100',
	description: 'A US or Canadian number; 10 digits are understood too',
};
