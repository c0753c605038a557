import { byOffset } from '../../../../shared/api/pages';
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
	request(fields) {
		const id = fields.id('businessId');
		return { method: 'GET', path: `/api/v4/businesses/${id}/reviews`, about: [{ what: 'business', id, field: fields.label('businessId') }] };
	},
};
