import type { Json, JsonObject } from '../json';
import { asObject, isBlank, own } from '../jsonAccess';

/** An amount in dollars with the text it was read from. */
export type Money = { amount: number | null; text: string | null };

const NO_MONEY: Money = { amount: null, text: null };

// "$25.00", "1260.50", "$1,260.50/hour", "$100 per guest", "25 USD". A range ("$5-$10") does not match: it has no single
// amount. Thousands must be whole groups, so "1.260,50" and "12,50" are not misread.
const AMOUNT =
	/^(-)?(?:US)?\$?\s?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:\s?USD)?(?:\s?\/\s?[a-z][a-z .]*|\s(?:per|an|each)(?:\s[a-z .]*)?)?$/i;

/** The number in a text of money; null when the text holds no single amount. */
function amountIn(sent: string): number | null {
	// Longer texts are prose, and 15 digits are what a double keeps exactly.
	if (sent.length > 64) return null;
	const match = AMOUNT.exec(sent.trim());
	if (match === null) return null;
	const digits = match[2].replace(/,/g, '');
	if (digits.length > 15) return null;
	const amount = Number(digits);
	return match[1] === '-' && amount !== 0 ? -amount : amount;
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

/**
 * What the customer was quoted. v4 sends an object, where `total` counts and `pricePerUnit` stands in for it (Partner
 * Platform, negotiation: `estimate`); legacy sends one text, `price` (Pro API, lead payload). Where there is no price at
 * all, the text says the kind of estimate ("Hourly", "More information needed").
 */
export function estimateOf(data: JsonObject): Money {
	const estimate = asObject(own(data, 'estimate'));
	if (estimate === undefined) return money(own(data, 'price'));
	const total = money(own(estimate, 'total'));
	if (!isBlank(total.text)) return total;
	const unit = perUnit(estimate);
	if (!isBlank(unit.text)) return unit;
	const type = own(estimate, 'type');
	return { amount: null, text: typeof type === 'string' ? (ESTIMATE_TYPES.get(type) ?? type) : null };
}
