import type { Json, JsonObject } from '../json';
import { asObject, block, has, id, isBlank, isObject, jsonInside, own, word } from '../jsonAccess';
import { isoTime } from './time';
import type { EventName, Generation } from './types';

/** A delivery laid open: which event it is, and where its data lies. */
export type Delivery = {
	event: EventName;
	eventType: string | null;
	api: Generation | null;
	/** When Thumbtack made the delivery (v4's envelope), ISO 8601. */
	triggeredAt: string | null;
	/** The id of the webhook that brought it (v4's envelope). */
	webhookId: string | null;
	/** The data without envelope: ids of lead, business and customer are at its top in both generations. */
	data: JsonObject;
	/** What the event itself is: `data`, or the block within it (`message` and `review` of the Pro API). */
	subject: JsonObject;
	/** What an unrecognised delivery hands on. */
	payload: Json;
};

type Shape = { event: EventName; api: Generation };

const NOTHING: JsonObject = Object.freeze({});

// Blocks that may hold the event's own fields one level down.
const NESTED: { [event in EventName]?: string[] } = {
	lead: ['negotiation', 'lead'],
	message: ['message'],
	review: ['review'],
};

// Names as documented (NegotiationCreatedV4, MessageCreatedV4, ReviewCreatedV4), as on older pages (MessageCreated, and
// the typing error NegotationCreatedV4), and the key of the message section in Thumbtack's specification (MessageSentV4).
const DOCUMENTED = /^(?:(nego(?:tia|ta)tioncreated)|(message(?:created|sent))|(reviewcreated))(v\d{1,4})?$/i;
const JOB = /^presetjob/i;

function hasAny(object: JsonObject, ...keys: string[]): boolean {
	return keys.some((key) => has(object, key));
}

/** Thumbtack's word for the event; null when it is blank or no word. */
function name(value: Json | undefined): string | null {
	const sent = word(value);
	return isBlank(sent) ? null : sent;
}

/** A name that is one of Thumbtack's. In the place of the whole `event` block any other word is taken for garbage. */
function knownName(value: Json | undefined): string | null {
	const sent = name(value);
	return sent !== null && (JOB.test(sent) || DOCUMENTED.test(sent)) ? sent : null;
}

function isLegacyRequest(request: JsonObject): boolean {
	return typeof own(request, 'category') === 'string' || hasAny(request, 'title', 'schedule');
}

function isLegacyReview(data: JsonObject, review: JsonObject): boolean {
	if (hasAny(data, 'reviewEventType')) return true;
	return !hasAny(review, 'negotiationID', 'reviewText', 'images') && !has(data, 'negotiationID');
}

function generationOf(data: JsonObject): Generation {
	if (hasAny(data, 'negotiationID', 'createdAt')) return 'v4';
	if (hasAny(data, 'leadID', 'createTimestamp', 'leadType')) return 'legacy';
	return isLegacyRequest(block(data, 'request')) ? 'legacy' : 'v4';
}

/**
 * Tells an event by its fields alone, for bodies without envelope (Pro API partner endpoints) and envelopes without a
 * type. Keys count even when their value is of a wrong type: a lead whose `request` is garbled is still a lead.
 */
function shapeOf(data: JsonObject): Shape | undefined {
	const hasLeadId = hasAny(data, 'leadID', 'negotiationID');

	const review = asObject(own(data, 'review'));
	if (has(data, 'reviewEventType') || (review && hasAny(review, 'reviewID', 'rating', 'text', 'reviewText'))) {
		return { event: 'review', api: isLegacyReview(data, review ?? NOTHING) ? 'legacy' : 'v4' };
	}
	if (
		hasAny(data, 'reviewID', 'reviewText') ||
		(has(data, 'rating') && hasAny(data, 'reviewerName', 'negotiationID'))
	) {
		return { event: 'review', api: 'v4' };
	}

	const message = asObject(own(data, 'message'));
	const isAddressed = hasLeadId || hasAny(data, 'customerID', 'businessID');
	if ((has(data, 'message') && isAddressed) || (message && hasAny(message, 'messageID', 'text', 'createTimestamp'))) {
		return { event: 'message', api: has(data, 'negotiationID') ? 'v4' : 'legacy' };
	}
	if (hasAny(data, 'messageID', 'sentAt') || (has(data, 'from') && has(data, 'text'))) {
		return { event: 'message', api: 'v4' };
	}

	// Jobs carry a lead's id and state too; without a name they cannot be told for sure.
	if (hasAny(data, 'jobID', 'presetJobID', 'deepLink')) return undefined;

	const request = asObject(own(data, 'request'));
	if (
		(has(data, 'request') && (hasLeadId || hasAny(data, 'customer', 'business'))) ||
		(request && hasAny(request, 'requestID', 'category', 'location')) ||
		(hasLeadId && hasAny(data, 'customer', 'business', 'estimate', 'category', 'details')) ||
		(hasLeadId && hasAny(data, 'createTimestamp', 'createdAt', 'createTime', 'leadType'))
	) {
		return { event: 'lead', api: generationOf(data) };
	}

	// A message of the Pro API whose `message` is missing: nothing else carries these two ids side by side.
	if (has(data, 'leadID') && has(data, 'customerID')) return { event: 'message', api: 'legacy' };

	const hasPrice = has(data, 'leadPrice');
	const hasState = has(data, 'chargeState');
	if ((hasLeadId && (hasPrice || hasState)) || (hasPrice && hasState)) {
		return { event: 'leadUpdate', api: has(data, 'negotiationID') ? 'v4' : 'legacy' };
	}
	return undefined;
}

