import type { Delivery } from './envelope';
import { openDelivery } from './envelope';
import type { Json } from '../json';
import { contentHash } from './contentHash';
import { leadFields, leadUpdateFields } from './lead';
import { messageFields } from './message';
import { first, own } from '../jsonAccess';
import { identityOf } from './identity';
import { reviewFields } from './review';
import { isoDate, isoTime } from './time';
import type { EventName, LeadUpdateFields, ThumbtackEvent } from './types';

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
 * Turns whatever Thumbtack sent into one event: either generation (Pro API or Partner Platform v4), with envelope or
 * bare, from an API-made or a self-serve webhook. Missing and garbled fields become null, what is not recognised becomes
 * `other`. Never throws, and does not change the body; `payload` is a part of it, not a copy.
 *
 * @param body the parsed body. Parse it with `parseJson`, or ids sent as numbers are rounded before they get here
 * @param receivedAt when it arrived
 */
export function normalizeDelivery(body: Json | undefined, receivedAt: Date): ThumbtackEvent {
	const delivery = openDelivery(body);
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
