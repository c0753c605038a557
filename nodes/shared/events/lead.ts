import type { Delivery } from './envelope';
import type { Json, JsonObject } from '../json';
import { estimateOf, money } from './money';
import { block, first, id, isEmpty, isObject, list, own, word } from '../jsonAccess';
import { attachmentsOf, customerOf, filled, nearest, type Identity } from './identity';
import { schedulePartsOf } from './schedule';
import { plainText, text } from './text';
import { isoTime } from './time';
import type { Detail, LeadFields, LeadUpdateFields, ProposedTime } from './types';

function detailsOf(sent: Json[] | undefined): Detail[] | null {
	if (sent === undefined) return null;
	return sent.filter(isObject).map((detail) => ({
		question: text(own(detail, 'question')),
		answer: text(own(detail, 'answer')),
	}));
}

/** The answers by question, as own properties whatever the question is called; the last of two equal questions counts. */
function answersOf(details: Detail[] | null): LeadFields['answers'] {
	if (details === null) return null;
	const answers: { [question: string]: string | null } = {};
	for (const { question, answer } of details) {
		if (question === '__proto__') {
			Object.defineProperty(answers, question, { value: answer, enumerable: true, configurable: true, writable: true });
		} else if (question !== null && question !== '') {
			answers[question] = answer;
		}
	}
	return answers;
}

function proposedTimesOf(sent: Json[] | undefined): ProposedTime[] | null {
	if (sent === undefined) return null;
	const times: ProposedTime[] = [];
	for (const time of sent) {
		if (isObject(time)) times.push({ start: isoTime(own(time, 'start')), end: isoTime(own(time, 'end')) });
		const start = isObject(time) ? null : isoTime(time);
		if (start !== null) times.push({ start, end: null });
	}
	return times;
}

/** "2026-09-16 10:00–11:00 UTC", with the second date only where it differs. */
function windowText({ start, end }: ProposedTime): string | null {
	const readable = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
	if (start === null) return end === null ? null : `until ${readable(end)} UTC`;
	if (end === null) return `${readable(start)} UTC`;
	if (start.slice(0, 10) === end.slice(0, 10)) return `${readable(start)}–${end.slice(11, 16)} UTC`;
	return `${readable(start)} – ${readable(end)} UTC`;
}

/** v4's booking: a start and a length in minutes. */
function bookingOf(booking: JsonObject): ProposedTime {
	const start = isoTime(own(booking, 'start'));
	const sent = own(booking, 'duration');
	const minutes = typeof sent === 'string' && /^\s{0,9}\d{1,6}\s{0,9}$/.test(sent) ? Number(sent) : sent;
	if (start === null || typeof minutes !== 'number' || !(minutes > 0 && minutes <= 525_600)) {
		return { start, end: null };
	}
	return { start, end: isoTime(Date.parse(start) + minutes * 60_000) };
}

/** A proposed time that is no time but says something ("Tuesday morning"). */
function isWords(time: Json): time is string {
	return typeof time === 'string' && time.trim() !== '' && time.length <= 1_000 && isoTime(time) === null;
}

/**
 * When the customer wants it, for reading. The Pro API sends up to three lines of varying form without a time zone, which
 * are kept as sent. v4 sends times, which are written out in UTC.
 */
function scheduleOf(sent: string | null, booking: ProposedTime, times: ProposedTime[] | null, raw: Json[] = []) {
	if (sent !== null) return sent;
	const lines = (times ?? []).map(windowText).filter((line) => line !== null);
	const booked = windowText(booking);
	if (booked !== null) lines.unshift(`Booked: ${booked}`);
	lines.push(...raw.filter(isWords));
	return lines.length > 0 ? lines.join('\n') : null;
}

function travelPreferencesOf(sent: Json | undefined): string[] | null {
	const texts = (Array.isArray(sent) ? sent : [sent]).map(filled).filter((one) => one !== null);
	return texts.length > 0 ? texts : null;
}

/** Five digits. As a number it has lost its leading zeros. */
function zipCodeOf(sent: Json | undefined): string | null {
	return typeof sent === 'number' && Number.isInteger(sent) && sent > 0
		? String(sent).padStart(5, '0')
		: plainText(sent);
}

function locationOf(request: JsonObject, lead: JsonObject, customer: JsonObject): JsonObject {
	for (const holder of [request, lead, customer]) {
		const location = block(holder, 'location');
		if (!isEmpty(location)) return location;
	}
	return block(request, 'location');
}

