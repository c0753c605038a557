import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';
import { onePhoneNumber } from './path';
import { phoneNumberId } from './properties';

/** DELETE /businesses/{businessID}/associate-phone-numbers/{phoneNumberID}. */
export const deleteOperation: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete phone number',
	description: 'Remove a registered number; calls from it then need an access code again',
	properties: [businessId, phoneNumberId],
	request: (parameters) => ({ method: 'DELETE', ...onePhoneNumber(parameters) }),
	read: () => ({ deleted: true }),
};
