import { readLead } from '../../../../shared/events';
import type { Operation } from '../../../operation';
import { leadId } from '../../descriptions';

/** GET /negotiations/{negotiationID} (v4 Leads page): NegotiationV4, the object that a new lead's webhook carries as data. */
export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get lead',
	description: 'Get one lead with its customer, request, price and status',
	sides: ['pro', 'marketplace'],
	properties: [leadId],
	method: 'GET',
	replyKeys: ['negotiationID'],
	path: '/api/v4/negotiations/{leadId}',
	simplify: (lead) => readLead(lead, 'v4'),
};
