import { byOffset } from '../../../../shared/api/pagination';
import { readReview } from '../../../../shared/events';
import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';

/** GET /businesses/{businessID}/reviews (v4 Reviews page): limit, offset; ends where `next` is missing. The largest limit is not documented. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many reviews',
	description: 'Get the reviews of a business with rating, text, reviewer and response',
	properties: [businessId],
	method: 'GET',
	path: '/api/v4/businesses/{businessId}/reviews',
	pages: byOffset('reviewID', 10),
	simplify: (review) => readReview(review, 'v4'),
};
