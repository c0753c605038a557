import type { IHookFunctions, INodeProperties, IWebhookFunctions, NodeParameterValueType } from 'n8n-workflow';

import type { EventName } from '../shared/events';
import { isRecord } from '../shared/jsonAccess';
import { toNodeError } from '../shared/nodeError';
import { createParameterReader, ParameterError, type ParameterReader } from '../shared/parameters';
import { eventOptions } from './descriptions/events';
import { properties } from './descriptions/properties';
import type { Owner } from './staticData';

const SOURCES = ['selfServe', 'managed', 'legacy'] as const;
export type Source = (typeof SOURCES)[number];

const AUTHENTICATIONS = ['basic', 'header', 'none'] as const;
export type Authentication = (typeof AUTHENTICATIONS)[number];

type Context = Pick<IHookFunctions | IWebhookFunctions, 'getNode' | 'getNodeParameter'>;

const isProperty = (entry: object): entry is INodeProperties => 'displayName' in entry && 'type' in entry;

/** The name of every parameter and option on the form. */
const LABELS = new Map(
	[...properties, ...properties.flatMap(({ options = [] }) => options.filter(isProperty))].map(
		({ name, displayName }) => [name, displayName],
	),
);

/** What a parameter is when nobody has touched it. */
const DEFAULTS = new Map(properties.map(({ name, default: value }) => [name, value]));

/** A list whose entries all came without a value is a missing value: an empty list would mean "all". */
function given(value: unknown): unknown {
	const isMissing = Array.isArray(value) && value.length > 0 && value.flat(Infinity).every((entry) => entry == null);
	return isMissing ? undefined : value;
}

function withGivenMembers(value: unknown): unknown {
	return isRecord(value)
		? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, given(member)]))
		: given(value);
}

/** The trigger's parameters by name; an absent one has the default of the form. @throws ParameterError when one is invalid */
export function parametersOf(ctx: Context): ParameterReader {
	return createParameterReader(
		(name) => withGivenMembers(ctx.getNodeParameter(name, DEFAULTS.get(name) as NodeParameterValueType)),
		(name) => LABELS.get(name) ?? name,
	);
}

export function sourceFrom(parameters: ParameterReader): Source {
	return parameters.option('source', SOURCES);
}

export function sourceOf(ctx: Context): Source {
	return sourceFrom(parametersOf(ctx));
}

export function authenticationOf(ctx: Context): Authentication {
	return parametersOf(ctx).option('authentication', AUTHENTICATIONS);
}

export function ownerKindOf(parameters: ParameterReader): Owner['kind'] {
	return parameters.option('owner', ['business', 'user']);
}

/** Without case, spaces, "New" and the plural, so that "New Leads" is lead. */
function wordKey(word: string): string {
	return word
		.toLowerCase()
		.replace(/[^a-z]/g, '')
		.replace(/^new/, '')
		.replace(/s$/, '');
}

const EVENTS = new Map<string, EventName>(
	eventOptions.flatMap(({ name, value }) => [value, name].map((word) => [wordKey(word), value] as const)),
);

/** The chosen events; never empty. @throws ParameterError for a word that names none of them, or for none at all */
export function eventsOf(parameters: ParameterReader): EventName[] {
	const remedy = `Choose at least one event. In an expression, use any of: ${[...new Set(EVENTS.values())].join(', ')}.`;
	const label = parameters.label('events');
	const events = parameters.texts('events').map((word) => {
		const event = EVENTS.get(wordKey(word));
		if (event === undefined) throw new ParameterError(`"${label}" has no choice "${word.slice(0, 60)}"`, remedy);
		return event;
	});
	if (events.length === 0) throw new ParameterError(`"${label}" is empty`, remedy);
	return [...new Set(events)];
}

/** Reads parameters for a call; an invalid value becomes n8n's error, so that the call is answered 500 and the execution shows why. */
export function withNodeErrors<T>(ctx: Context, read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw toNodeError(ctx.getNode(), error);
	}
}