type LeadKeys<E> = { event: E } & Pick<Identity, 'customerName' | 'leadId'> & LeadFields;

/**
 * The fields of a lead, from the Pro API's lead payload or a v4 negotiation. The sample on the v4 docs page keeps
 * category and details outside of `request`, and the location with the customer: both places are read.
 *
 * @param createdAt when the lead was made
 */
export function leadFields<E extends 'lead' | 'leadUpdate'>(
	event: E,
	{ data, subject: lead }: Delivery,
	identity: Identity,
	createdAt: string | null,
): LeadKeys<E> {
	const request = block(lead, 'request');
	const customerBlock = nearest('customer', lead, data);
	const customer = customerOf(customerBlock);
	const business = nearest('business', lead, data);
	const category = first(request, 'category') ?? first(lead, 'category');
	const categoryBlock = isObject(category) ? category : undefined;
	const location = locationOf(request, lead, customerBlock);
	const address1 = filled(own(location, 'address1'));
	const address2 = filled(own(location, 'address2'));
	const sentTimes = list(request, 'proposedTimes') ?? list(lead, 'proposedTimes');
	const proposedTimes = proposedTimesOf(sentTimes);
	const sentSchedule = plainText(first(request, 'schedule') ?? first(lead, 'schedule'));
	const booking = bookingOf(block(request, 'booking'));
	const details = detailsOf(list(request, 'details') ?? list(lead, 'details'));
	const price = money(own(lead, 'leadPrice'));
	const breakdown = block(lead, 'leadPriceBreakdown');
	const estimate = estimateOf(lead);
	return {
		event,
		customerName: identity.customerName,
		customerPhone: plainText(own(customerBlock, 'phone')),
		category: text(categoryBlock ? own(categoryBlock, 'name') : category),
		description: text(first(request, 'description') ?? first(lead, 'description')),
		city: text(own(location, 'city')),
		state: plainText(own(location, 'state')),
		zipCode: zipCodeOf(own(location, 'zipCode')),
		address: address1 !== null && address2 !== null ? `${address1}, ${address2}` : (address1 ?? address2),
		schedule: scheduleOf(sentSchedule, booking, proposedTimes, sentTimes),
		leadPrice: price.amount,
		estimate: estimate.estimate,
		status: plainText(own(lead, 'status')),
		leadId: identity.leadId,
		answers: answersOf(details),
		details,
		attachments: attachmentsOf(request, 'attachments') ?? attachmentsOf(lead, 'attachments'),
		customerFirstName: customer.firstName,
		customerLastName: customer.lastName,
		title: text(first(request, 'title') ?? first(lead, 'title')),
		address1,
		address2,
		travelPreferences: travelPreferencesOf(first(request, 'travelPreferences') ?? first(lead, 'travelPreferences')),
		proposedTimes,
		bookingStart: booking.start,
		bookingEnd: booking.end,
		scheduleParts: schedulePartsOf(sentSchedule, createdAt),
		leadPriceText: price.text,
		leadPriceSubtotal: money(own(breakdown, 'subtotal')).amount,
		leadPriceTax: money(own(breakdown, 'salesTax')).amount,
		chargeState: plainText(own(lead, 'chargeState')),
		estimateText: estimate.estimateText,
		estimateType: estimate.estimateType,
		estimateUnit: estimate.estimateUnit,
		estimateQuantity: estimate.estimateQuantity,
		leadType: plainText(own(lead, 'leadType')),
		businessPhone: plainText(first(business, 'phoneNumber', 'phone')),
		reviewLink: word(own(lead, 'requestReviewLink')),
		refundLink: word(own(lead, 'refundRequestLink')),
		requestId: id(own(request, 'requestID')) ?? id(own(lead, 'requestID')),
		categoryId:
			(categoryBlock && id(own(categoryBlock, 'categoryID'))) ??
			id(own(request, 'categoryID')) ??
			id(own(lead, 'categoryID')),
	};
}

/** The fields of a price update (Pro API, update lead): the price is computed after the lead was sent. */
export function leadUpdateFields({ subject: lead }: Delivery): LeadUpdateFields {
	const price = money(own(lead, 'leadPrice'));
	return {
		leadPrice: price.amount,
		leadPriceText: price.text,
		chargeState: plainText(own(lead, 'chargeState')),
	};
}
