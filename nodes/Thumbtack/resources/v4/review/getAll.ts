import { byOffset } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { businessId, limit, returnAll } from '../../descriptions';

/** GET /businesses/{businessID}/reviews (v4 Reviews page): limit, offset; ends where `next` is missing. The largest limit is not documented. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many reviews',
	description: 'List the reviews of a business with rating, text, reviewer and answer',
	properties: [businessId, returnAll, limit],
	pages: byOffset('reviewID', 10),
	request(parameters) {
		const id = parameters.id('businessId');
		return {
			method: 'GET',
			path: `/api/v4/businesses/${id}/reviews`,
			subjects: [{ what: 'business', id, field: parameters.label('businessId') }],
		};
	},
};
