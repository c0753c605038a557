import type { Operation } from '../../../operation';
import { ParameterError } from '../../../../shared/parameters';
import { businessId, phoneNumber } from '../../descriptions';
import { phoneNumber as numberOf } from '../../values';
import { phoneNumbersOf } from './path';
import { phoneName } from './properties';

/** POST /businesses/{businessID}/associate-phone-numbers-bulk-create. */
export const createMany: Operation = {
	value: 'createMany',
	name: 'Create Many',
	action: 'Create many phone numbers',
	description: 'Register several numbers of a business in one call',
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
			description: 'The numbers to register. An expression may give a list of objects with phoneNumber and name.',
			options: [{ displayName: 'Phone Number', name: 'phoneNumber', values: [phoneNumber, phoneName] }],
		},
	],
	request(parameters) {
		const numbers = parameters.entries('phoneNumbers', 'phoneNumber').map((entry) => {
			const name = entry.optionalText('name');
			return { phoneNumber: numberOf(entry), ...(name && { name }) };
		});
		if (numbers.length === 0) {
			throw new ParameterError(`"${parameters.label('phoneNumbers')}" is empty`, 'Add at least one phone number.');
		}
		const { path, about } = phoneNumbersOf(parameters);
		return {
			method: 'POST',
			path: `${path}-bulk-create`,
			subjects: about,
			body: { phoneNumbers: numbers },
			duplicateEffect: 'the numbers would be registered twice',
		};
	},
};
