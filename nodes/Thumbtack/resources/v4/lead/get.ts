import type { Operation } from '../../../operation';
import { leadId, simplify } from '../../descriptions';
import { simplifiedLead } from './simplified';

/** GET /negotiations/{negotiationID} (v4 Leads page): NegotiationV4, the object that a new lead's webhook carries as data. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get lead',
	description: 'Retrieve one lead with its customer, request, price and status by its ID',
	properties: [leadId, simplify],
	request(parameters) {
		const id = parameters.id('leadId');
		return {
			method: 'GET',
			path: `/api/v4/negotiations/${id}`,
			subjects: [{ what: 'lead', id, field: parameters.label('leadId') }],
		};
	},
	read: (lead, parameters) => (parameters.boolean('simplify') ? simplifiedLead(lead) : lead),
};
