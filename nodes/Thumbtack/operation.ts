import type { INodeProperties } from 'n8n-workflow';

import type { ApiCall, Connection, CredentialName, Generation, Side } from '../shared/api';
import type { PageStyle } from '../shared/api/pagination';
import type { Json, JsonObject } from '../shared/json';
import type { ParameterReader } from '../shared/parameters';

/** Ways to sign in, as the parameter `authentication` names them. */
export type Authentication = 'oAuth2' | 'legacyToken' | 'basic';

/** The credential for a way to sign in. */
export function credentialNameOf(generation: Generation, authentication: Authentication): CredentialName {
	if (authentication === 'legacyToken') return 'thumbtackLegacyTokenApi';
	if (authentication === 'basic') return 'thumbtackBasicApi';
	return generation === 'legacy' ? 'thumbtackLegacyOAuth2Api' : 'thumbtackOAuth2Api';
}

/** What the credential knows and a call may need. */
export interface RequestContext {
	/** `utm_source` of a marketplace partner, e.g. `cma-partner`. */
	utmSource?: string;
}

/** What a call carries besides its path. Members that are undefined are left out. */
export interface RequestParts {
	query?: ApiCall['query'];
	/** An object, or JSON text that goes out as it stands (for numbers beyond 2^53). */
	body?: { [key: string]: Json | undefined } | string;
	/** Parameters that hold ids which the path does not name, so that errors can name them, e.g. `['businessId']`. */
	about?: string[];
}

/**
 * One operation: what the user sees, and how its call is made from the parameters. It reads like the API's own documentation.
 *
 * `callOf` (call.ts) fills in the path and lays "Body Fields (JSON)" over the body; `propertiesOf` adds Return All, Limit and Simplify.
 */
export interface Operation {
	/** Value, name, action and description of the option in the form. */
	value: string;
	name: string;
	action: string;
	description: string;
	properties: INodeProperties[];
	/** The ways to sign in that Thumbtack accepts here, the usual one first; OAuth2 alone when absent. */
	authentication?: Authentication[];
	/** Which clients may make the call; those of the resource, or `['pro']`, when absent. */
	sides?: Side[] | ((parameters: ParameterReader) => Side[]);
	/** Environments that have the call, when not all do. */
	environments?: string[];

	method: ApiCall['method'];
	/** e.g. `/api/v4/negotiations/{leadId}/messages`: each name in braces is the parameter with the id that goes there. */
	path: string | ((parameters: ParameterReader, authentication: Authentication) => string);
	/** What goes into the path where it is not simply the id in the parameter of that name. */
	pathValues?: Record<string, (parameters: ParameterReader) => string>;
	/** The rest of the call; absent when the path says it all. */
	request?(parameters: ParameterReader, context: RequestContext): RequestParts;
	/** Why a repeat would do harm, e.g. `the customer would get the message twice`; for every POST. */
	duplicateEffect?: string;

	/** Members of which a documented reply has at least one; what else comes is not Thumbtack's. */
	replyKeys?: string[];
	/** Member of the reply that has to be a list. */
	replyLists?: string;

	/**
	 * Checks a condition before the call: returns the item to output instead of calling; undefined when the call should be made.
	 * Runs after the item's parameters were checked.
	 */
	unless?(connection: Connection, call: ApiCall, parameters: ParameterReader): Promise<JsonObject | undefined>;
	/** Makes the operation a list with Return All and Limit: its calls are repeated page by page. */
	pages?: PageStyle;
	/** Gives the operation the parameter Simplify, and makes the item that comes out when it is on. */
	simplify?(item: JsonObject): JsonObject;
	/** What becomes of the reply ({} when it is empty): one item or several. For a list, of each of its items. The reply itself when absent. */
	read?(reply: JsonObject, parameters: ParameterReader): JsonObject | JsonObject[];
}

export interface Resource {
	value: string;
	name: string;
	generation: Generation;
	/** For all of its operations that say nothing else. */
	sides?: Side[];
	operations: Operation[];
}
