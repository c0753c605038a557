import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';

/** GET /businesses/{businessID}: seen in public integrations only, the reply is not documented. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get business',
	description: 'Retrieve one business of the connected account by its ID',
	properties: [businessId],
	request(parameters) {
		const id = parameters.id('businessId');
		return {
			method: 'GET',
			path: `/api/v4/businesses/${id}`,
			subjects: [{ what: 'business', id, field: parameters.label('businessId') }],
		};
	},
};
