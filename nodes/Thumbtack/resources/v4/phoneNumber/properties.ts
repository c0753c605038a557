import type { INodeProperties } from 'n8n-workflow';

export const phoneNumberId: INodeProperties = {
	displayName: 'Phone Number ID',
	name: 'phoneNumberId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 540000111222333444',
	description: 'Create and Get Many output it as phoneNumberID',
};

export const phoneName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Front desk',
	description: 'Who answers on this number',
};
