import type { Json, JsonObject } from '../json';
import { asObject, isBlank, own, word } from '../jsonAccess';
import type { LeadFields } from './types';

/** An amount in dollars with the text it was read from. */
export type Money = { amount: number | null; text: string | null };

const NO_MONEY: Money = { amount: null, text: null };

// "$25.00", "1260.50", "$1,260.50/hour", "$100 per guest", "25 USD"; the last two groups are the unit. A range ("$5-$10")
// does not match: it has no single amount. Thousands must be whole groups, so "1.260,50" and "12,50" are not misread.
const AMOUNT =
	/^(-)?(?:US)?\$?\s?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:\s?USD)?(?:\s?\/\s?([a-z][a-z .]*)|\s(?:per|an|each)(?:\s([a-z .]*))?)?$/i;

function match(sent: string): RegExpExecArray | null {
	// Longer texts are prose.
	return sent.length > 64 ? null : AMOUNT.exec(sent.trim());
}

/** The number in a text of money; null when the text holds no single amount. */
function amountIn(sent: string): number | null {
	const found = match(sent);
	const digits = found?.[2].replace(/,/g, '') ?? '';
	// 15 digits are what a double keeps exactly.
	if (found === null || digits.length > 15) return null;
	const amount = Number(digits);
	return found[1] === '-' && amount !== 0 ? -amount : amount;
}

/** The unit in a text of money: "hour" of "$260/hour". */
function unitIn(sent: string | null): string | null {
	const found = sent === null ? null : match(sent);
	const unit = (found?.[3] ?? found?.[4] ?? '').trim();
	return unit === '' ? null : unit;
}

/**
 * Reads a price. Both generations send text (`"$26.00"`, `"$260/hour"`, `"N/A"`; v4's `pricePerUnit` without the `$`).
 * The text is kept as sent; a bare number is written out.
 */
export function money(value: Json | undefined): Money {
	if (typeof value === 'number') {
		return Number.isFinite(value) ? { amount: value === 0 ? 0 : value, text: String(value) } : NO_MONEY;
	}
	if (typeof value !== 'string') return NO_MONEY;
	return { amount: amountIn(value), text: value };
}

const ESTIMATE_TYPES = new Map([
	['OnSite', 'On site'],
	['PerUnit', 'Per unit'],
	['MoreInfo', 'More information needed'],
]);

function perUnit(estimate: JsonObject): Money {
	const price = money(own(estimate, 'pricePerUnit'));
	if (price.amount === null) return price;
	const unit = own(estimate, 'unitName');
	const dollars = price.text !== null && price.text.indexOf('$') === -1 ? `$${price.text.trim()}` : price.text;
	return {
		amount: price.amount,
		text: typeof unit === 'string' && !isBlank(unit) ? `${dollars}/${unit.trim()}` : dollars,
	};
}

function quantity(value: Json | undefined): number | null {
	const read = typeof value === 'string' && /^\d{1,9}(?:\.\d{1,4})?$/.test(value.trim()) ? Number(value) : value;
	return typeof read === 'number' && Number.isFinite(read) && read > 0 ? read : null;
}

type Estimate = Pick<LeadFields, 'estimate' | 'estimateText' | 'estimateType' | 'estimateUnit' | 'estimateQuantity'>;

/**
 * What the customer was quoted. v4 sends an object, where `total` counts and `pricePerUnit` stands in for it (Partner
 * Platform, negotiation: `estimate`); legacy sends one text, `price` (Pro API, lead payload). Where there is no price at
 * all, the text says the kind of estimate ("Hourly", "More information needed").
 */
export function estimateOf(data: JsonObject): Estimate {
	const sent = own(data, 'estimate');
	const estimate = asObject(sent);
	if (estimate === undefined) {
		const price = money(typeof sent === 'string' || typeof sent === 'number' ? sent : own(data, 'price'));
		return {
			estimate: price.amount,
			estimateText: price.text,
			estimateType: null,
			estimateUnit: unitIn(price.text),
			estimateQuantity: null,
		};
	}
	const type = word(own(estimate, 'type'));
	const unit = word(own(estimate, 'unitName'));
	let price = money(own(estimate, 'total'));
	if (isBlank(price.text)) price = perUnit(estimate);
	if (isBlank(price.text)) price = { amount: null, text: type === null ? null : (ESTIMATE_TYPES.get(type) ?? type) };
	return {
		estimate: price.amount,
		estimateText: price.text,
		estimateType: type,
		estimateUnit: isBlank(unit) ? null : unit,
		estimateQuantity: quantity(own(estimate, 'unitQuantity')),
	};
}
