import type { INodeProperties } from 'n8n-workflow';

import type { ApiCall, Subject } from '../../../../shared/api';
import type { ParameterReader } from '../../../../shared/parameters';

export const accountId: INodeProperties = {
	displayName: 'Account ID',
	name: 'accountId',
	type: 'string',
	default: '~',
	description: 'The tilde stands for the account of the connection; Thumbtack wants it left so',
	hint: 'Leave the ~ as it is',
};

export const serviceId: INodeProperties = {
	displayName: 'Service ID',
	name: 'serviceId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 402233445566778899',
	description: 'The ID of the business, which the older API calls service. Account > Get Info tells it.',
	hint: 'The ID of your business',
};

export const targetingEnabled: INodeProperties = {
	displayName: 'Receive New Leads',
	name: 'enabled',
	type: 'boolean',
	default: true,
	description: 'Whether Thumbtack sends new leads. Turn it off while the calendar is full.',
};

/** PATCH …/preferences/targeting. The documents type `enabled` boolean, every sample of theirs sends text: so does this. */
export function targetingCall(parameters: ParameterReader, scope: string, about: Subject[] = []): ApiCall {
	const account = parameters.optionalText('accountId') ?? '~';
	const id = parameters.id('serviceId');
	return {
		method: 'PATCH',
		path: `/v3/accounts/${account === '~' ? '~' : encodeURIComponent(account)}/services/${id}${scope}/preferences/targeting`,
		body: { enabled: parameters.boolean('enabled') ? 'true' : 'false' },
		subjects: [...about, { what: 'service', id, field: parameters.label('serviceId') }],
	};
}
