/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the sandbox's descriptions and keeps docs/endpoints.md */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

import { createParameterReader } from '../../../nodes/shared/parameters';
import { callOf } from '../../../nodes/Thumbtack/call';
import { resources } from '../../../nodes/Thumbtack/resources';
import { completeParameters } from '../../../tools/lib/testing/operation-samples';

/**
 * Every endpoint that the documents know on both sides, against the operation that calls it. The OpenAPI descriptions belong to
 * the sandbox and are written from the documents, not from the node.
 */

const root = path.join(__dirname, '..', '..', '..');
const TABLE = path.join(root, 'docs', 'endpoints.md');

interface Endpoint {
	operationId: string;
	method: string;
	path: string;
	pattern: RegExp;
	query: string[];
	body: string[];
}

interface Description {
	[key: string]: Description;
}

/** Not for operations: OAuth is n8n's and the credentials' business; the reviews of several businesses are of the demand side. */
const NOT_OPERATIONS = ['exchangeV4Token', 'exchangeLegacyToken', 'listReviews'];
/** Parameters by which lists are turned over; test/unit/api/pagination.test.ts covers them. */
const PAGING = ['limit', 'offset', 'cursor'];

function endpointsOf(file: string): Endpoint[] {
	const description = parse(readFileSync(path.join(root, 'tools', 'sandbox', 'openapi', file), 'utf8')) as Description;
	const resolve = (node: Description | undefined): Description | undefined =>
		node?.$ref !== undefined
			? resolve(
					String(node.$ref)
						.slice(2)
						.split('/')
						.reduce<Description>((from, key) => from[key], description),
				)
			: node;
	return Object.entries<Description>(description.paths).flatMap(([template, item]) =>
		Object.entries<Description>(item)
			.filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
			.map(([method, operation]) => {
				const parameters = [
					...((item.parameters as unknown as Description[]) ?? []),
					...((operation.parameters as unknown as Description[]) ?? []),
				];
				const body = resolve(resolve(operation.requestBody)?.content?.['application/json']?.schema);
				return {
					operationId: String(operation.operationId),
					method: method.toUpperCase(),
					path: template,
					pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
					query: parameters
						.map((parameter) => resolve(parameter)!)
						.filter((parameter) => String(parameter.in) === 'query')
						.flatMap((parameter) => {
							const name = String(parameter.name);
							const members = Object.keys(resolve(parameter.schema)?.properties ?? {});
							return members.length === 0 ? [name] : members.map((member) => `${name}[${member}]`);
						}),
					body: Object.keys(body?.properties ?? {}).concat(
						body?.oneOf
							? (body.oneOf as unknown as Description[]).flatMap((one) => Object.keys(resolve(one)?.properties ?? {}))
							: [],
					),
				};
			}),
	);
}

interface Called {
	name: string;
	method: string;
	path: string;
	query: string[];
	body: string[];
}

/** The calls of every operation, in each of its variants. */
function callsOf(): Called[] {
	return resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			completeParameters(operation).flatMap((parameters) =>
				(operation.authentication ?? ['oAuth2']).map((authentication) => {
					const fields = createParameterReader(
						(name) => parameters[name],
						(name) => name,
					);
					const call = callOf(operation, fields, authentication, { utmSource: 'cma-sandbox' });
					const body = typeof call.body === 'string' ? JSON.parse(call.body) : (call.body ?? {});
					return {
						name: `${resource.generation} ${resource.value}.${operation.value}`,
						method: call.method,
						path: call.path,
						query: Object.keys(call.query ?? {}),
						body: Object.keys(body),
					};
				}),
			),
		),
	);
}

const endpoints = [...endpointsOf('v4.yaml'), ...endpointsOf('marketplace.yaml'), ...endpointsOf('legacy.yaml')].filter(
	({ operationId }) => !NOT_OPERATIONS.includes(operationId),
);
const calls = callsOf();
/** The literal path wins over a parameter in its place, as in OpenAPI. */
const endpointOf = (call: Called) =>
	endpoints
		.filter(({ method, pattern }) => method === call.method && pattern.test(call.path))
		.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];

const rows = endpoints.map((endpoint) => {
	const callers = calls.filter((call) => endpointOf(call) === endpoint);
	return {
		endpoint,
		operations: [...new Set(callers.map(({ name }) => name))],
		sent: new Set(callers.flatMap(({ query, body }) => [...query, ...body])),
	};
});

describe('every documented endpoint', () => {
	it.each(rows)('$endpoint.method $endpoint.path has its operation', ({ operations }) => {
		expect(operations).toHaveLength(1);
	});

	it.each(rows)('$endpoint.method $endpoint.path: every documented field can be sent', ({ endpoint, sent }) => {
		const missing = [...endpoint.query, ...endpoint.body].filter(
			(field) => !PAGING.includes(field) && !sent.has(field),
		);
		expect(missing).toEqual([]);
	});

	it('no operation calls what is not documented', () => {
		expect(calls.filter((call) => endpointOf(call) === undefined)).toEqual([]);
	});
});

it('docs/endpoints.md says so', () => {
	const table = [
		'# Endpoints and operations',
		'',
		'Every endpoint that Thumbtack documents for pros, in both generations, and for marketplace partners, against the operation that calls it.',
		'Made by `UPDATE_DOCS=1 npx jest endpoints`; the test fails when the table is out of date, when an endpoint has no operation, or when a documented field cannot be sent.',
		'Each row is covered at four places: the request made from the fields (`test/unit/thumbtack/endpoints.test.ts`), the call through n8n-core against the sandbox, which checks it against its OpenAPI description',
		'(`test/core/action/operations.test.ts`), every way it can be refused (`test/core/action/replies.test.ts`), and a real n8n (`test/e2e/all-operations.test.ts`).',
		'',
		'| Endpoint | Operation | Fields checked |',
		'|---|---|---|',
		...rows.map(({ endpoint, operations }) => {
			const fields = [...endpoint.path.matchAll(/\{([^}]+)\}/g)]
				.map(([, name]) => name)
				.concat([...new Set([...endpoint.query, ...endpoint.body])]);
			return `| \`${endpoint.method} ${endpoint.path}\` | ${operations.join(', ')} | ${fields.map((field) => `\`${field}\``).join(', ') || '–'} |`;
		}),
		'',
		`${rows.length} endpoints, ${rows.filter(({ operations }) => operations.length === 0).length} without an operation.`,
		'',
	].join('\n');
	if (process.env.UPDATE_DOCS) writeFileSync(TABLE, table);
	expect(readFileSync(TABLE, 'utf8')).toBe(table);
});

// UPDATE_DOCS=1 writes it from what came out in test/core/action/operations.test.ts.
it('the editor knows the output of every operation before its first run', () => {
	const schemas = path.join(root, 'nodes', 'Thumbtack', '__schema__', 'v1.0.0');
	const missing = resources.flatMap(({ value, operations }) =>
		operations
			.map((operation) => `${value}/${operation.value}.json`)
			.filter((file) => !existsSync(path.join(schemas, file))),
	);
	expect(missing).toEqual([]);
});
