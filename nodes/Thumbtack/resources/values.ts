import { FieldError, type Fields } from '../fields';

/** Thumbtack takes 1 to 16384 characters of plain text (v4 specification, message). */
const LONGEST_MESSAGE = 16_384;

/** The text of a message, whole and unchanged. */
export function messageText(fields: Fields): string {
	const text = fields.text('text');
	const { length } = [...text];
	if (length > LONGEST_MESSAGE) {
		throw new FieldError(
			`"${fields.label('text')}" has ${length} characters, and Thumbtack takes 16384 at most`,
			'Shorten it, or send it as several messages.',
		);
	}
	return text;
}

/** A number in the form that Thumbtack takes, `^\+1\d{1,14}$`, from any usual spelling. */
export function phoneNumber(fields: Fields, name = 'phoneNumber'): string {
	const given = fields.text(name).trim();
	const digits = given.replace(/[\s().-]/g, '');
	const number = /^\d{10}$/.test(digits) ? `+1${digits}` : /^1\d{10}$/.test(digits) ? `+${digits}` : digits;
	if (!/^\+1\d{1,14}$/.test(number)) {
		throw new FieldError(`"${fields.label(name)}" is not a number that Thumbtack takes: "${given.slice(0, 40)}"`, 'Enter a US or Canadian number with its country code, e.g. +13125550100.');
	}
	return number;
}

/** A URL that Thumbtack can call. */
export function webhookUrl(fields: Fields): string {
	const url = fields.text('webhookUrl').trim();
	if (!/^https?:\/\/[^\s/]+/i.test(url)) {
		throw new FieldError(`"${fields.label('webhookUrl')}" is not a URL: "${url.slice(0, 80)}"`, 'Enter the whole address, e.g. https://n8n.example.com/webhook/thumbtack.');
	}
	return url;
}

/** The names of events, at least one. */
export function eventTypes(fields: Fields): string[] {
	const names = fields.list('eventTypes');
	if (names.length === 0) {
		throw new FieldError(`"${fields.label('eventTypes')}" is empty`, 'Choose at least one event.');
	}
	return names;
}
