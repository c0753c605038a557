import type { Operation } from '../../../operation';
import { businessId, phoneNumber } from '../../descriptions';
import { phoneNumber as numberOf } from '../../values';
import { phoneName } from './properties';

/** POST /businesses/{businessID}/associate-phone-numbers: a registered number reaches customers without the access code. */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create phone number',
	description: 'Register a phone number of a business, so that it can call and text customers without an access code',
	properties: [businessId, phoneNumber, phoneName],
	method: 'POST',
	replyKeys: ['phoneNumberID'],
	path: '/api/v4/businesses/{businessId}/associate-phone-numbers',
	request: (parameters) => ({
		body: { phoneNumber: numberOf(parameters), name: parameters.optionalText('name') },
	}),
	duplicateEffect: 'the number would be registered twice',
};
