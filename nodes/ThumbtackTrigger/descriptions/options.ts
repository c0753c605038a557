import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { LEAD_TYPES } from '../../shared/events';

/** "INSTANT_BOOK" is "Instant Book". */
function titleOf(type: string): string {
	return type
		.toLowerCase()
		.split('_')
		.map((word) => (word === 'a' ? word : word[0].toUpperCase() + word.slice(1)))
		.join(' ');
}

const leadTypes: INodePropertyOptions[] = [...LEAD_TYPES].sort().map((value) => ({ name: titleOf(value), value }));

const messagesFrom = {
	displayName: 'Messages From',
	name: 'messagesFrom',
	type: 'options',
	options: [
		{ name: 'Anyone', value: 'anyone' },
		{ name: 'The Business', value: 'business' },
		{ name: 'The Customer', value: 'customer' },
	],
	default: 'customer',
	description:
		'Whose messages start the workflow. If your own messages are included, a workflow that replies may reply to itself.',
} satisfies INodeProperties;

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Download Attachments',
			name: 'downloadAttachments',
			type: 'boolean',
			default: false,
			description:
				'Whether to download files as binary data: up to 10 files of 20 MB each, within 10 seconds. If a download fails, downloadError says why.',
		},
		{
			displayName: 'Include Raw Data',
			name: 'includeRaw',
			type: 'boolean',
			default: false,
			description: 'Whether to add the data exactly as Thumbtack sent it, in the field raw, to the simplified output',
		},
		{
			displayName: 'Lead Types',
			name: 'leadTypes',
			type: 'multiOptions',
			options: leadTypes,
			default: [],
			description:
				'Types of leads that start the workflow. Leave empty for all types. Leads without a type (V4) always pass.',
		},
		{ ...messagesFrom, displayOptions: { hide: { '/owner': ['user'] } } },
		// A webhook of the user is for customers.
		{ ...messagesFrom, default: 'business', displayOptions: { show: { '/owner': ['user'] } } },
		{
			displayName: 'Only These Businesses',
			name: 'businessFilter',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Business' },
			default: [],
			placeholder: 'e.g. 501100200300400500',
			description:
				'IDs or Thumbtack links of the businesses whose events start the workflow. Leave empty for all businesses. Events without a business always pass.',
		},
		{
			displayName: 'Skip Duplicates',
			name: 'skipDuplicates',
			type: 'boolean',
			default: true,
			description:
				'Whether to skip events that this n8n process has already received. For a lasting check, add a Remove Duplicates node on eventKey.',
		},
		{
			displayName: 'Skip Lead Description Messages',
			name: 'skipLeadDescriptionMessages',
			type: 'boolean',
			default: false,
			description:
				'Whether to skip the message in which Thumbtack repeats the description of a new lead. Detection is not always certain.',
		},
		{
			displayName: 'Skip Test Deliveries',
			name: 'skipTestDeliveries',
			type: 'boolean',
			default: false,
			description: 'Whether to skip what "Test this webhook" in Thumbtack sends',
		},
	],
};
