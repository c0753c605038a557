import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../nodes/Thumbtack/operation';
import { propertiesOf } from '../../../nodes/Thumbtack/resources/descriptions';

/** Whatever a form's placeholder gives as its example. */
const exampleOf = ({ placeholder }: { placeholder?: string }) => /^e\.g\. (.+)$/.exec(placeholder ?? '')?.[1];

const membersOf = ({ options }: INodeProperties): INodeProperties[] =>
	(options ?? []).filter((option) => 'type' in option);

/** A usable value for a parameter, from its description alone. */
function valueOf(property: INodeProperties): unknown {
	switch (property.type) {
		case 'resourceLocator':
			return {
				__rl: true,
				mode: 'id',
				value: exampleOf(property.modes?.find(({ name }) => name === 'id') ?? {}) ?? '',
			};
		case 'collection':
			return samplesOf(membersOf(property));
		case 'fixedCollection':
			return Object.fromEntries(
				(property.options ?? []).flatMap((option) =>
					'values' in option ? [[option.name, [samplesOf(option.values)]]] : [],
				),
			);
		case 'dateTime':
			return '2026-03-01T12:00:00Z';
		case 'json':
			return exampleOf(property) ?? property.default;
		case 'boolean':
			// Without the homeowner's word nothing is sent.
			return property.name === 'homeownerAgreed' || property.default;
		case 'string':
			return exampleOf(property) ?? (property.default || 'sample');
		default:
			return property.default;
	}
}

const samplesOf = (properties: INodeProperties[]): IDataObject =>
	Object.fromEntries(properties.map((property) => [property.name, valueOf(property)])) as IDataObject;

/**
 * Parameters with which an operation can be run, without what is optional.
 * @param known ids of things that exist, by parameter
 */
export function sampleParameters(operation: Operation, known: Record<string, string> = {}): IDataObject {
	const samples = samplesOf(propertiesOf(operation));
	for (const { type, name } of propertiesOf(operation)) {
		if (type === 'collection' && name !== 'updateFields') samples[name] = {};
		if (type === 'resourceLocator' && known[name] !== undefined)
			samples[name] = { __rl: true, mode: 'id', value: known[name] };
	}
	return samples;
}

/** Every parameter filled in, in each variant of the form: a choice that shows or hides others is made in all ways. */
export function completeParameters(operation: Operation): IDataObject[] {
	const properties = propertiesOf(operation);
	const switches = properties.filter(
		({ name, type }) => type === 'options' && properties.some(({ displayOptions }) => displayOptions?.show?.[name]),
	);
	return switches.reduce<IDataObject[]>(
		(variants, { name, options }) =>
			variants.flatMap((variant) =>
				(options ?? []).map((option) => ({ ...variant, [name]: 'value' in option ? option.value : '' })),
			),
		[samplesOf(properties)],
	);
}
