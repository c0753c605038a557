import type { Json, JsonObject } from '../json';
import { asObject, block, first, has, id, isBlank, isObject, jsonInside, own, word } from '../jsonAccess';
import { nestedForm } from './form';
import { isoTime } from './time';
import type { EventName, Generation } from './types';

/** A delivery laid open: which event it is, and where its data lies. */
export type Delivery = {
	event: EventName;
	eventType: string | null;
	api: Generation | null;
	/** When Thumbtack made the delivery (v4's envelope), ISO 8601. */
	triggeredAt: string | null;
	/** The webhook that brought it (v4's envelope). */
	webhookId: string | null;
	/** The data without envelope: ids of lead, business and customer are at its top in both generations. */
	data: JsonObject;
	/** What the event itself is: `data`, or the block within it (`message` and `review` of the Pro API). */
	subject: JsonObject;
	/** What the data was found in: the body, or `data` itself. */
	body: JsonObject;
	/** What an unrecognised delivery hands on. */
	payload: Json;
	/** All that tells it from other deliveries, without its envelope. */
	content: Json;
};

type Shape = { event: EventName; api: Generation };

const NOTHING: JsonObject = Object.freeze({});

// Blocks that may hold the event's own fields one level down.
const NESTED: { [event in EventName]?: string[] } = {
	lead: ['negotiation', 'lead'],
	leadUpdate: ['negotiation', 'lead'],
	message: ['message'],
	review: ['review'],
	job: ['job', 'presetJob'],
};

// Names as documented (NegotiationCreatedV4, MessageCreatedV4, ReviewCreatedV4), as on older pages (MessageCreated, and
// the typing error NegotationCreatedV4), and the key of the message section in Thumbtack's specification (MessageSentV4).
const DOCUMENTED = /^(?:(nego(?:tia|ta)tioncreated)|(message(?:created|sent))|(reviewcreated))(v\d{1,4})?$/i;
// Nobody has seen one, but Thumbtack's page for self-serve webhooks speaks of "status updates": NegotiationUpdatedV4 and
// the like. What becomes of a message or review is no update of a lead.
const LEAD_UPDATE = /^nego(?:tia|ta)tion(?!\w*(?:message|review))[a-z]{1,40}(v\d{1,4})?$/i;
const JOB = /^presetjob/i;

function hasAny(object: JsonObject, ...keys: string[]): boolean {
	return keys.some((key) => has(object, key));
}

/** Thumbtack's word for the event; null when it is blank or no word. */
function name(value: Json | undefined): string | null {
	const sent = word(value);
	return isBlank(sent) ? null : sent;
}

/** A name that is one of Thumbtack's. Where other senders write other things, any other word is taken for garbage. */
function knownName(value: Json | undefined): string | null {
	const sent = name(value);
	const plain = sent?.trim() ?? '';
	return JOB.test(plain) || DOCUMENTED.test(plain) || LEAD_UPDATE.test(plain) ? sent : null;
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
		const isV4 = has(data, 'negotiationID') || (message && hasAny(message, 'negotiationID', 'from', 'sentAt'));
		return { event: 'message', api: isV4 ? 'v4' : 'legacy' };
	}
	if (hasAny(data, 'messageID', 'sentAt') || (has(data, 'from') && has(data, 'text'))) {
		return { event: 'message', api: 'v4' };
	}

	// Jobs carry a lead's id and state too; without a name they are not certain.
	if (hasAny(data, 'jobID', 'presetJobID', 'deepLink')) return undefined;

	const request = asObject(own(data, 'request'));
	if (
		(has(data, 'request') && (hasLeadId || hasAny(data, 'customer', 'business'))) ||
		(request && hasAny(request, 'requestID', 'category', 'location')) ||
		(hasLeadId && hasAny(data, 'customer', 'business', 'estimate', 'category', 'details', 'location', 'schedule')) ||
		(hasLeadId && hasAny(data, 'createTimestamp', 'createdAt', 'createTime', 'leadType'))
	) {
		return { event: 'lead', api: generationOf(data) };
	}

	for (const key of NESTED.lead ?? []) {
		const nested = asObject(own(data, key));
		const shape = nested && shapeOf(nested);
		if (shape?.event === 'lead' || shape?.event === 'leadUpdate') return shape;
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
	const update = match === null ? LEAD_UPDATE.exec(plain) : null;
	if (match === null && update === null) return 'other';
	const event = match === null ? 'leadUpdate' : match[1] ? 'lead' : match[2] ? 'message' : 'review';
	const version = match === null ? update?.[1] : match[4];
	if (version === undefined || version.toLowerCase() === 'v4') return event;
	// Another version may mean anything: it is believed only where the data bears it out.
	const shape = shapeOf(data)?.event;
	return shape === event || (event === 'leadUpdate' && shape === 'lead') ? event : 'other';
}

/** Where the data lies that a body or an envelope holds; undefined when it holds none. */
function containerOf(body: JsonObject): string | undefined {
	if (has(body, 'data')) return 'data';
	return ['payload', 'body'].find((key) => {
		const value = own(body, key);
		return Array.isArray(value) || asObject(value) !== undefined;
	});
}