/** The event that Thumbtack's own name for it means; undefined where there is no name to go by. */
function eventOfType(eventType: string | null, data: JsonObject): EventName | undefined {
	if (eventType === null) return undefined;
	const plain = eventType.trim();
	if (JOB.test(plain)) return 'job';
	const match = DOCUMENTED.exec(plain);
	if (match === null) return 'other';
	const event = match[1] !== undefined ? 'lead' : match[2] !== undefined ? 'message' : 'review';
	const version = match[4];
	if (version === undefined || version.toLowerCase() === 'v4') return event;
	// Another version may mean anything: it is believed only where the data bears it out.
	return shapeOf(data)?.event === event ? event : 'other';
}

/** What a form or a doubly encoded body wraps; undefined when the object is no such wrapping. */
function unwrap(body: JsonObject): Json | undefined {
	const payload = own(body, 'payload');
	if (typeof payload === 'string') return jsonInside(payload);
	if (isObject(payload)) return payload;
	// JSON sent as a form: the parser takes all of it, up to the first "=", for the name of the only field.
	const keys = Object.keys(body);
	if (keys.length !== 1) return undefined;
	const value = body[keys[0]];
	if (typeof value !== 'string') return undefined;
	return jsonInside(value === '' ? keys[0] : `${keys[0]}=${value}`);
}

function subjectOf(event: EventName, data: JsonObject): JsonObject {
	for (const key of NESTED[event] ?? []) {
		const nested = asObject(own(data, key));
		if (nested !== undefined) return nested;
	}
	return data;
}

/** Reads an object as `{event, data}`, the envelope of v4; undefined when it is none. */
function openEnvelope(body: JsonObject): Delivery | undefined {
	const sentEvent = own(body, 'event');
	const envelope = asObject(sentEvent) ?? NOTHING;
	const eventType = name(own(envelope, 'eventType')) ?? name(own(body, 'eventType')) ?? knownName(sentEvent);
	const hasData = has(body, 'data');
	if (envelope === NOTHING && (eventType === null || !hasData)) return undefined;
	const sentData = own(body, 'data');
	const data = asObject(sentData) ?? NOTHING;
	const shape = eventType === null ? shapeOf(data) : undefined;
	// An `event` without type, over data that says nothing, is somebody else's format.
	if (eventType === null && shape === undefined && !hasData) return undefined;
	const event = eventOfType(eventType, data) ?? shape?.event ?? 'other';
	return {
		event,
		eventType,
		api: eventType !== null || shape !== undefined ? 'v4' : null,
		triggeredAt: isoTime(own(envelope, 'triggeredAt')),
		webhookId: id(own(envelope, 'webhookID')),
		data,
		subject: subjectOf(event, data),
		payload: hasData && sentData !== undefined ? sentData : body,
	};
}

/** Reads an object that is itself the data; undefined when it resembles no event. */
function openBare(body: JsonObject): Delivery | undefined {
	const shape = shapeOf(body);
	if (shape === undefined) return undefined;
	return {
		...shape,
		eventType: shape.event === 'review' ? name(own(body, 'reviewEventType')) : null,
		triggeredAt: null,
		webhookId: null,
		data: body,
		subject: subjectOf(shape.event, body),
		payload: body,
	};
}

// A body can be wrapped several times (a JSON string in a form in a string); nobody does it more often than this.
const MOST_WRAPPINGS = 6;

/**
 * Finds the event in a body of any kind: v4's envelope, bare data of either generation, JSON within a string, a form. What
 * is not recognised becomes `other` with the body as its payload. Never throws.
 */
export function openDelivery(body: Json | undefined): Delivery {
	let value: Json | undefined = body;
	for (let wrapping = 0; wrapping < MOST_WRAPPINGS; wrapping++) {
		if (typeof value === 'string') {
			value = jsonInside(value);
		} else if (isObject(value)) {
			const delivery = openEnvelope(value) ?? openBare(value);
			if (delivery !== undefined) return delivery;
			// `data` alone: v4's data, or the fields of a multipart form as n8n hands them over.
			value = asObject(own(value, 'data')) ?? unwrap(value);
		} else {
			break;
		}
	}
	const data = asObject(body) ?? NOTHING;
	return {
		event: 'other',
		eventType: null,
		api: has(data, 'negotiationID') ? 'v4' : has(data, 'leadID') ? 'legacy' : null,
		triggeredAt: null,
		webhookId: id(own(block(data, 'event'), 'webhookID')),
		data,
		subject: data,
		payload: body ?? null,
	};
}

// Nobody sends more deliveries in one body.
const MOST_DELIVERIES = 1_000;

/** All deliveries in a body: one, or each element of a list in which every element is a recognised event. */
export function openDeliveries(body: Json | undefined): Delivery[] {
	const outer = typeof body === 'string' ? jsonInside(body) : body;
	if (!Array.isArray(outer) || outer.length === 0 || outer.length > MOST_DELIVERIES) return [openDelivery(body)];
	const deliveries = outer.map(openDelivery);
	return deliveries.every(({ event, eventType }) => event !== 'other' || eventType !== null)
		? deliveries
		: [openDelivery(body)];
}

/** The data of a reply of the API as if a webhook had brought it. */
export function deliveryOf(event: EventName, data: JsonObject, api?: Generation): Delivery {
	return {
		event,
		eventType: null,
		api: api ?? shapeOf(data)?.api ?? 'v4',
		triggeredAt: null,
		webhookId: null,
		data,
		subject: subjectOf(event, data),
		payload: data,
	};
}

/** The id of the webhook that brought the first delivery of the body; null outside of v4's envelope. */
export function webhookIdOf(body: Json | undefined): string | null {
	return openDeliveries(body)[0].webhookId;
}
