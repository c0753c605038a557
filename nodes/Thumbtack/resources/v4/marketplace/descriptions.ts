import type { INodeProperties } from 'n8n-workflow';

import { limit } from '../../descriptions';

/** Parameters that the operations of the marketplace side share. */

export const zipCode: INodeProperties = {
	displayName: 'ZIP Code',
	name: 'zipCode',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 94103',
	description: 'The US ZIP code of the job, with five digits',
};

export const searchQuery: INodeProperties = {
	displayName: 'Search Query',
	name: 'searchQuery',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. deck repair',
	description: 'What to look for, in a few words',
};

export const categoryId: INodeProperties = {
	displayName: 'Category ID',
	name: 'categoryId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 201000111222333444',
	description: 'Category > Search and the searches for pros output it as categoryId',
};

/** One page is all there is: no Return All, and at most 30 results. */
export const resultLimit: INodeProperties = {
	...limit,
	typeOptions: { minValue: 1, maxValue: 30 },
	default: 10,
	displayOptions: undefined,
};

/** What Thumbtack takes beside utm_source, which belongs to the credential. `utm_medium` and `utm_tt_session` are refused for some partners. */
export const utmFields: INodeProperties[] = [
	{
		displayName: 'RT Ad',
		name: 'rt_ad',
		type: 'string',
		default: '',
		description: 'Sent to Thumbtack as rt_ad',
	},
	{
		displayName: 'Source ID',
		name: 'source_id',
		type: 'string',
		default: '',
		description: 'Sent to Thumbtack as source_id',
	},
	{
		displayName: 'UTM Campaign',
		name: 'utm_campaign',
		type: 'string',
		default: '',
		description: 'Campaign that brought the homeowner',
	},
	{
		displayName: 'UTM Content',
		name: 'utm_content',
		type: 'string',
		default: '',
		description: 'Ad or link that brought the homeowner',
	},
	{
		displayName: 'UTM Facebook Click ID',
		name: 'utm_facebook_click_id',
		type: 'string',
		default: '',
		description: 'Sent to Thumbtack as utm_facebook_click_id',
	},
	{
		displayName: 'UTM Google Click ID',
		name: 'utm_google_click_id',
		type: 'string',
		default: '',
		description: 'Sent to Thumbtack as utm_google_click_id',
	},
	{
		displayName: 'UTM Subid',
		name: 'utm_subid',
		type: 'string',
		default: '',
		description: 'Your own ID for the placement',
	},
	{
		displayName: 'UTM User Hash',
		name: 'utm_user_hash',
		type: 'string',
		default: '',
		description: 'Your own pseudonymous ID for the homeowner',
	},
	{
		displayName: 'UTM Vertical',
		name: 'utm_vertical',
		type: 'string',
		default: '',
		description: 'Sent to Thumbtack as utm_vertical',
	},
];