/** JSON sent as a form: the parser takes all of it, up to the first "=", for the name of the only field. */
function jsonInKey(body: JsonObject): Json | undefined {
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

type Envelope = Pick<Delivery, 'eventType' | 'triggeredAt' | 'webhookId'>;

const NO_ENVELOPE: Envelope = { eventType: null, triggeredAt: null, webhookId: null };

function envelopeOf(body: JsonObject): Envelope {
	const event = block(body, 'event');
	return {
		eventType:
			name(own(event, 'eventType')) ??
			name(own(body, 'eventType')) ??
			knownName(own(event, 'type')) ??
			knownName(own(body, 'event')) ??
			knownName(own(body, 'type')),
		triggeredAt: isoTime(first(event, 'triggeredAt') ?? own(body, 'triggeredAt')),
		webhookId: id(first(event, 'webhookID') ?? own(body, 'webhookID')),
	};
}

function inEnvelope(envelope: Envelope, body: JsonObject, sent: Json | undefined, payload: Json): Delivery {
	const data = asObject(sent) ?? NOTHING;
	const { eventType } = envelope;
	const shape = eventType === null ? shapeOf(data) : undefined;
	const event = eventOfType(eventType, data) ?? shape?.event ?? 'other';
	return {
		event,
		eventType,
		triggeredAt: envelope.triggeredAt,
		webhookId: envelope.webhookId,
		api: eventType !== null || shape !== undefined ? 'v4' : null,
		data,
		subject: subjectOf(event, data),
		body,
		payload,
		content: payload,
	};
}

/** Reads an object as `{event, data}`, the envelope of v4; undefined when it is none. */
function openEnvelope(body: JsonObject, depth: number): Delivery[] | undefined {
	const envelope = envelopeOf(body);
	const { eventType } = envelope;
	const hasBlock = asObject(own(body, 'event')) !== undefined;
	const container = containerOf(body);
	if (container === undefined) {
		// The type beside the fields. An `event` without type, over data that says nothing, is somebody else's format.
		if (eventType === null ? !hasBlock || shapeOf(body) === undefined : !hasBlock && !knownName(eventType)) {
			return undefined;
		}
		const content = Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'event' && key !== 'webhookID'));
		return [{ ...inEnvelope(envelope, body, body, body), content }];
	}
	if (eventType === null && !hasBlock) return undefined;
	const sent = own(body, container);
	const list = typeof sent === 'string' ? jsonInside(sent) : sent;
	if (Array.isArray(list) && list.length > 0) {
		const found = eventType === null ? open(list, depth + 1) : [];
		if (found.length > 0) return found;
		const isEach = list.every(isObject) && list.length <= MOST_DELIVERIES;
		if (isEach && eventType !== null && eventOfType(eventType, list[0] as JsonObject) !== 'other') {
			return list.map((data) => inEnvelope(envelope, body, data, data));
		}
	}
	return [inEnvelope(envelope, body, sent, sent === undefined ? body : sent)];
}

/** Reads an object that is itself the data; undefined when it resembles no event. */
function openBare(body: JsonObject): Delivery[] | undefined {
	const shape = shapeOf(body);
	if (shape === undefined) return undefined;
	return [
		{
			...NO_ENVELOPE,
			...shape,
			eventType: shape.event === 'review' ? name(own(body, 'reviewEventType')) : null,
			data: body,
			subject: subjectOf(shape.event, body),
			body,
			payload: body,
			content: body,
		},
	];
}

// A body can be wrapped several times (a JSON string in a form in a string); nobody does it more often than this, nor
// sends more deliveries at once.
const MOST_WRAPPINGS = 6;
const MOST_DELIVERIES = 1_000;

/** Each delivery in a list; what is none beside one that is, is handed on as it is. Empty when there is none. */
function openList(list: Json[], depth: number): Delivery[] {
	if (list.length > MOST_DELIVERIES) return [];
	const found = list.map((element) => open(element, depth + 1));
	if (found.every((deliveries) => deliveries.length === 0)) return [];
	return found.flatMap((deliveries, index) => (deliveries.length > 0 ? deliveries : [unrecognised(list[index])]));
}

/** All deliveries in a value; empty when it holds none that is recognised. */
function open(value: Json | undefined, depth: number): Delivery[] {
	if (depth >= MOST_WRAPPINGS) return [];
	if (typeof value === 'string') return open(jsonInside(value), depth + 1);
	if (Array.isArray(value)) return openList(value, depth);
	if (!isObject(value)) return [];
	const body = nestedForm(value) ?? value;
	const deliveries = openEnvelope(body, depth) ?? openBare(body);
	if (deliveries !== undefined) return deliveries;
	// `data` alone: v4's data, or the fields of a multipart form as n8n hands them over.
	const inner = first(body, 'data', 'payload', 'body', 'events') ?? jsonInKey(body);
	return open(inner, depth + 1).map((delivery) => ({ ...delivery, body }));
}

function unrecognised(body: Json | undefined): Delivery {
	const data = asObject(body) ?? NOTHING;
	return {
		event: 'other',
		...envelopeOf(data),
		eventType: null,
		api: has(data, 'negotiationID') ? 'v4' : has(data, 'leadID') ? 'legacy' : null,
		data,
		subject: data,
		body: data,
		payload: body ?? null,
		content: body ?? null,
	};
}

/**
 * Finds the events in a body of any kind: v4's envelope, bare data of either generation, lists of them, JSON within a
 * string, a form. What is not recognised becomes one `other` with the body as its payload. Never throws.
 */
export function openDeliveries(body: Json | undefined): Delivery[] {
	const found = open(body, 0);
	return found.length > 0 ? found : [unrecognised(body)];
}

/** The data of a reply of the API as if a webhook had brought it. */
export function deliveryOf(event: EventName, data: JsonObject, api?: Generation): Delivery {
	return {
		...NO_ENVELOPE,
		event,
		api: api ?? shapeOf(data)?.api ?? 'v4',
		data,
		subject: subjectOf(event, data),
		body: data,
		payload: data,
		content: data,
	};
}

/** The id of the webhook that brought the first delivery of the body; null outside of v4's envelope. */
export function webhookIdOf(body: Json | undefined): string | null {
	return openDeliveries(body)[0].webhookId;
}
