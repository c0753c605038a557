import type { JsonObject } from '../../../../shared/api';
import { normalizeDelivery } from '../../../../shared/events';
import type { Operation } from '../../../operation';
import { businessByHand, simplify } from '../../descriptions';

/**
 * POST /v1/test/create-lead on the test host (Pro API). `businessID` is a bare JSON number of up to 19 digits, which JavaScript
 * would round: the body is put together as text. Without it an empty object must be sent all the same.
 */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create test lead (legacy)',
	description: "Make a lead, and a business for it where none is given, in Thumbtack's test environment",
	authentication: ['basic'],
	environments: ['staging', 'custom'],
	properties: [
		{
			...businessByHand,
			required: undefined,
			description: 'The test business that gets the lead',
			hint: 'Leave empty to have a business made',
		},
		simplify,
	],
	request(parameters) {
		const business = parameters.optionalId('businessId');
		return {
			method: 'POST',
			path: '/v1/test/create-lead',
			body: business === undefined ? '{}' : `{"businessID":${business.replace(/^0+(?=\d)/, '')}}`,
			...(business && { subjects: [{ what: 'business', id: business, field: parameters.label('businessId') }] }),
			duplicateEffect: 'a second test lead would be made',
		};
	},
	read: (reply, parameters) => (parameters.boolean('simplify') ? simplified(reply) : reply),
};

function simplified(lead: JsonObject): JsonObject {
	const event = normalizeDelivery(lead, new Date());
	if (event.event !== 'lead') return lead;
	const {
		leadId,
		businessId: business,
		businessName,
		customerId,
		customerName,
		category,
		title,
		description,
		schedule,
		occurredAt,
	} = event;
	return {
		leadId,
		businessId: business,
		businessName,
		customerId,
		customerName,
		category,
		title,
		description,
		schedule,
		createdAt: occurredAt,
	};
}
