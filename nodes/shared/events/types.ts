import type { Json } from '../json';

// Type aliases, not interfaces: an alias can be handed on as n8n's IDataObject without a cast.

/** A file of a request, message or review. Every field as sent, null when missing. */
export type Attachment = {
	fileName: string | null;
	/** Bytes. */
	fileSize: number | null;
	mimeType: string | null;
	url: string | null;
	description: string | null;
};

/** One question of the request form with the customer's answer; several choices are joined by Thumbtack with `, `. */
export type Detail = { question: string | null; answer: string | null };

/** A window the customer proposed; ISO 8601, UTC. */
export type ProposedTime = { start: string | null; end: string | null };

export type Author = 'customer' | 'business' | 'unknown';

export type EventName = 'lead' | 'message' | 'leadUpdate' | 'review' | 'job' | 'other';

/** Which of Thumbtack's two APIs the delivery speaks: Partner Platform v4 or the Pro API v1/v2. */
export type Generation = 'v4' | 'legacy';

/** Keys that every event has. No value means null; no key is ever missing. */
export type CommonFields = {
	/** Thumbtack's own word for the event (`NegotiationCreatedV4`, `REVIEW_ADDED`), as sent. */
	eventType: string | null;
	/** null when the delivery resembles neither generation. */
	api: Generation | null;
	/** Same event, same key, whichever webhook brought it; different events have different keys. */
	eventKey: string;
	/** When it happened at Thumbtack; ISO 8601, UTC. */
	occurredAt: string | null;
	/** When it arrived here; ISO 8601, UTC. */
	receivedAt: string | null;
	/** True for what Thumbtack's "Test this webhook" sends. */
	isTest: boolean;
	businessId: string | null;
	businessName: string | null;
	/** v4 calls it negotiation. */
	leadId: string | null;
	customerId: string | null;
	customerName: string | null;
};

export type LeadFields = {
	customerFirstName: string | null;
	customerLastName: string | null;
	/** As sent; since June 2026 a proxy number per lead. */
	customerPhone: string | null;
	category: string | null;
	categoryId: string | null;
	title: string | null;
	description: string | null;
	/** Street lines, joined with a comma. */
	address: string | null;
	city: string | null;
	state: string | null;
	zipCode: string | null;
	/** For reading: the legacy text as sent, or v4's times written out in UTC, one a line. */
	schedule: string | null;
	proposedTimes: ProposedTime[] | null;
	details: Detail[] | null;
	attachments: Attachment[] | null;
	/** Dollars that the pro pays for the lead; null when there is no single amount. */
	leadPrice: number | null;
	leadPriceText: string | null;
	chargeState: string | null;
	/** Dollars that the customer was quoted; null when there is no single amount. */
	estimate: number | null;
	estimateText: string | null;
	leadType: string | null;
	status: string | null;
	requestId: string | null;
	reviewLink: string | null;
	refundLink: string | null;
};

export type MessageFields = {
	messageId: string | null;
	text: string | null;
	from: Author;
	/** A hint: `leadDescription` is the message by which Thumbtack repeats the lead's own description in the chat. */
	messageKind: 'message' | 'leadDescription';
	attachments: Attachment[] | null;
};

export type LeadUpdateFields = {
	leadPrice: number | null;
	leadPriceText: string | null;
	chargeState: string | null;
};

export type ReviewFields = {
	reviewId: string | null;
	/** 1 to 5. */
	rating: number | null;
	text: string | null;
	reviewerName: string | null;
	/** Whether the review belongs to a Thumbtack lead. */
	verified: boolean | null;
	attachments: Attachment[] | null;
	categoryId: string | null;
	/** ISO 8601, UTC. */
	modifiedAt: string | null;
};

export type PayloadFields = {
	/** The data as sent. */
	payload: Json;
};

export type LeadEvent = { event: 'lead' } & CommonFields & LeadFields;
export type MessageEvent = { event: 'message' } & CommonFields & MessageFields;
/** In v4 an update has all keys of a lead, in the Pro API price and charge state alone. */
export type LeadUpdateEvent = { event: 'leadUpdate' } & CommonFields & LeadUpdateFields & Partial<LeadFields>;
export type ReviewEvent = { event: 'review' } & CommonFields & ReviewFields;
export type JobEvent = { event: 'job' } & CommonFields & PayloadFields;
export type OtherEvent = { event: 'other' } & CommonFields & PayloadFields;

/** What any delivery becomes; `event` tells which keys there are. */
export type ThumbtackEvent = LeadEvent | MessageEvent | LeadUpdateEvent | ReviewEvent | JobEvent | OtherEvent;

type WithoutDelivery<E> = Omit<E, 'receivedAt' | 'isTest' | 'eventKey'>;

/** A lead, message or review from a reply of the API: the trigger's object without the keys of a delivery. */
export type Lead = WithoutDelivery<LeadEvent>;
export type Message = WithoutDelivery<MessageEvent>;
export type Review = WithoutDelivery<ReviewEvent>;
