import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';
import { phoneNumberId } from './properties';

/** DELETE /businesses/{businessID}/associate-phone-numbers/{phoneNumberID}. */
export const deleteOperation: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete phone number',
	description: 'Delete a registered phone number. Calls from it then need an access code again.',
	properties: [businessId, phoneNumberId],
	method: 'DELETE',
	path: '/api/v4/businesses/{businessId}/associate-phone-numbers/{phoneNumberId}',
	read: () => ({ deleted: true }),
};
