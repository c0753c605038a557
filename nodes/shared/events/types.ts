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

/** A date of the Pro API's schedule text. */
export type ScheduleDate = {
	/** As sent. */
	text: string;
	/** YYYY-MM-DD; null when it cannot be read. */
	date: string | null;
	/** True where the text has no year: it is then the next such day after the lead was made. */
	isYearGuessed: boolean;
};

/** A time of day of the Pro API's schedule text, in the time zone of the customer, which is not sent. */
export type ScheduleTime = {
	/** As sent. */
	text: string;
	/** What Thumbtack calls the range, such as "Early Morning". */
	label: string | null;
	/** HH:MM, 24 hours; null when it cannot be read or is open. An exact time has `from` alone. */
	from: string | null;
	/** HH:MM, 24 hours; null when it cannot be read or is open. */
	to: string | null;
};

/** What can be read of the Pro API's schedule text. */
export type ScheduleParts = { dates: ScheduleDate[]; times: ScheduleTime[]; lengthMinutes: number | null };

export type EventName = 'lead' | 'message' | 'leadUpdate' | 'review' | 'job' | 'other';

/** Which of Thumbtack's two APIs the delivery speaks: Partner Platform v4 or the Pro API v1/v2. */
export type Generation = 'v4' | 'legacy';

/**
 * Keys that every event has. No value means null; no key is ever missing. The doc comments of these types are the
 * reference of keys: docs/trigger-output.md is made from them.
 */
export type CommonFields = {
	customerName: string | null;
	/** What v4 calls a negotiation. Message and lead operations take it. */
	leadId: string | null;
	businessName: string | null;
	/** When it happened at Thumbtack; ISO 8601, UTC. */
	occurredAt: string | null;
	/** When it arrived here; ISO 8601, UTC. */
	receivedAt: string | null;
	businessId: string | null;
	customerId: string | null;
	/** True for what Thumbtack's "Test this webhook" sends. */
	isTest: boolean;
	/** Thumbtack's own word for the event (`NegotiationCreatedV4`, `REVIEW_ADDED`), as sent. */
	eventType: string | null;
	/** `v4` (Partner Platform) or `legacy` (Pro API); null when the delivery resembles neither. */
	api: Generation | null;
	/** Same event, same key, whichever webhook brought it; different events have different keys. */
	eventKey: string;
};

export type LeadFields = {
	/** As sent; since June 2026 a proxy number per lead. */
	customerPhone: string | null;
	category: string | null;
	description: string | null;
	city: string | null;
	/** Two letters. */
	state: string | null;
	/** Five digits. */
	zipCode: string | null;
	/** Street lines, joined with a comma. */
	address: string | null;
	/** For reading: the Pro API's text as sent, or v4's times written out in UTC, one a line. */
	schedule: string | null;
	/** Dollars that the pro pays for the lead; null when there is no single amount. */
	leadPrice: number | null;
	/** Dollars that the customer was quoted; null when there is no single amount. */
	estimate: number | null;
	/** v4: `Open`, `Picked`, `Canceled`. */
	status: string | null;
	/** The customer's answers by question: `answers["Number of rooms"]`. Of two equal questions the last counts. */
	answers: { [question: string]: string | null } | null;
	/** The same as a list, in order: question, answer. */
	details: Detail[] | null;
	/** Files of the customer: fileName, fileSize (bytes), mimeType, url, description. */
	attachments: Attachment[] | null;
	customerFirstName: string | null;
	customerLastName: string | null;
	/** Pro API. */
	title: string | null;
	address1: string | null;
	address2: string | null;
	/** As sent: v4's words (`ProviderTravelToCustomer`), the Pro API's sentence. */
	travelPreferences: string[] | null;
	/** v4: windows that the customer proposed: start, end (ISO 8601, UTC). */
	proposedTimes: ProposedTime[] | null;
	/** v4: ISO 8601, UTC. */
	bookingStart: string | null;
	/** v4: ISO 8601, UTC. */
	bookingEnd: string | null;
	/** Pro API: dates, times and length as read from `schedule`, without a time zone; null when nothing can be read. */
	scheduleParts: ScheduleParts | null;
	/** As sent. */
	leadPriceText: string | null;
	/** v4: dollars, before tax. */
	leadPriceSubtotal: number | null;
	/** v4: dollars of sales tax. */
	leadPriceTax: number | null;
	/** v4: `Created`, `Pending`, `Charged`, `Refunded`; Pro API: `Charged`, or null while there is no price. */
	chargeState: string | null;
	/** As sent; where there is no price, the kind of estimate. */
	estimateText: string | null;
	/** v4: `Fixed`, `PerUnit`, `OnSite`, `Hourly`, `MoreInfo`. */
	estimateType: string | null;
	/** What the estimate is for: "hour", "guest". */
	estimateUnit: string | null;
	/** v4: number of units. */
	estimateQuantity: number | null;
	/** Pro API: one of 13 types, such as `INSTANT_BOOK` or `REQUEST_A_QUOTE`. */
	leadType: string | null;
	businessPhone: string | null;
	/** v4: where the customer can review the business. */
	reviewLink: string | null;
	/** v4: where the pro can ask for the money back. */
	refundLink: string | null;
	/** One request goes to several businesses, each as a separate lead. */
	requestId: string | null;
	categoryId: string | null;
};

