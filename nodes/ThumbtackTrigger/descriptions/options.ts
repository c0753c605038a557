import type { INodeProperties } from 'n8n-workflow';

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
				'Whether to fetch the files of a lead, message or review as binary data (attachment_0, attachment_1 …). Up to 10 files of 20 MB each, within 10 seconds, for which Thumbtack has to wait. A file that does not come has the reason in its downloadError.',
		},
		{
			displayName: 'Include Raw Data',
			name: 'includeRaw',
			type: 'boolean',
			default: false,
			description: 'Whether to add the data exactly as Thumbtack sent it, in the field raw, to the simplified output',
		},
		{
			displayName: 'Messages From',
			name: 'messagesFrom',
			type: 'options',
			options: [
				{ name: 'Anyone', value: 'anyone' },
				{ name: 'The Business', value: 'business', description: 'What you or this workflow wrote' },
				{ name: 'The Customer', value: 'customer' },
			],
			default: 'customer',
			description:
				"Whose messages start the workflow. With others than the customer's, a workflow that replies may reply to itself.",
		},
		{
			displayName: 'Only These Businesses',
			name: 'businessFilter',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Business' },
			default: [],
			placeholder: 'e.g. 501100200300400500',
			description:
				'IDs of the businesses whose events start the workflow. An event that names no business comes through. None means all.',
		},
		{
			displayName: 'Skip Duplicates',
			name: 'skipDuplicates',
			type: 'boolean',
			default: true,
			description:
				'Whether to leave out an event that this n8n has taken before: Thumbtack sends some twice. The memory ends with a restart; a Remove Duplicates node on eventKey lasts longer.',
		},
		{
			displayName: 'Skip Lead Description Messages',
			name: 'skipLeadDescriptionMessages',
			type: 'boolean',
			default: false,
			description:
				'Whether to leave out the message by which Thumbtack repeats the description of a new lead. It cannot be told with certainty.',
		},
		{
			displayName: 'Skip Test Deliveries',
			name: 'skipTestDeliveries',
			type: 'boolean',
			default: false,
			description: 'Whether to leave out what "Test this webhook" at Thumbtack sends',
		},
	],
};
