import { singlePage } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';

/** GET /businesses/{businessID}/associate-phone-numbers: the one list that is not wrapped in `data`. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many phone numbers',
	description: 'Get the registered phone numbers of a business',
	properties: [businessId],
	method: 'GET',
	path: '/api/v4/businesses/{businessId}/associate-phone-numbers',
	pages: singlePage('phoneNumbers', 'phoneNumberID'),
};
