import type { Operation } from '../../../operation';
import { FieldError } from '../../../fields';
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
	request(fields) {
		const numbers = fields.entries('phoneNumbers', 'phoneNumber').map((entry) => {
			const name = entry.optionalText('name');
			return { phoneNumber: numberOf(entry), ...(name && { name }) };
		});
		if (numbers.length === 0) {
			throw new FieldError(`"${fields.label('phoneNumbers')}" is empty`, 'Add at least one phone number.');
		}
		const { path, about } = phoneNumbersOf(fields);
		return {
			method: 'POST',
			path: `${path}-bulk-create`,
			about,
			body: { phoneNumbers: numbers },
			harmOfRepeat: 'the numbers would be registered twice',
		};
	},
};
