import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { collect, connect, type ApiCall, type Connection, type Side } from '../shared/api';
import type { JsonObject } from '../shared/json';
import { isObject } from '../shared/jsonAccess';
import { toNodeError } from '../shared/nodeError';
import { createParameterReader, ParameterError, type ParameterReader } from '../shared/parameters';
import { parseUrl } from '../shared/url';
import { callOf } from './call';
import { Lanes } from './lanes';
import { credentialNameOf, type Authentication, type Operation, type Resource } from './operation';
import { findOperation } from './resources';
import { propertiesOf } from './resources/descriptions';

/** Calls under way at once. More gain little, since n8n's own work per call is what limits then; fewer wait for the network. */
const CONCURRENCY = 10;

/** n8n throws for a parameter that is not there, unless it has something to give instead. */
const ABSENT = '\u0000absent';

/** What is chosen once for all items. */
interface Action {
	resource: Resource;
	operation: Operation;
	authentication: Authentication;
	connection: Connection;
	labels: Map<string, string>;
}

interface Failure {
	itemIndex: number;
	error: NodeApiError | NodeOperationError;
}

/**
 * Runs the chosen operation on every item: in parallel, but writes to the same path in the order of the items. Each result is paired
 * with its item, each failure belongs to its item.
 */
export async function run(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const count = this.getInputData().length;
	const results: INodeExecutionData[][] = Array.from({ length: count }, () => []);
	const failures: Failure[] = [];
	const carriedOut: number[] = [];
	const goesOn = this.continueOnFail();
	const failed = (itemIndex: number, error: unknown) => {
		const explained = toNodeError(this.getNode(), error, itemIndex);
		if (goesOn) results[itemIndex] = [errorItem(explained, itemIndex)];
		else failures.push({ itemIndex, error: explained });
	};

	let action: Action;
	try {
		action = await actionOf(this);
	} catch (error) {
		if (!goesOn) throw toNodeError(this.getNode(), error);
		for (let itemIndex = 0; itemIndex < count; itemIndex++) failed(itemIndex, error);
		return [results.flat()];
	}

	const lanes = new Lanes(CONCURRENCY);
	// After a failure that ends the run no further item is begun: what was not sent can be sent again without harm.
	for (let itemIndex = 0; itemIndex < count && failures.length === 0; itemIndex++) {
		try {
			const parameters = parametersOf(this, action, itemIndex);
			const { call, perform } = prepare(action, parameters);
			lanes.add(call.method === 'GET' ? undefined : call.path, async () => {
				if (failures.length > 0) return;
				try {
					const found = await perform();
					results[itemIndex] = found.map((json) => ({ json, pairedItem: { item: itemIndex } }));
					carriedOut.push(itemIndex);
				} catch (error) {
					failed(itemIndex, error);
				}
			});
		} catch (error) {
			failed(itemIndex, error);
		}
		await lanes.room();
	}
	await lanes.finished();

	if (failures.length > 0) throw ofRun(failures, action.operation.method === 'GET' ? [] : carriedOut);
	return [results.flat()];
}

async function actionOf(ctx: IExecuteFunctions): Promise<Action> {
	const { resource, operation } = findOperation(
		ctx.getNodeParameter('apiVersion', 0),
		ctx.getNodeParameter('resource', 0),
		ctx.getNodeParameter('operation', 0),
	);
	const ways = operation.authentication ?? ['oAuth2'];
	const authentication = createParameterReader(
		(name) => ctx.getNodeParameter(name, 0, ways[0]),
		() => 'Authentication',
	).option('authentication', ways);
	const connection = await connect(ctx, credentialNameOf(resource.generation, authentication), resource.generation);
	if (operation.environments && !operation.environments.includes(connection.environment)) {
		throw new ParameterError(
			`"${operation.action}" is not available in the environment "${connection.environment}"`,
			`Choose a credential whose "Environment" is ${operation.environments.join(' or ')}.`,
		);
	}
	return { resource, operation, authentication, connection, labels: labelsOf(propertiesOf(operation)) };
}

