import type { Delivery } from './envelope';
import { deliveryOf, openDeliveries } from './envelope';
import type { Json, JsonObject } from '../json';
import { contentHash } from './contentHash';
import { leadFields, leadUpdateFields } from './lead';
import { messageFields } from './message';
import { first, own } from '../jsonAccess';
import { identityOf } from './identity';
import { reviewFields } from './review';
import { isoDate, isoTime } from './time';
import type {
	EventName,
	Generation,
	Lead,
	LeadEvent,
	LeadUpdateEvent,
	LeadUpdateFields,
	Message,
	MessageEvent,
	Review,
	ReviewEvent,
	ThumbtackEvent,
} from './types';

/** An event with what its envelope said about the delivery itself. */
export type ReceivedEvent = {
	event: ThumbtackEvent;
	/** The webhook that brought it (v4's `event.webhookID`); null outside of v4's envelope. */
	webhookId: string | null;
	/** When Thumbtack made the delivery (v4's `event.triggeredAt`); ISO 8601, UTC. */
	triggeredAt: string | null;
};

// A name that fits into a key as it is. Others are hashed with the data.
const PLAIN_NAME = /^[\w.-]{1,64}$/;

// The keys of the two generations for the moment of the event; no object has two of them with different meanings.
const TIMES = ['createdAt', 'sentAt', 'createTime', 'createTimestamp'];

/** When it happened: by the data, else by the envelope. */
function timeOf({ subject, triggeredAt }: Delivery): string | null {
	for (const key of TIMES) {
		const time = isoTime(own(subject, key));
		if (time !== null) return time;
	}
	return triggeredAt;
}

function isEmpty(payload: Json): boolean {
	return payload === null || (typeof payload === 'object' && Object.keys(payload).length === 0);
}

/**
 * A key for what has no id of its own: a hash of the data. What surrounds the data (webhook, time of delivery) stays out,
 * because the same event comes through two webhooks with different ones. Only where there is no data at all does the time
 * count, else all such deliveries would be taken for one.
 */
function hashKey({ event, eventType, payload, triggeredAt }: Delivery): string {
	if (eventType !== null && !PLAIN_NAME.test(eventType)) return `${event}::${contentHash([eventType, payload])}`;
	return `${event}:${eventType ?? ''}:${contentHash(isEmpty(payload) ? [payload, triggeredAt] : payload)}`;
}

// The parts of a key are separated by colons, and a price or state is free text.
function keyPart(value: string | null): string {
	return value === null ? 'null' : value.replace(/%/g, '%25').replace(/:/g, '%3A');
}

function leadUpdateKey(delivery: Delivery, leadId: string | null, update: LeadUpdateFields): string {
	const { data } = delivery;
	// A value of a type that could not be read still makes a different update.
	const isUnread =
		(update.leadPriceText === null && first(data, 'leadPrice') !== undefined) ||
		(update.chargeState === null && first(data, 'chargeState') !== undefined);
	if (leadId === null || isUnread) return hashKey(delivery);
	return `leadUpdate:${leadId}:${keyPart(update.leadPriceText)}:${keyPart(update.chargeState)}`;
}

/**
 * Turns one opened delivery into its event: either generation (Pro API or Partner Platform v4), with envelope or bare.
 * Missing and garbled fields become null. Never throws, and does not change the body; `payload` is a part of it.
 */
