import { ParameterError } from '../../../../shared/parameters';
import type { Operation } from '../../../operation';
import { businessId, phoneNumber } from '../../descriptions';
import { phoneNumber as numberOf } from '../../values';
import { onePhoneNumber } from './path';
import { phoneName, phoneNumberId } from './properties';

/** PUT /businesses/{businessID}/associate-phone-numbers/{phoneNumberID}: phoneNumber and name, either may be absent. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update phone number',
	description: 'Change a registered number or its name',
	properties: [
		businessId,
		phoneNumberId,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [phoneName, { ...phoneNumber, required: undefined }],
		},
	],
	request(parameters) {
		const change = parameters.group('updateFields');
		const name = change.optionalText('name');
		const body = { ...(change.has('phoneNumber') && { phoneNumber: numberOf(change) }), ...(name && { name }) };
		if (Object.keys(body).length === 0)
			throw new ParameterError(`"${parameters.label('updateFields')}" is empty`, 'Add the field that is to change.');
		return { method: 'PUT', ...onePhoneNumber(parameters), body };
	},
};
