import type { IExecuteFunctions, INodeExecutionData, INodeProperties, JsonObject as N8nJsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { collect, connect, type Connection, type CredentialName, type JsonObject } from '../shared/api';
import { createParameterReader, ParameterError, type ParameterReader } from '../shared/parameters';
import { callOf } from './call';
import type { Authentication, Operation } from './operation';
import { findOperation } from './resources';
import { propertiesOf } from './resources/descriptions';

const CREDENTIALS = new Map<Authentication, CredentialName>([
	['oAuth2', 'thumbtackOAuth2Api'],
	['legacyToken', 'thumbtackLegacyTokenApi'],
	['basic', 'thumbtackBasicApi'],
]);

/** Calls under way at once. More gain little, since n8n's own work per call is what limits then; fewer wait for the network. */
const CONCURRENCY = 10;

/** Runs the chosen operation on every item: in parallel but in order, each result paired with its item, failures per item. */
export async function run(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const { resource, operation } = findOperation(
		this.getNodeParameter('apiVersion', 0),
		this.getNodeParameter('resource', 0),
		this.getNodeParameter('operation', 0),
	);
	const authentication = this.getNodeParameter(
		'authentication',
		0,
		operation.authentication?.[0] ?? 'oAuth2',
	) as Authentication;
	const connection = await connect(this, CREDENTIALS.get(authentication) ?? 'thumbtackOAuth2Api', resource.generation);
	if (operation.environments && !operation.environments.includes(connection.environment)) {
		throw new NodeOperationError(
			this.getNode(),
			`Thumbtack has no "${operation.name}" for ${resource.name.toLowerCase()}s in the environment "${connection.environment}"`,
			{
				description: `Choose a credential whose "Environment" is ${operation.environments.join(' or ')}.`,
			},
		);
	}

	const labels = labelsOf(propertiesOf(operation));
	const results: INodeExecutionData[][] = [];
	const failures: Array<{ itemIndex: number; error: Error }> = [];
	let next = 0;
	const worker = async () => {
		// After a failure that ends the run no further item is begun: what was not sent can be sent again without harm.
		while (next < items.length && failures.length === 0) {
			const itemIndex = next++;
			try {
				const parameters = parametersOf(this, labels, itemIndex);
				const found = await perform(connection, operation, parameters, authentication);
				results[itemIndex] = found.map((json) => ({ json, pairedItem: { item: itemIndex } }));
			} catch (error) {
				const explained = forItem(this, error as Error, itemIndex);
				if (this.continueOnFail()) {
					results[itemIndex] = [
						{
							json: { error: explained.message, description: explained.description ?? null },
							error: explained,
							pairedItem: { item: itemIndex },
						},
					];
				} else {
					failures.push({ itemIndex, error: explained });
				}
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
	if (failures.length > 0) throw failures.sort((a, b) => a.itemIndex - b.itemIndex)[0].error;
	return [results.flat()];
}

async function perform(
	connection: Connection,
	operation: Operation,
	parameters: ParameterReader,
	authentication: Authentication,
): Promise<JsonObject[]> {
	const call = callOf(operation, parameters, authentication);
	const { read = (item: JsonObject) => item, simplify } = operation;
	const isSimple = simplify !== undefined && parameters.boolean('simplify');
	const results = (reply: JsonObject) => {
		const items = read(reply, parameters);
		return (Array.isArray(items) ? items : [items]).map((item) => (isSimple ? simplify(item) : item));
	};
	if (operation.pages) {
		const wanted = parameters.boolean('returnAll') ? Infinity : parameters.wholeNumber('limit');
		return (await collect(connection, call, operation.pages, wanted)).flatMap(results);
	}
	const reply = await connection.send(call);
	const items = results(typeof reply === 'object' && reply !== null && !Array.isArray(reply) ? reply : {});
	// Thumbtack answers some calls with nothing at all; an item without a field would look like a fault.
	return items.map((item) => (Object.keys(item).length > 0 ? item : { success: true }));
}

function parametersOf(ctx: IExecuteFunctions, labels: Map<string, string>, itemIndex: number): ParameterReader {
	return createParameterReader(
		(name) => ctx.getNodeParameter(name, itemIndex, undefined),
		(name) => labels.get(name) ?? name,
		{ timeZone: ctx.getTimezone() },
	);
}

/** The names on the screen, those inside of collections too. */
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

/** The error as n8n shows it, with the number of the item it belongs to. */
function forItem(ctx: IExecuteFunctions, error: Error, itemIndex: number): NodeApiError | NodeOperationError {
	if (error instanceof ParameterError) {
		return new NodeOperationError(ctx.getNode(), error.message, { description: error.description, itemIndex });
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex = itemIndex;
		return error;
	}
	return new NodeApiError(ctx.getNode(), error as unknown as N8nJsonObject, { itemIndex });
}
