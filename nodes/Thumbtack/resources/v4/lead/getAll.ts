import { byOffset } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { businessId, limit, returnAll, simplify } from '../../descriptions';
import { simplifiedLead } from './simplified';

/** GET /businesses/{businessID}/negotiations: on one page of the v4 documents, not in the specification. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many leads',
	description:
		'List the leads of one business. Thumbtack documents this call weakly and may answer that it does not exist; the trigger is the sure way to leads.',
	properties: [businessId, returnAll, limit, simplify],
	pages: byOffset('negotiationID'),
	request(parameters) {
		const id = parameters.id('businessId');
		return {
			method: 'GET',
			path: `/api/v4/businesses/${id}/negotiations`,
			subjects: [{ what: 'business', id, field: parameters.label('businessId') }],
		};
	},
	read: (lead, parameters) => (parameters.boolean('simplify') ? simplifiedLead(lead) : lead),
};
