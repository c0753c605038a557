import type { Delivery } from './envelope';
import { deliveryOf, openDeliveries } from './envelope';
import type { Json, JsonObject } from '../json';
import { contentHash } from './contentHash';
import { leadFields, leadUpdateFields } from './lead';
import { messageFields } from './message';
import { first, own } from '../jsonAccess';
import { identityOf, type Identity } from './identity';
import { jobFields } from './job';
import { reviewFields } from './review';
import { isoDate, isoTime } from './time';
import type {
	Generation,
	Lead,
	LeadEvent,
	LeadUpdateEvent,
	LeadUpdateFields,
	Message,
	Review,
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
// An update happened when the lead was changed, not when it was made.
const UPDATE_TIMES = ['updatedAt', 'updateTime', 'modifyTime'];

function timeOf(subject: JsonObject, keys: string[]): string | null {
	for (const key of keys) {
		const time = isoTime(own(subject, key));
		if (time !== null) return time;
	}
	return null;
}

/**
 * A key for what has no id: a hash of its data and of the time when Thumbtack sent it. The webhook stays out,
 * because the same event comes through two webhooks.
 */
function hashKey({ event, eventType, content, triggeredAt }: Delivery): string {
	if (eventType !== null && !PLAIN_NAME.test(eventType)) {
		return `${event}::${contentHash([eventType, content, triggeredAt])}`;
	}
	return `${event}:${eventType ?? ''}:${contentHash([content, triggeredAt])}`;
}

const LONGEST_PART = 64;

/** The parts of a key are separated by colons; null is told from the text "null", and a long text is hashed. */
function keyPart(value: string | null): string {
	if (value === null) return 'null';
	if (value === 'null') return '%6Eull';
	if (value.length > LONGEST_PART) return contentHash(value);
	return /[%:]/.test(value) ? value.replace(/%/g, '%25').replace(/:/g, '%3A') : value;
}

type State = Pick<LeadUpdateEvent, 'status' | 'chargeState' | 'leadPriceText'>;

/**
 * What of a lead can change after it was sent (status, charge state, price) as one comparable text. Two deliveries of a
 * lead with the same state are copies; with another state the later one is an update.
 */
export function leadState({ status, chargeState, leadPriceText }: State): string {
	return `${keyPart(status ?? null)}:${keyPart(chargeState)}:${keyPart(leadPriceText)}`;
}

function leadUpdateKey(delivery: Delivery, leadId: string | null, update: LeadUpdateFields): string {
	const { subject } = delivery;
	// A value of a type that could not be read still makes a different update.
	const isUnread =
		(update.leadPriceText === null && first(subject, 'leadPrice') !== undefined) ||
		(update.chargeState === null && first(subject, 'chargeState') !== undefined);
	if (leadId === null || isUnread || delivery.api === 'v4') return hashKey(delivery);
	return `leadUpdate:${leadId}:${keyPart(update.leadPriceText)}:${keyPart(update.chargeState)}`;
}

/** The common keys that few workflows use, so they come last. Added, not spread: copying 50 keys takes as long as reading them. */
function commonOf({ eventType, api }: Delivery, identity: Identity, occurredAt: string | null) {
	const { businessName, businessId, customerId } = identity;
	return { businessName, occurredAt, businessId, customerId, eventType, api };
}

function leadOf(delivery: Delivery, identity: Identity) {
	const createdAt = timeOf(delivery.subject, TIMES) ?? delivery.triggeredAt;
	return Object.assign(leadFields('lead', delivery, identity, createdAt), commonOf(delivery, identity, createdAt));
}

function messageOf(delivery: Delivery, identity: Identity) {
	const { text, from, attachments, messageKind, messageId } = messageFields(delivery);
	return {
		event: 'message' as const,
		customerName: identity.customerName,
		text,
		from,
		attachments,
		leadId: identity.leadId,
		messageId,
		messageKind,
		...commonOf(delivery, identity, timeOf(delivery.subject, TIMES) ?? delivery.triggeredAt),
	};
}

function reviewOf(delivery: Delivery, identity: Identity) {
	return {
		event: 'review' as const,
		...reviewFields(delivery, identity.leadId),
		leadId: identity.leadId,
		customerName: identity.customerName,
		...commonOf(delivery, identity, timeOf(delivery.subject, TIMES) ?? delivery.triggeredAt),
	};
}

function leadUpdateOf(delivery: Delivery, identity: Identity) {
	const occurredAt = timeOf(delivery.subject, UPDATE_TIMES) ?? delivery.triggeredAt;
	const common = commonOf(delivery, identity, occurredAt);
	const { customerName, leadId } = identity;
	return delivery.api === 'v4'
		? Object.assign(leadFields('leadUpdate', delivery, identity, timeOf(delivery.subject, TIMES)), common)
		: { event: 'leadUpdate' as const, leadId, ...leadUpdateFields(delivery), customerName, ...common };
}

/**
 * Turns one opened delivery into its event: either generation (Pro API or Partner Platform v4), with envelope or bare.
 * Missing and garbled fields become null. Never throws, and does not change the body; `payload` is a part of it.
 */
function normalize(delivery: Delivery, receivedAt: Date): ThumbtackEvent {
	const identity = identityOf(delivery);
	const { leadId, isTest } = identity;
	const ofDelivery = (eventKey: string) => ({
		receivedAt: isoDate(receivedAt),
		isTest,
		// Pressing "Test this webhook" again sends the same data, and should appear again.
		eventKey: isTest && delivery.triggeredAt !== null ? `${eventKey}:${delivery.triggeredAt}` : eventKey,
	});
	switch (delivery.event) {
		case 'lead': {
			const lead = leadOf(delivery, identity);
			return Object.assign(lead, ofDelivery(leadId === null ? hashKey(delivery) : `lead:${leadId}:${leadState(lead)}`));
		}
		case 'leadUpdate': {
			const update = leadUpdateOf(delivery, identity);
			return Object.assign(update, ofDelivery(leadUpdateKey(delivery, leadId, update)));
		}
		case 'message': {
			const message = messageOf(delivery, identity);
			const { messageId } = message;
			return Object.assign(message, ofDelivery(messageId === null ? hashKey(delivery) : `message:${messageId}`));
		}
		case 'review': {
			const review = reviewOf(delivery, identity);
			const { reviewId } = review;
			// A review that is changed, answered or removed is another event.
			const key = reviewId === null ? hashKey(delivery) : `review:${reviewId}:${contentHash(review)}`;
			return Object.assign(review, ofDelivery(key));
		}
		default: {
			const { customerName } = identity;
			const common = { ...commonOf(delivery, identity, delivery.triggeredAt), ...ofDelivery(hashKey(delivery)) };
			if (delivery.event === 'other') {
				return { event: 'other', payload: delivery.payload, customerName, leadId, ...common };
			}
			const { jobStatus, link, jobId, payload } = jobFields(delivery);
			return { event: 'job', jobStatus, link, jobId, customerName, leadId, payload, ...common };
		}
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

/** A lead from a reply of the API, as the trigger gives it, without the keys of a delivery. */
export function readLead(data: JsonObject, api?: Generation): Lead {
	const delivery = deliveryOf('lead', data, api);
	return leadOf(delivery, identityOf(delivery));
}

/** A message from a reply of the API, as the trigger gives it, without the keys of a delivery. */
export function readMessage(data: JsonObject, api?: Generation): Message {
	const delivery = deliveryOf('message', data, api);
	return messageOf(delivery, identityOf(delivery));
}

/** A review from a reply of the API, as the trigger gives it, without the keys of a delivery. */
export function readReview(data: JsonObject, api?: Generation): Review {
	const delivery = deliveryOf('review', data, api);
	return reviewOf(delivery, identityOf(delivery));
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
	return { ...event, event: 'leadUpdate', occurredAt: triggeredAt };
}
