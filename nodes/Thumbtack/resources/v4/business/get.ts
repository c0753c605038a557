import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';
import { simplifiedBusiness } from './simplified';

/** GET /businesses/{businessID}: seen in public integrations only, the reply is not documented. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get business',
	description: 'Get one business of the connected account',
	properties: [businessId],
	method: 'GET',
	replyKeys: ['businessID'],
	path: '/api/v4/businesses/{businessId}',
	simplify: simplifiedBusiness,
};
