import type { Operation } from '../../../operation';
import { businessId, phoneNumber, updateFields } from '../../descriptions';
import { changes, phoneNumber as numberOf } from '../../values';
import { phoneName, phoneNumberId } from './properties';

/** PUT /businesses/{businessID}/associate-phone-numbers/{phoneNumberID}: phoneNumber and name, either may be absent. */
export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update phone number',
	description: 'Change a registered phone number or its name',
	properties: [businessId, phoneNumberId, updateFields(phoneName, phoneNumber)],
	method: 'PUT',
	replyKeys: ['phoneNumberID'],
	path: '/api/v4/businesses/{businessId}/associate-phone-numbers/{phoneNumberId}',
	request: (parameters) => ({
		body: changes(parameters, {
			phoneNumber: (fields) => ['phoneNumber', numberOf(fields)],
			name: (fields) => ['name', fields.text('name').trim()],
		}),
	}),
};
