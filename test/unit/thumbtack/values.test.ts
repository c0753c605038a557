import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import { createParameterReader, ParameterError } from '../../../nodes/shared/parameters';
import { callOf } from '../../../nodes/Thumbtack/call';
import type { Operation } from '../../../nodes/Thumbtack/operation';
import { resources } from '../../../nodes/Thumbtack/resources';
import { propertiesOf } from '../../../nodes/Thumbtack/resources/descriptions';
import { completeParameters } from '../../../tools/lib/testing/operation-samples';

/** Every parameter of every operation with what expressions make of it: a sound call, or a refusal that names the field. */

const VALUES: unknown[] = [
	true,
	false,
	'TRUE',
	' yes ',
	'off',
	'1',
	1,
	0,
	'',
	'  ',
	null,
	undefined,
	'maybe',
	'501100200300400500',
	Number('501100200300400500'),
	501100200300400500n,
	-1,
	2.5,
	NaN,
	Infinity,
	[],
	[''],
	['a', 'b'],
	[[1], null],
	{},
	{ a: 1 },
	{ __rl: true, mode: 'id', value: '' },
	new Date(0),
	DateTime.fromMillis(1_772_366_400_000),
	'https://evil.example/pro-inbox/messages/519000111222333444',
];

interface Changed {
	property: INodeProperties;
	parent?: INodeProperties;
}
const changeable = (operation: Operation): Changed[] =>
	propertiesOf(operation).flatMap((property) => [
		{ property },
		...(property.type === 'collection'
			? (property.options ?? []).flatMap((member) => ('type' in member ? [{ property: member, parent: property }] : []))
			: []),
	]);

const labelsIn = (properties: INodeProperties[]): Map<string, string> =>
	new Map(
		properties.flatMap((property) => [
			...(property.options ?? []).flatMap((option): Array<[string, string]> =>
				'values' in option
					? option.values.map(({ name, displayName }): [string, string] => [name, displayName])
					: 'type' in option
						? [[option.name, option.displayName]]
						: [],
			),
			[property.name, property.displayName] as [string, string],
		]),
	);

const cases = resources.flatMap((resource) =>
	resource.operations.flatMap((operation) =>
		changeable(operation).map((changed) => ({
			title: `${resource.value} ${operation.value}: ${changed.parent ? `${changed.parent.displayName} > ` : ''}${changed.property.displayName}`,
			operation,
			changed,
		})),
	),
);

/** Types whose empty or missing value must never pass for a choice. */
const STRICT = ['boolean', 'options', 'number'];

it.each(cases)('$title', ({ operation, changed: { property, parent } }) => {
	const labels = labelsIn(propertiesOf(operation));
	for (const sample of completeParameters(operation)) {
		for (const value of VALUES) {
			const parameters: Record<string, unknown> = { ...sample };
			if (parent) parameters[parent.name] = { ...(sample[parent.name] as object), [property.name]: value };
			else parameters[property.name] = value;
			const reader = createParameterReader(
				(name) => parameters[name],
				(name) => labels.get(name) ?? name,
			);
			try {
				const call = callOf(operation, reader, operation.authentication?.[0] ?? 'oAuth2', {
					utmSource: 'cma-partner',
				});
				if (operation.simplify) reader.boolean('simplify');
				if (operation.pages && !reader.boolean('returnAll')) reader.wholeNumber('limit');
				const text = `${call.path} ${JSON.stringify(call.query ?? {})} ${typeof call.body === 'string' ? call.body : JSON.stringify(call.body)}`;
				expect(text).not.toMatch(/NaN|Infinity|\[object|"undefined"|501100200300400[^5]/);
				// The "~" of an account is the only thing in a path that is no id.
				expect(call.path).toMatch(/^\/[\w/~-]+$/);
			} catch (error) {
				expect(error).toBeInstanceOf(ParameterError);
				const { message, description } = error as ParameterError;
				expect(`${message} ${description}`).toContain(`"${property.displayName}"`);
				expect(description).not.toBe('');
				continue;
			}
			const isMissing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
			const isRead = !(property.displayOptions?.show && !parent);
			if (isMissing && isRead && STRICT.includes(property.type)) throw new Error(`took ${JSON.stringify(value)}`);
		}
	}
});

it('covers every parameter of the node', () => {
	expect(cases.length).toBeGreaterThan(100);
});
