import type { Json, JsonObject } from '../json';

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

/** One call to Thumbtack, as its documents write it. */
export interface ApiCall {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** From the origin on, e.g. `/api/v4/users/self`. */
	path: string;
	query?: Record<string, string | number | undefined>;
	/** A JSON value, or JSON text that goes out as it stands (for numbers beyond 2^53). */
	body?: JsonObject | string;
	/** The things that the path names, the most specific first. */
	subjects?: Subject[];
	/** Why a repeat would do harm, e.g. `the customer would get the message twice`. A POST is never repeated blindly, whether this is said or not. */
	duplicateEffect?: string;
}

/** What came back, whatever its status. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	/** The JSON of the body; undefined when the body is empty, its text when it is not JSON. */
	body: Json | undefined;
}

/**
 * `reconnect`: the refresh token is dead; `noRefreshToken`: there never was one; `misunderstood`: the endpoint reads its parameters from
 * elsewhere; `unavailable`: later it may work.
 */
export type TokenTrouble =
	'reconnect' | 'noRefreshToken' | 'wrongClient' | 'notConnected' | 'misunderstood' | 'unavailable';

/** Why no usable reply came back. */
export type Failure =
	| { kind: 'reply'; reply: Reply }
	/** Nothing came back; `code` is the one of the socket or the resolver, e.g. `ECONNRESET`. */
	| { kind: 'network'; code: string }
	/** The access token could not be renewed; the call itself was refused with 401, so nothing was done. */
	| { kind: 'token'; cause: TokenTrouble; detail?: string };
