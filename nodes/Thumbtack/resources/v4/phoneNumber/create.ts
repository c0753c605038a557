import type { Operation } from '../../../operation';
import { businessId, phoneNumber } from '../../descriptions';
import { phoneNumber as numberOf } from '../../values';
import { phoneNumbersOf } from './path';
import { phoneName } from './properties';

/** POST /businesses/{businessID}/associate-phone-numbers: a registered number reaches customers without the access code. */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create phone number',
	description: 'Register a number of a business, so that it can call and text customers without an access code',
	properties: [businessId, phoneNumber, phoneName],
	request(parameters) {
		const name = parameters.optionalText('name');
		return {
			method: 'POST',
			...phoneNumbersOf(parameters),
			body: { phoneNumber: numberOf(parameters), ...(name && { name }) },
			duplicateEffect: 'the number would be registered twice',
		};
	},
};