function normalize(delivery: Delivery, receivedAt: Date): ThumbtackEvent {
	const identity = identityOf(delivery);
	const { leadId } = identity;
	const assemble = <E extends EventName, F extends object>(event: E, ownKey: string | null, fields: F) => {
		const eventKey = ownKey ?? hashKey(delivery);
		// One literal and one spread: each further spread costs as much as reading ten fields.
		return {
			event,
			eventType: delivery.eventType,
			api: delivery.api,
			// Pressing "Test this webhook" again sends the same data, and shall show again.
			eventKey: identity.isTest && delivery.triggeredAt !== null ? `${eventKey}:${delivery.triggeredAt}` : eventKey,
			occurredAt: timeOf(delivery),
			receivedAt: isoDate(receivedAt),
			isTest: identity.isTest,
			businessId: identity.businessId,
			businessName: identity.businessName,
			leadId,
			customerId: identity.customerId,
			customerName: identity.customerName,
			...fields,
		};
	};
	switch (delivery.event) {
		case 'lead':
			return assemble('lead', leadId === null ? null : `lead:${leadId}`, leadFields(delivery));
		case 'message': {
			const message = messageFields(delivery);
			return assemble('message', message.messageId === null ? null : `message:${message.messageId}`, message);
		}
		case 'leadUpdate': {
			const update = leadUpdateFields(delivery);
			return assemble('leadUpdate', leadUpdateKey(delivery, leadId, update), update);
		}
		case 'review': {
			const review = reviewFields(delivery);
			const edition = review.modifiedAt === null ? '' : `:${review.modifiedAt}`;
			return assemble('review', review.reviewId === null ? null : `review:${review.reviewId}${edition}`, review);
		}
		case 'job':
			return assemble('job', null, { payload: delivery.payload });
		default:
			return assemble('other', null, { payload: delivery.payload });
	}
}

/**
 * Reads whatever Thumbtack sent: one event for each delivery in the body, in order, and at least one. What is not
 * recognised becomes `other`. Never throws.
 *
 * @param body the parsed body. Parse it with `parseJson`, or ids sent as numbers are rounded before they get here
 * @param receivedAt when it arrived
 */
export function readDeliveries(body: Json | undefined, receivedAt: Date): ReceivedEvent[] {
	return openDeliveries(body).map((delivery) => ({
		event: normalize(delivery, receivedAt),
		webhookId: delivery.webhookId,
		triggeredAt: delivery.triggeredAt,
	}));
}

/** The events alone of `readDeliveries`. */
export function normalizeDeliveries(body: Json | undefined, receivedAt: Date): ThumbtackEvent[] {
	return readDeliveries(body, receivedAt).map(({ event }) => event);
}

/** The first event of a body, for callers that know that there is one. */
export function normalizeDelivery(body: Json | undefined, receivedAt: Date): ThumbtackEvent {
	return normalizeDeliveries(body, receivedAt)[0];
}

// Replies of the API carry no envelope; these keys belong to a delivery.
function withoutDelivery<E extends ThumbtackEvent>(event: E): Omit<E, 'receivedAt' | 'isTest' | 'eventKey'> {
	const rest: Partial<E> = { ...event };
	delete rest.receivedAt;
	delete rest.isTest;
	delete rest.eventKey;
	return rest as Omit<E, 'receivedAt' | 'isTest' | 'eventKey'>;
}

/** A lead from a reply of the API, as the trigger gives it, without the keys of a delivery. */
export function readLead(data: JsonObject, api?: Generation): Lead {
	return withoutDelivery(normalize(deliveryOf('lead', data, api), new Date(NaN)) as LeadEvent);
}

/** A message from a reply of the API, as the trigger gives it, without the keys of a delivery. */
export function readMessage(data: JsonObject, api?: Generation): Message {
	return withoutDelivery(normalize(deliveryOf('message', data, api), new Date(NaN)) as MessageEvent);
}

/** A review from a reply of the API, as the trigger gives it, without the keys of a delivery. */
export function readReview(data: JsonObject, api?: Generation): Review {
	return withoutDelivery(normalize(deliveryOf('review', data, api), new Date(NaN)) as ReviewEvent);
}

/**
 * What of a lead can change after it was sent: status, charge state and price, as one comparable text. Two deliveries of
 * a lead with the same state are copies; with another state the later one is an update.
 */
export function leadState(event: LeadEvent | LeadUpdateEvent): string {
	return JSON.stringify([event.status ?? null, event.chargeState, event.leadPriceText]);
}

/**
 * A repeated lead whose state has changed, as the update that it is. It happened when Thumbtack sent it again, not when
 * the lead was made. The key stays: the same delivery has the same key, whatever this process has seen before.
 */
export function asLeadUpdate({
	event,
	triggeredAt,
}: {
	event: LeadEvent;
	triggeredAt: string | null;
}): LeadUpdateEvent {
	return { ...event, event: 'leadUpdate', occurredAt: triggeredAt ?? event.receivedAt };
}
