import type { JsonObject } from '../../../../shared/json';
import { ParameterError, type ParameterReader } from '../../../../shared/parameters';
import type { RequestContext } from '../../../operation';
import { utmFields } from './descriptions';

/** Five digits. ZIP+4 is cut; a number that lost its leading zero in a spreadsheet is refused and not guessed. */
export function zipCode(parameters: ParameterReader): string {
	const given = parameters.text('zipCode').trim();
	const [, digits] = /^(\d{5})(?:-?\d{4})?$/.exec(given) ?? [];
	if (digits !== undefined) return digits;
	throw new ParameterError(
		`"${parameters.label('zipCode')}" is not a US ZIP code: "${given.slice(0, 40)}"`,
		/^\d{3,4}$/.test(given)
			? `Enter five digits. If a spreadsheet dropped the leading zero, use ${given.padStart(5, '0')}.`
			: 'Enter five digits, e.g. 94103. Thumbtack works in the United States only.',
	);
}

/** At most 30, as Thumbtack documents for the search of pros. */
export function resultLimit(parameters: ParameterReader): number {
	return parameters.wholeNumber('limit', { min: 1, max: 30 });
}

/** `{ utm_source, … }`: the source of the credential and what the operation adds. */
export function utmData(parameters: ParameterReader, context: RequestContext): JsonObject {
	const additional = parameters.group('additionalFields');
	const utm: JsonObject = { utm_source: utmSource(context) };
	for (const { name } of utmFields) {
		const value = additional.optionalText(name);
		if (value !== undefined) utm[name] = value;
	}
	return utm;
}

/** The same for a GET, which takes the source only. */
export function utmQuery(context: RequestContext): Record<string, string> {
	return { 'utmData[utm_source]': utmSource(context) };
}

function utmSource({ utmSource: source }: RequestContext): string {
	if (source !== undefined && source !== '') return source;
	throw new ParameterError(
		'The credential has no UTM Source',
		'Open the credential and enter the source that Thumbtack assigned to you in "UTM Source", e.g. cma-yourcompany.',
	);
}
