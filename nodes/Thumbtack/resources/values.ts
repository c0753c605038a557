import type { Json, JsonObject } from '../../shared/json';
import { ParameterError, type ParameterReader } from '../../shared/parameters';

/** Thumbtack takes 1 to 16384 characters of plain text (v4 specification, message). */
const LONGEST_MESSAGE = 16_384;

/** The text of a message, whole and unchanged. */
export function messageText(parameters: ParameterReader): string {
	const text = parameters.text('text');
	const { length } = [...text];
	if (length > LONGEST_MESSAGE) {
		throw new ParameterError(
			`"${parameters.label('text')}" has ${length} characters, but Thumbtack accepts at most 16384`,
			'Shorten it, or send it as several messages.',
		);
	}
	return text;
}

/** A number in the form that Thumbtack takes, `^\+1\d{1,14}$`, from any usual spelling. */
export function phoneNumber(parameters: ParameterReader, name = 'phoneNumber'): string {
	const given = parameters.text(name).trim();
	const digits = given.replace(/[\s().-]/g, '');
	const number = /^\d{10}$/.test(digits) ? `+1${digits}` : /^1\d{10}$/.test(digits) ? `+${digits}` : digits;
	if (!/^\+1\d{1,14}$/.test(number)) {
		throw new ParameterError(
			`"${parameters.label(name)}" is not a phone number that Thumbtack accepts: "${given.slice(0, 40)}"`,
			'Enter a US or Canadian number with its country code, e.g. +13125550100.',
		);
	}
	return number;
}

/** A URL that Thumbtack can call. */
export function webhookUrl(parameters: ParameterReader): string {
	const url = parameters.text('webhookUrl').trim();
	if (!/^https?:\/\/[^\s/]+/i.test(url)) {
		throw new ParameterError(
			`"${parameters.label('webhookUrl')}" is not a URL: "${url.slice(0, 80)}"`,
			'Enter the whole address, e.g. https://n8n.example.com/webhook/thumbtack.',
		);
	}
	return url;
}

/** The names of events, at least one. */
export function eventTypes(parameters: ParameterReader): string[] {
	const names = parameters.texts('eventTypes');
	if (names.length === 0) {
		throw new ParameterError(`"${parameters.label('eventTypes')}" is empty`, 'Choose at least one event.');
	}
	const wrong = names.find((name) => !/^\w{1,64}$/.test(name));
	if (wrong !== undefined) {
		throw new ParameterError(
			`"${parameters.label('eventTypes')}" has no event "${wrong.slice(0, 60)}"`,
			'Use event names, e.g. NegotiationCreatedV4.',
		);
	}
	return names;
}

/**
 * The body of an update: what was added to "Update Fields", at least one.
 * @param members how each parameter's member of the body is made
 */
export function changes(
	parameters: ParameterReader,
	members: Record<string, (fields: ParameterReader) => [string, Json]>,
): JsonObject {
	const fields = parameters.group('updateFields');
	const added = Object.keys(members).filter((name) => fields.has(name));
	if (added.length === 0) {
		throw new ParameterError(`"${parameters.label('updateFields')}" is empty`, 'Add the field to change.');
	}
	return Object.fromEntries(added.map((name) => members[name](fields)));
}
