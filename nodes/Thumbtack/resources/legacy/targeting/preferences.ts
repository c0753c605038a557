import type { INodeProperties } from 'n8n-workflow';

import { ParameterError, type ParameterReader } from '../../../../shared/parameters';
import type { RequestParts } from '../../../operation';

export const serviceId: INodeProperties = {
	displayName: 'Business (Service ID)',
	name: 'serviceId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 402233445566778899',
	description: "The business's ID, which the older API calls service ID. Account > Get Info outputs it as business_pk.",
};

export const targetingEnabled: INodeProperties = {
	displayName: 'Receive New Leads',
	name: 'enabled',
	type: 'boolean',
	default: true,
	description: 'Whether Thumbtack sends new leads. Turn it off while the calendar is full.',
};

export const targetingFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			default: '~',
			description:
				'Leave the tilde (~), which stands for the connected account, unless Thumbtack gave you an account ID',
		},
	],
};

/** Digits, or `~` for the account of the connection (Pro API, targeting). */
export function accountId(parameters: ParameterReader): string {
	// Workflows made before it moved to Additional Fields have it beside them.
	const fields = parameters.has('accountId') ? parameters : parameters.group('additionalFields');
	const account = fields.optionalText('accountId') ?? '~';
	if (/^(~|\d{1,19})$/.test(account)) return account;
	throw new ParameterError(
		`"${fields.label('accountId')}" is not an account: "${account.slice(0, 60)}"`,
		'Enter ~ for the connected account, or the digits of an account ID.',
	);
}

/** The documents type `enabled` boolean, every sample of theirs sends text: so does this. */
export const targetingRequest = (parameters: ParameterReader): RequestParts => ({
	body: { enabled: parameters.boolean('enabled') ? 'true' : 'false' },
});
