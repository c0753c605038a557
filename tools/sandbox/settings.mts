import { ControlError } from './controlError.mts';
import type { Json, JsonObject } from './types.mts';

export const settingDefaults = {
	/** Where legacy /v2/tokens/access reads its parameters. The document knows only the query. */
	legacyTokenParameters: 'query' as 'query' | 'body' | 'either',
	/** This many of the next legacy refreshes answer the literal `null` though the token was rotated. */
	nullTokenReplies: 0,
	accessTokenSeconds: 3600,
	authorizationCodeSeconds: 300,
	v4RefreshTokenSeconds: 180 * 86_400,
	legacyRefreshTokenSeconds: 720 * 3600,
	v4GraceSeconds: 60,
	legacyGraceSeconds: 10,
	rateLimitPerSecond: null as number | null,
	/** Seconds in a Retry-After header of a 429; null sends none, as Thumbtack documents none. */
	retryAfterSeconds: null as number | null,
	/** How long a request may refer to a search of the marketplace side. */
	searchSeconds: 7 * 86_400,
	latencyMs: 0,
	allowHttpWebhooks: true,
	messageOrder: 'newestFirst' as 'newestFirst' | 'oldestFirst',
	messagePaging: 'sentBefore' as 'sentBefore' | 'cursor',
	businessPaging: 'offset' as 'offset' | 'none',
	/** Precision of `sentAt`; with seconds, messages of one second share their time. */
	messageTimes: 'millis' as 'millis' | 'seconds',
	/** The list of leads stands on one page of the docs only; false makes it 404. */
	leadList: true,
	pageStuck: false,
	retryDeliveries: false,
	retryDelayMs: 1000,
	deliveryTimeoutMs: 10_000,
	deliverTwice: false,
	/** A message that repeats the description arrives before its NegotiationCreatedV4. */
	messageBeforeLead: false,
	/** MessageCreatedV4 carries the customer and the business block, against the spec. */
	bothMessageBlocks: false,
	/** Deliveries without the blocks that are optional or often missing. */
	omitOptionalBlocks: false,
	/** Whether v4 hooks hear of the pro's own messages. */
	echoBusinessMessages: true,
};

export type Settings = typeof settingDefaults;

const choices: { [K in keyof Settings]?: Settings[K][] } = {
	legacyTokenParameters: ['query', 'body', 'either'],
	messageOrder: ['newestFirst', 'oldestFirst'],
	messagePaging: ['sentBefore', 'cursor'],
	businessPaging: ['offset', 'none'],
	messageTimes: ['millis', 'seconds'],
};
const nullable = new Set<string>(['rateLimitPerSecond', 'retryAfterSeconds']);

export function changedSettings(current: Settings, changes: JsonObject): Settings {
	for (const [key, value] of Object.entries(changes)) {
		if (!Object.hasOwn(settingDefaults, key)) {
			throw new ControlError(`unknown setting '${key}'; known: ${Object.keys(settingDefaults).join(', ')}`);
		}
		if (!allowed(key as keyof Settings, value)) throw new ControlError(`bad value for setting '${key}'`);
	}
	return { ...current, ...changes } as Settings;
}

function allowed(key: keyof Settings, value: Json): boolean {
	const options = choices[key] as Json[] | undefined;
	if (options) return options.includes(value);
	if (nullable.has(key)) return value === null || (typeof value === 'number' && value > 0);
	if (typeof settingDefaults[key] === 'number') return typeof value === 'number' && value >= 0;
	return typeof value === typeof settingDefaults[key];
}
