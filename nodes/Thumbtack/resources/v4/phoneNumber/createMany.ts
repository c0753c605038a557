import type { Operation } from '../../../operation';
import { ParameterError } from '../../../../shared/parameters';
import { businessId, phoneNumber } from '../../descriptions';
import { phoneNumber as numberOf } from '../../values';
import { phoneName } from './properties';

/** POST /businesses/{businessID}/associate-phone-numbers-bulk-create. */
export const createMany: Operation = {
	value: 'createMany',
	name: 'Create Many',
	action: 'Create many phone numbers',
	description: 'Register several phone numbers of a business in one call',
	properties: [
		businessId,
		{
			displayName: 'Phone Numbers',
			name: 'phoneNumbers',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Phone Number',
			default: {},
			required: true,
			description: 'The numbers to register. An expression can return a list of objects with phoneNumber and name.',
			options: [{ displayName: 'Phone Number', name: 'phoneNumber', values: [phoneNumber, phoneName] }],
		},
	],
	method: 'POST',
	replyKeys: ['phoneNumbers'],
	path: '/api/v4/businesses/{businessId}/associate-phone-numbers-bulk-create',
	request(parameters) {
		const phoneNumbers = parameters.entries('phoneNumbers', 'phoneNumber').map((entry) => {
			const name = entry.optionalText('name');
			return { phoneNumber: numberOf(entry), ...(name && { name }) };
		});
		if (phoneNumbers.length === 0) {
			throw new ParameterError(`"${parameters.label('phoneNumbers')}" is empty`, 'Add at least one phone number.');
		}
		return { body: { phoneNumbers } };
	},
	duplicateEffect: 'the numbers would be registered twice',
};
