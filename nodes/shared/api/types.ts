import type { Json, JsonObject } from '../json';
import type { Exhausted } from './rateLimiter';

export type { JsonObject };

/** What a call is about, in the words of the screen, so that a failure can name it. */
export interface Subject {
	/** e.g. `lead` */
	what: string;
	/** The id that the user gave. */
	id: string;
	/** Display name of the parameter that holds it, e.g. `Lead`. */
	field: string;
}

/** One call to Thumbtack, as its documentation writes it. */
export interface ApiCall {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** From the origin on, e.g. `/api/v4/users/self`. */
	path: string;
	query?: Record<string, string | number | undefined>;
	/** A JSON value, or JSON text that is sent as it is (for numbers beyond 2^53). */
	body?: JsonObject | string;
	/** The things that the path names, the most specific first. */
	subjects?: Subject[];
	/** Why a repeat would do harm, e.g. `the customer would get the message twice`. A POST is never repeated blindly, whether this is set or not. */
	duplicateEffect?: string;
	/** Members of which a documented reply has at least one. Without them any object passes that isn't an error, and for writes an empty body. */
	replyKeys?: string[];
	/** Member of the reply that has to be a list. */
	replyLists?: string;
}

/** What came back, whatever its status. */
export interface Reply {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The JSON of the body; undefined when the body is empty, its text when it is not JSON. */
	body: Json | undefined;
}

/** Why there is no usable access token. */
export type TokenCause =
	/** The refresh token or the code is no longer accepted. */
	| 'reconnect'
	/** There never was a refresh token. */
	| 'noRefreshToken'
	| 'notConnected'
	/** The client is unknown, or its secret is wrong. */
	| 'wrongClient'
	/** The client is known, but may not sign in this way. */
	| 'notEnabled'
	| 'unsupportedGrant'
	| 'scopeRefused'
	/** The endpoint reads its parameters from elsewhere. */
	| 'misunderstood'
	| 'wrongAddress'
	| 'firewall'
	| 'busy'
	/** Later it may work. */
	| 'unavailable';

export interface TokenFailure {
	kind: 'token';
	cause: TokenCause;
	/** Thumbtack's own words. */
	detail?: string;
	status?: number;
}

/** Why a call failed. */
export type Failure =
	/** Thumbtack refused it. */
	| { kind: 'reply'; reply: Reply }
	/** A success whose body isn't Thumbtack's. */
	| { kind: 'body'; reply: Reply; expected: string }
	/** Nothing came back; `code` is the one of the socket or the resolver, e.g. `ECONNRESET`. */
	| { kind: 'network'; code: string }
	/** Refused with 429 for too long. The call was not carried out; `reply` is missing where it was not even made. */
	| ({ kind: 'rateLimit'; reply?: Reply } & Exhausted)
	/** The access token could not be renewed; the call itself was refused with 401, so nothing was done. */
	| TokenFailure;
