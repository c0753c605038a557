import type { Generation } from '../../shared/api';
import { normalizeDelivery, type ThumbtackEvent } from '../../shared/events';
import type { JsonObject } from '../../shared/json';

/** Keys of a delivery, which a reply of the API is not. */
const OF_DELIVERY = ['receivedAt', 'isTest', 'eventKey', 'event', 'eventType'] as const;

function withoutDelivery(event: ThumbtackEvent): JsonObject {
	const fields: JsonObject = { ...event };
	for (const key of OF_DELIVERY) delete fields[key];
	return fields;
}

/** The lead as the Thumbtack Trigger gives it. */
export const simplifiedLead =
	(generation: Generation) =>
	(lead: JsonObject): JsonObject => {
		const body = generation === 'v4' ? { event: { eventType: 'NegotiationCreatedV4' }, data: lead } : lead;
		const event = normalizeDelivery(body, new Date());
		return event.event === 'lead' ? withoutDelivery(event) : lead;
	};

/** The message as the Thumbtack Trigger gives it. */
export function simplifiedMessage(message: JsonObject): JsonObject {
	const event = normalizeDelivery({ event: { eventType: 'MessageCreatedV4' }, data: message }, new Date());
	return event.event === 'message' ? withoutDelivery(event) : message;
}

/** The review as the Thumbtack Trigger gives it. */
export function simplifiedReview(review: JsonObject): JsonObject {
	const event = normalizeDelivery({ event: { eventType: 'ReviewCreatedV4' }, data: review }, new Date());
	return event.event === 'review' ? withoutDelivery(event) : review;
}
