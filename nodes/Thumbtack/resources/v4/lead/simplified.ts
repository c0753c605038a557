import type { JsonObject } from '../../../../shared/api';
import { normalizeDelivery } from '../../../../shared/events';

/** The ten fields of a lead that people use, named as the Thumbtack Trigger names them. */
export function simplifiedLead(lead: JsonObject): JsonObject {
	const event = normalizeDelivery({ event: { eventType: 'NegotiationCreatedV4' }, data: lead }, new Date());
	if (event.event !== 'lead') return lead;
	const {
		leadId,
		businessId,
		customerName,
		customerPhone,
		category,
		description,
		schedule,
		status,
		leadPrice,
		occurredAt,
	} = event;
	return {
		leadId,
		businessId,
		customerName,
		customerPhone,
		category,
		description,
		schedule,
		status,
		leadPrice,
		createdAt: occurredAt,
	};
}