/** Checks an item's parameters and makes its call, without sending it. */
function prepare(
	{ resource, operation, authentication, connection }: Action,
	parameters: ParameterReader,
): { call: ApiCall; perform: () => Promise<JsonObject[]> } {
	if (resource.generation === 'v4') checkSide(resource, operation, parameters, connection);
	const call = callOf(operation, parameters, authentication, connection);
	const { pages, read = (item: JsonObject) => item, simplify, unless } = operation;
	const isSimple = simplify !== undefined && parameters.boolean('simplify');
	const wanted = !pages || parameters.boolean('returnAll') ? Infinity : parameters.wholeNumber('limit');
	const items = (reply: JsonObject) => {
		const found = read(reply, parameters);
		return (Array.isArray(found) ? found : [found]).map((item) => (isSimple ? simplify(item) : item));
	};
	const perform = async (): Promise<JsonObject[]> => {
		if (pages) return (await collect(connection, call, pages, wanted)).flatMap(items);
		const instead = await unless?.(connection, call, parameters);
		if (instead) return [instead];
		const reply = await connection.send(call);
		// Thumbtack answers some calls with nothing at all; an item without a field would look like a fault.
		return items(isObject(reply) ? reply : {}).map((item) => (Object.keys(item).length > 0 ? item : { success: true }));
	};
	return { call, perform };
}

const SIDES: Record<Side, string> = { pro: 'pro integrations', marketplace: 'marketplace partners' };

/** @throws ParameterError when the call is not for clients of the credential's side */
function checkSide(resource: Resource, operation: Operation, parameters: ParameterReader, { side }: Connection): void {
	const own = typeof operation.sides === 'function' ? operation.sides(parameters) : operation.sides;
	const sides = own ?? resource.sides ?? ['pro'];
	if (sides.includes(side)) return;
	throw new ParameterError(
		`"${operation.action}" is a call for ${SIDES[sides[0]]}, and the credential is for ${SIDES[side]}`,
		`Choose a Thumbtack OAuth2 API credential whose "API" is for ${SIDES[sides[0]]}. Nothing was sent.`,
	);
}

function parametersOf(ctx: IExecuteFunctions, { labels, connection }: Action, itemIndex: number): ParameterReader {
	const host = connection.environment === 'custom' ? parseUrl(connection.origin)?.host : undefined;
	return createParameterReader(
		(name) => {
			const value = ctx.getNodeParameter(name, itemIndex, ABSENT);
			return value === ABSENT ? undefined : value;
		},
		(name) => labels.get(name) ?? name,
		{ timeZone: ctx.getTimezone(), hosts: host === undefined ? [] : [host] },
	);
}

/** The names on the form, those inside of collections too. */
function labelsOf(properties: INodeProperties[]): Map<string, string> {
	const inner = (property: INodeProperties) =>
		(property.options ?? []).flatMap((option) =>
			'values' in option ? option.values : 'type' in option ? [option] : [],
		);
	return new Map(
		properties
			.flatMap((property) => [...inner(property), property])
			.map(({ name, displayName }) => [name, displayName]),
	);
}

/**
 * What the next node gets for an item that failed. No `error` member on the item: n8n would replace the json by the message alone. It
 * takes an item for failed, and routes it to the error output, as long as the keys are among `error`, `message` and `details`.
 */
function errorItem({ message, description }: NodeApiError | NodeOperationError, item: number): INodeExecutionData {
	return { json: { error: message, details: description ?? null }, pairedItem: { item } };
}

/** Item numbers in words, as n8n counts them: `0 to 3 and 5`. */
function listed(itemIndexes: number[]): string {
	const sorted = [...itemIndexes].sort((a, b) => a - b);
	const ranges: Array<[number, number]> = [];
	for (const index of sorted) {
		const last = ranges.at(-1);
		if (last && last[1] === index - 1) last[1] = index;
		else ranges.push([index, index]);
	}
	const words = ranges.map(([from, to]) =>
		from === to ? String(from) : `${from}${to === from + 1 ? ' and ' : ' to '}${to}`,
	);
	return words.join(', ');
}

/** The first failure, with the outcome of the other items: a second run must not repeat the ones that succeeded. */
function ofRun(failures: Failure[], carriedOut: number[]): Error {
	const [first, ...others] = failures.sort((a, b) => a.itemIndex - b.itemIndex);
	const lines = [first.error.description ?? ''];
	for (const { itemIndex, error } of others) lines.push(`Item ${itemIndex} failed too: ${error.message}.`);
	if (carriedOut.length > 0) {
		lines.push(
			`Already carried out: ${carriedOut.length === 1 ? 'item' : 'items'} ${listed(carriedOut)} (the first item is 0). Run only the other items again.`,
		);
	}
	first.error.description = lines.filter((line) => line !== '').join('\n');
	return first.error;
}
