import type { INodeProperties } from 'n8n-workflow';

import type { Generation } from '../../shared/api';
import { ParameterError } from '../../shared/parameters';
import type { Authentication, Operation, Resource } from '../operation';
import { propertiesOf } from './descriptions';
import { account } from './legacy/account';
import { legacyMessage } from './legacy/message';
import { targeting } from './legacy/targeting';
import { testLead } from './legacy/testLead';
import { business } from './v4/business';
import { category } from './v4/category';
import { keyword } from './v4/keyword';
import { lead } from './v4/lead';
import { message } from './v4/message';
import { phoneNumber } from './v4/phoneNumber';
import { pro } from './v4/pro';
import { request } from './v4/request';
import { review } from './v4/review';
import { user } from './v4/user';
import { webhook } from './v4/webhook';

/** All that the node can do. A new resource is added here, a new operation in its resource's index. */
export const resources: Resource[] = [
	business,
	category,
	keyword,
	lead,
	message,
	phoneNumber,
	pro,
	request,
	review,
	user,
	webhook,
	account,
	legacyMessage,
	targeting,
	testLead,
];

export function findOperation(
	generation: unknown,
	resourceName: unknown,
	operationName: unknown,
): { resource: Resource; operation: Operation } {
	const resource = resources.find(
		(candidate) => candidate.generation === generation && candidate.value === resourceName,
	);
	const operation = resource?.operations.find(({ value }) => value === operationName);
	if (!resource || !operation)
		throw new ParameterError(
			`Thumbtack has no operation "${String(operationName)}" for "${String(resourceName)}" in API Version "${String(generation)}"`,
			'Choose "Resource" and "Operation" again.',
		);
	return { resource, operation };
}

const AUTHENTICATION: Record<Authentication, { name: string; description: string }> = {
	oAuth2: { name: 'OAuth2', description: 'A business connected with the Connect button of the credential' },
	legacyToken: {
		name: 'Legacy Token',
		description: 'A business connected with a pasted code, for clients without a redirect URL',
	},
	basic: { name: 'Basic (V1)', description: 'The username and password that Thumbtack issued for V1' },
};

const HIDDEN_AUTHENTICATION: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'hidden',
	default: 'oAuth2',
};

/** A choice that is made once for all items, so it takes no expression. */
const CHOICE = { type: 'options' as const, noDataExpression: true };

/** By code units: `localeCompare` would load the rules of all languages while n8n starts, which is a third of the time to load this node. */
const sorted = <T extends { name: string }>(list: T[]): T[] => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));

function resourceProperty(generation: Generation): INodeProperties {
	const own = resources.filter((resource) => resource.generation === generation);
	return {
		displayName: 'Resource',
		name: 'resource',
		...CHOICE,
		displayOptions: { show: { apiVersion: [generation] } },
		options: sorted(own.map(({ name, value }) => ({ name, value }))),
		default: generation === 'v4' ? 'lead' : 'legacyMessage',
	};
}

function operationProperty({ generation, value, operations }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		...CHOICE,
		displayOptions: { show: { apiVersion: [generation], resource: [value] } },
		options: sorted(
			operations.map(({ name, value: operation, action, description }) => ({
				name,
				value: operation,
				action,
				description,
			})),
		),
		default: operations[0].value,
	};
}

/** Which credential is asked for follows this parameter alone; where there is no choice it is hidden. */
function authenticationProperty(
	{ generation, value }: Resource,
	{ value: operation, authentication = ['oAuth2'] }: Operation,
): INodeProperties {
	const displayOptions = { show: { apiVersion: [generation], resource: [value], operation: [operation] } };
	if (authentication.length === 1) {
		return { ...HIDDEN_AUTHENTICATION, default: authentication[0], displayOptions };
	}
	return {
		displayName: 'Authentication',
		name: 'authentication',
		...CHOICE,
		options: authentication.map((way) => ({ ...AUTHENTICATION[way], value: way })),
		default: authentication[0],
		displayOptions,
	};
}

/** The parameters of an operation are shown for this operation only, within whatever conditions they bring along. */
function ownProperties({ generation, value }: Resource, operation: Operation): INodeProperties[] {
	return propertiesOf(operation).map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				apiVersion: [generation],
				resource: [value],
				operation: [operation.value],
				...property.displayOptions?.show,
			},
		},
	}));
}

/** The node's parameters, in the order of the screen. */
export const properties: INodeProperties[] = [
	resourceProperty('v4'),
	resourceProperty('legacy'),
	...resources.map(operationProperty),
	...resources.flatMap((resource) =>
		resource.operations.map((operation) => authenticationProperty(resource, operation)),
	),
	...resources.flatMap((resource) => resource.operations.flatMap((operation) => ownProperties(resource, operation))),
];

const ACTIONS = Object.fromEntries(
	resources.flatMap(({ value, operations }) =>
		operations.map((operation) => [`${value}:${operation.value}`, operation.action]),
	),
);

/** The chosen action in the words of the form, e.g. `Send message`. */
export const subtitle = `={{ (${JSON.stringify(ACTIONS)})[$parameter["resource"] + ":" + $parameter["operation"]] }}`;
