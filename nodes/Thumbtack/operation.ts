import type { INodeProperties } from 'n8n-workflow';

import type { ApiCall, Generation, JsonObject } from '../shared/api';
import type { PageStyle } from '../shared/api/pagination';
import type { ParameterReader } from '../shared/parameters';

/** Ways to sign in, as the parameter `authentication` names them. */
export type Authentication = 'oAuth2' | 'legacyToken' | 'basic';

/** One operation: what the user sees, and how its call is made from the parameters. It reads like the API's own documentation. */
export interface Operation {
	value: string;
	name: string;
	action: string;
	description: string;
	properties: INodeProperties[];
	/** The ways to sign in that Thumbtack accepts here, the usual one first; OAuth2 alone when absent. */
	authentication?: Authentication[];
	request(parameters: ParameterReader, authentication: Authentication): ApiCall;
	/** Makes the operation a list: its calls are repeated page by page, within Return All and Limit. */
	pages?: PageStyle;
	/** What becomes of the reply ({} when it is empty); for a list, of each item. The reply itself when absent. */
	read?(reply: JsonObject, parameters: ParameterReader): JsonObject;
	/** Environments that have the call, when not all do. */
	environments?: string[];
}

export interface Resource {
	value: string;
	name: string;
	generation: Generation;
	operations: Operation[];
}