export type MessageFields = {
	text: string | null;
	/** `customer`, `business` or `unknown`. */
	from: Author;
	/** Files: fileName, fileSize (bytes), mimeType, url, description. */
	attachments: Attachment[] | null;
	/** A hint: `leadDescription` is the message by which Thumbtack repeats the lead's own description in the chat. */
	messageKind: 'message' | 'leadDescription';
	messageId: string | null;
};

export type LeadUpdateFields = {
	/** Dollars that the pro pays for the lead; null when there is no single amount. */
	leadPrice: number | null;
	/** As sent. */
	leadPriceText: string | null;
	chargeState: string | null;
};

export type ReviewFields = {
	reviewerName: string | null;
	/** 1 to 5. */
	rating: number | null;
	text: string | null;
	/** v4: the answer of the business. */
	responseText: string | null;
	/** v4: when the business answered; ISO 8601, UTC. */
	respondedAt: string | null;
	/** Whether the review belongs to a Thumbtack lead. */
	verified: boolean | null;
	/** Pictures: fileName, fileSize (bytes), mimeType, url, description. */
	attachments: Attachment[] | null;
	/** Pro API: ISO 8601, UTC. */
	modifiedAt: string | null;
	reviewId: string | null;
	categoryId: string | null;
};

export type JobFields = {
	/** Thumbtack's word: `won`, `lost`, `expired`, `declined`, `cancelled`. */
	jobStatus: string | null;
	/** The job at Thumbtack. */
	link: string | null;
	jobId: string | null;
	/** The data as sent. */
	payload: Json;
};

export type OtherFields = {
	/** The data as sent. */
	payload: Json;
};

export type LeadEvent = { event: 'lead' } & CommonFields & LeadFields;
export type MessageEvent = { event: 'message' } & CommonFields & MessageFields;
/** In v4 an update has all keys of a lead, in the Pro API price and charge state alone. */
export type LeadUpdateEvent = { event: 'leadUpdate' } & CommonFields & LeadUpdateFields & Partial<LeadFields>;
export type ReviewEvent = { event: 'review' } & CommonFields & ReviewFields;
export type JobEvent = { event: 'job' } & CommonFields & JobFields;
export type OtherEvent = { event: 'other' } & CommonFields & OtherFields;

/** What any delivery becomes; `event` tells which keys there are. */
export type ThumbtackEvent = LeadEvent | MessageEvent | LeadUpdateEvent | ReviewEvent | JobEvent | OtherEvent;

type WithoutDelivery<E> = Omit<E, 'receivedAt' | 'isTest' | 'eventKey'>;

/** A lead, message or review from a reply of the API: the trigger's object without the keys of a delivery. */
export type Lead = WithoutDelivery<LeadEvent>;
export type Message = WithoutDelivery<MessageEvent>;
export type Review = WithoutDelivery<ReviewEvent>;
