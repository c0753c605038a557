import type { ApiCall, Subject } from '../shared/api';
import type { JsonObject } from '../shared/json';
import { withJsonText } from '../shared/jsonText';
import type { ParameterReader } from '../shared/parameters';
import type { Authentication, Operation, RequestContext, RequestParts } from './operation';

/** What a parameter's id belongs to, in words: `phoneNumberId` → `phone number`. */
function nounOf(parameter: string): string {
	return parameter.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const hasBodyFields = ({ properties }: Operation): boolean =>
	properties.some(
		({ name, options }) => name === 'additionalFields' && options?.some((option) => option.name === 'additionalBody'),
	);

function bodyOf(operation: Operation, body: RequestParts['body'], parameters: ParameterReader): ApiCall['body'] {
	if (typeof body === 'string') return body;
	const object: JsonObject = {};
	for (const [key, value] of Object.entries(body ?? {})) if (value !== undefined) object[key] = value;
	const added = hasBodyFields(operation) ? parameters.group('additionalFields').jsonText('additionalBody') : '{}';
	if (added.trim() !== '{}') return withJsonText(object, added);
	return body && object;
}

/**
 * The call that an operation makes for one item: path filled in, ids checked, and the things named that errors are about.
 * @throws ParameterError
 */
export function callOf(
	operation: Operation,
	parameters: ParameterReader,
	authentication: Authentication,
	context: RequestContext = {},
): ApiCall {
	const { method, duplicateEffect, replyKeys, replyLists } = operation;
	const subjects: Subject[] = [];
	const subject = (name: string, id: string) => ({ what: nounOf(name), id, field: parameters.label(name) });

	const template = typeof operation.path === 'string' ? operation.path : operation.path(parameters, authentication);
	const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const own = operation.pathValues?.[name];
		if (own) return encodeURIComponent(own(parameters));
		const id = parameters.id(name);
		// The last thing that a path names is the most specific one.
		subjects.unshift(subject(name, id));
		return id;
	});

	const { query, body, about = [] } = operation.request?.(parameters, context) ?? {};
	for (const name of about) {
		const id = parameters.optionalId(name);
		if (id !== undefined) subjects.push(subject(name, id));
	}
	return {
		method,
		path,
		...(query && { query }),
		...(method !== 'GET' && { body: bodyOf(operation, body, parameters) }),
		...(subjects.length > 0 && { subjects }),
		...(duplicateEffect && { duplicateEffect }),
		...(replyKeys && { replyKeys }),
		...(replyLists && { replyLists }),
	};
}
