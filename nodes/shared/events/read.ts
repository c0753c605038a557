import type { Delivery } from './delivery';
import { openDelivery } from './delivery';
import type { Json } from './json';
import { canonicalHash } from './key';
import { leadFields, leadUpdateFields } from './lead';
import { messageFields } from './message';
import { first, own } from './own';
import { identityOf } from './parts';
import { reviewFields } from './review';
import { isoDate, isoTime } from './time';
import type { CommonFields, LeadUpdateFields, ThumbtackEvent } from './types';

// A name that fits into a key as it is. Others are hashed with the data.
const PLAIN_NAME = /^[\w.-]{1,64}$/;

// The keys of the two generations for the moment of the event; no object has two of them with different meanings.
const TIMES = ['createdAt', 'sentAt', 'createTime', 'createTimestamp'];

function isEmpty(payload: Json): boolean {
	return payload === null || (typeof payload === 'object' && Object.keys(payload).length === 0);
}

/**
 * A key for what has no id of its own: a hash of the data. What surrounds the data (webhook, time of delivery) stays out,
 * because the same event comes through two webhooks with different ones. Only where there is no data at all does the time
 * count, else all such deliveries would be taken for one.
 */
function hashKey({ event, eventType, payload, triggeredAt }: Delivery): string {
	if (eventType !== null && !PLAIN_NAME.test(eventType)) return `${event}::${canonicalHash([eventType, payload])}`;
	return `${event}:${eventType ?? ''}:${canonicalHash(isEmpty(payload) ? [payload, triggeredAt] : payload)}`;
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
export function readDelivery(body: Json | undefined, receivedAt: Date): ThumbtackEvent {
	const delivery = openDelivery(body);
	const { subject } = delivery;
	const identity = identityOf(delivery);
	let occurredAt: string | null = null;
	for (const key of TIMES) {
		occurredAt = occurredAt ?? isoTime(own(subject, key));
	}
	const common = (ownKey: string | null): CommonFields => {
		const eventKey = ownKey ?? hashKey(delivery);
		return {
			eventType: delivery.eventType,
			api: delivery.api,
			// Pressing "Test this webhook" again sends the same data, and shall show again.
			eventKey: identity.isTest && delivery.triggeredAt !== null ? `${eventKey}:${delivery.triggeredAt}` : eventKey,
			occurredAt: occurredAt ?? delivery.triggeredAt,
			receivedAt: isoDate(receivedAt),
			...identity,
		};
	};
	switch (delivery.event) {
		case 'lead': {
			const key = identity.leadId === null ? null : `lead:${identity.leadId}`;
			return { event: 'lead', ...common(key), ...leadFields(delivery) };
		}
		case 'message': {
			const message = messageFields(delivery);
			const key = message.messageId === null ? null : `message:${message.messageId}`;
			return { event: 'message', ...common(key), ...message };
		}
		case 'leadUpdate': {
			const update = leadUpdateFields(delivery);
			return { event: 'leadUpdate', ...common(leadUpdateKey(delivery, identity.leadId, update)), ...update };
		}
		case 'review': {
			const review = reviewFields(delivery);
			const edition = review.modifiedAt === null ? '' : `:${review.modifiedAt}`;
			const key = review.reviewId === null ? null : `review:${review.reviewId}${edition}`;
			return { event: 'review', ...common(key), ...review };
		}
		case 'job':
			return { event: 'job', ...common(null), payload: delivery.payload };
		default:
			return { event: 'other', ...common(null), payload: delivery.payload };
	}
}
