import { byOffset } from '../../../../shared/api/pagination';
import { readLead } from '../../../../shared/events';
import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';

/** GET /businesses/{businessID}/negotiations: on one page of the v4 documents, not in the specification. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many leads',
	description:
		'Get the leads of one business. This call is barely documented and may return 404. Use the Thumbtack Trigger for new leads.',
	properties: [businessId],
	method: 'GET',
	path: '/api/v4/businesses/{businessId}/negotiations',
	pages: byOffset('negotiationID'),
	simplify: (lead) => readLead(lead, 'v4'),
};
