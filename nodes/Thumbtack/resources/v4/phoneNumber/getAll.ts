import { singlePage } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { businessId, limit, returnAll } from '../../descriptions';
import { phoneNumbersOf } from './path';

/** GET /businesses/{businessID}/associate-phone-numbers: the one list that is not wrapped in `data`. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many phone numbers',
	description: 'List the registered numbers of a business',
	properties: [businessId, returnAll, limit],
	pages: singlePage('phoneNumbers', 'phoneNumberID'),
	request: (parameters) => ({ method: 'GET', ...phoneNumbersOf(parameters) }),
};
