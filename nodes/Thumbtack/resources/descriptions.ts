import type { INodeProperties } from 'n8n-workflow';

import { WEBHOOK_EVENTS } from '../../shared/api/webhooks';
import type { Operation } from '../operation';

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
	description: 'The lead, which Thumbtack calls a negotiation. After a Thumbtack Trigger, drag leadId here.',
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
	description: 'The business, which is a pro profile on Thumbtack',
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
	description: 'The webhook registered with Thumbtack',
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
	description: 'The message, as plain text. It is sent to a real person in the name of the business.',
};

const returnAll: INodeProperties = {
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

const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The operation's own parameters, with Return All, Limit and Simplify where it has them; collections come last. */
export function propertiesOf({ properties, pages, simplify: makeSimple }: Operation): INodeProperties[] {
	const isCollection = ({ type }: INodeProperties) => type === 'collection';
	return [
		...properties.filter((property) => !isCollection(property)),
		...(pages ? [returnAll, limit] : []),
		...(makeSimple ? [simplify] : []),
		...properties.filter(isCollection),
	];
}

/** The way out where Thumbtack's documents leave the body open. */
const additionalBody: INodeProperties = {
	displayName: 'Body Fields (JSON)',
	name: 'additionalBody',
	type: 'json',
	default: '{}',
	description:
		'Extra fields for the body of the request, for what Thumbtack does not document. They replace fields with the same name.',
};

/** What is rarely needed, with the way out first. */
export const additionalFields = (...properties: INodeProperties[]): INodeProperties => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [additionalBody, ...properties],
});

/** What an update can change. */
export const updateFields = (...properties: INodeProperties[]): INodeProperties => ({
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: properties.map((property) => ({ ...property, required: undefined })),
});

/** The values of a list of options. */
export const valuesOf = <T extends string>(options: ReadonlyArray<{ value: T }>): T[] =>
	options.map(({ value }) => value);

export const eventTypes: INodeProperties = {
	displayName: 'Events',
	name: 'eventTypes',
	type: 'multiOptions',
	options: [
		{ name: 'Job Canceled', value: WEBHOOK_EVENTS.jobCancelled },
		{ name: 'Job Completed', value: WEBHOOK_EVENTS.jobCompleted },
		{ name: 'Job Matched', value: WEBHOOK_EVENTS.jobMatched },
		{ name: 'Job Status Changed', value: WEBHOOK_EVENTS.jobStatusChanged },
		{ name: 'Job Updated', value: WEBHOOK_EVENTS.jobUpdated },
		{ name: 'Message Created', value: WEBHOOK_EVENTS.messageCreated },
		{ name: 'Negotiation Created (New Lead)', value: WEBHOOK_EVENTS.negotiationCreated },
		{ name: 'Promotion Used', value: WEBHOOK_EVENTS.incentiveUsed, description: 'For webhooks of a user' },
		{ name: 'Review Created', value: WEBHOOK_EVENTS.reviewCreated },
	],
	default: [WEBHOOK_EVENTS.negotiationCreated],
	required: true,
	description: 'The events to send to the webhook. An expression can return other event names.',
};

export const webhookUrl: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. https://n8n.example.com/webhook/thumbtack',
	description: 'The URL that Thumbtack sends the events to. It must start with https://.',
};

export const enabled: INodeProperties = {
	displayName: 'Enabled',
	name: 'enabled',
	type: 'boolean',
	default: true,
	description: 'Whether Thumbtack sends events to the webhook',
};

export const phoneNumber: INodeProperties = {
	displayName: 'Phone Number',
	name: 'phoneNumber',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +13125550100',
	description: 'A US or Canadian number. 10 digits without +1 work too.',
};
