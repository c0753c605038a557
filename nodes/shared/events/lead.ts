import type { Delivery } from './envelope';
import type { Json, JsonObject } from '../json';
import { estimateOf, money } from './money';
import { block, first, id, isBlank, isEmpty, isObject, list, own, word } from '../jsonAccess';
import { attachmentsOf, customerOf, nearest } from './identity';
import { text } from './text';
import { isoTime } from './time';
import type { Detail, LeadFields, LeadUpdateFields, ProposedTime } from './types';

function detailsOf(sent: Json[] | undefined): Detail[] | null {
	if (sent === undefined) return null;
	return sent.filter(isObject).map((detail) => ({
		question: text(own(detail, 'question')),
		answer: text(own(detail, 'answer')),
	}));
}

function proposedTimesOf(sent: Json[] | undefined): ProposedTime[] | null {
	if (sent === undefined) return null;
	return sent.filter(isObject).map((time) => ({
		start: isoTime(own(time, 'start')),
		end: isoTime(own(time, 'end')),
	}));
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
	const minutes = own(booking, 'duration');
	if (start === null || typeof minutes !== 'number' || !(minutes > 0 && minutes <= 525_600))
		return { start, end: null };
	return { start, end: isoTime(Date.parse(start) + minutes * 60_000) };
}

/**
 * When the customer wants it, for reading. The Pro API sends up to three lines of varying form without a time zone, which
 * are kept as sent and never turned into times. v4 sends times, which are written out in UTC.
 */
function scheduleOf(request: JsonObject, times: ProposedTime[] | null): string | null {
	const sent = word(own(request, 'schedule'));
	if (sent !== null) return sent;
	const booking = windowText(bookingOf(block(request, 'booking')));
	const lines = (times ?? []).map(windowText).filter((line) => line !== null);
	if (booking !== null) lines.unshift(`Booked: ${booking}`);
	return lines.length > 0 ? lines.join('\n') : null;
}

function addressOf(location: JsonObject): string | null {
	const lines = [text(own(location, 'address1')), text(own(location, 'address2'))].filter((line) => !isBlank(line));
	return lines.length > 0 ? lines.join(', ') : null;
}

/**
 * The fields of a new lead, from the Pro API's lead payload or a v4 negotiation. The sample on the v4 docs page keeps
 * category and details outside of `request`, and the location with the customer: both places are read.
 */
export function leadFields({ data, subject: lead }: Delivery): LeadFields {
	const request = block(lead, 'request');
	const customerBlock = nearest('customer', lead, data);
	const customer = customerOf(customerBlock);
	const category = first(request, 'category') ?? first(lead, 'category');
	const categoryBlock = isObject(category) ? category : undefined;
	const place = block(request, 'location');
	const location = isEmpty(place) ? block(customerBlock, 'location') : place;
	const proposedTimes = proposedTimesOf(list(request, 'proposedTimes') ?? list(lead, 'proposedTimes'));
	const price = money(own(lead, 'leadPrice'));
	const estimate = estimateOf(lead);
	return {
		customerFirstName: customer.firstName,
		customerLastName: customer.lastName,
		customerPhone: word(own(customerBlock, 'phone')),
		category: text(categoryBlock ? own(categoryBlock, 'name') : category),
		categoryId:
			(categoryBlock && id(own(categoryBlock, 'categoryID'))) ??
			id(own(request, 'categoryID')) ??
			id(own(lead, 'categoryID')),
		title: text(first(request, 'title') ?? first(lead, 'title')),
		description: text(first(request, 'description') ?? first(lead, 'description')),
		address: addressOf(location),
		city: text(own(location, 'city')),
		state: word(own(location, 'state')),
		zipCode: word(own(location, 'zipCode')),
		schedule: scheduleOf(request, proposedTimes),
		proposedTimes,
		details: detailsOf(list(request, 'details') ?? list(lead, 'details')),
		attachments: attachmentsOf(request, 'attachments') ?? attachmentsOf(lead, 'attachments'),
		leadPrice: price.amount,
		leadPriceText: price.text,
		chargeState: word(own(lead, 'chargeState')),
		estimate: estimate.amount,
		estimateText: estimate.text,
		leadType: word(own(lead, 'leadType')),
		status: word(own(lead, 'status')),
		requestId: id(own(request, 'requestID')) ?? id(own(lead, 'requestID')),
		reviewLink: word(own(lead, 'requestReviewLink')),
		refundLink: word(own(lead, 'refundRequestLink')),
	};
}

/** The fields of a price update (Pro API, update lead): the price is computed after the lead was sent. */
export function leadUpdateFields({ data }: Delivery): LeadUpdateFields {
	const price = money(own(data, 'leadPrice'));
	return { leadPrice: price.amount, leadPriceText: price.text, chargeState: word(own(data, 'chargeState')) };
}
