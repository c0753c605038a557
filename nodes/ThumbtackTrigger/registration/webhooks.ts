import type { Connection, JsonObject } from '../../shared/api';
import { collect, ThumbtackError } from '../../shared/api';
import { byOffset } from '../../shared/api/pagination';
import type { Secret } from '../basicAuth';
import type { Owner } from '../staticData';

/** A webhook as Thumbtack shows it. The secret is never shown. */
export interface Webhook {
	webhookId: string;
	url: string;
	eventTypes: string[];
	enabled: boolean;
	authType: string;
}

export interface Settings {
	url: string;
	eventTypes: string[];
}

function toWebhook({ webhookID, webhookURL, eventTypes, enabled, authType }: JsonObject): Webhook[] {
	if (typeof webhookID !== 'string') return [];
	return [
		{
			webhookId: webhookID,
			url: String(webhookURL ?? ''),
			eventTypes: Array.isArray(eventTypes) ? eventTypes.map(String) : [],
			enabled: enabled === true,
			authType: String(authType ?? ''),
		},
	];
}

function pathOf({ businessId }: Owner): string {
	return businessId === null
		? '/api/v4/users/webhooks'
		: `/api/v4/businesses/${encodeURIComponent(businessId)}/webhooks`;
}

function subjectOf({ businessId }: Owner) {
	return businessId === null ? [] : [{ what: 'business', id: businessId, field: 'Business Names or IDs' }];
}

/** The status with which Thumbtack refused; undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
	return error instanceof ThumbtackError ? error.status : undefined;
}

export const isGone = (error: unknown): boolean => [404, 410].includes(statusOf(error) ?? 0);

/** Whether a refused list of a business's webhooks means that the account has no access to that business, or that it is gone. */
export const isLost = (error: unknown): boolean => isGone(error) || statusOf(error) === 403;

/** The webhooks at Thumbtack, of any owner within reach of the connection. */
export class Webhooks {
	constructor(private readonly connection: Connection) {}

	async list(owner: Owner): Promise<Webhook[]> {
		const found = await collect(
			this.connection,
			{ method: 'GET', path: pathOf(owner), subjects: subjectOf(owner) },
			byOffset('webhookID'),
			Infinity,
		);
		return found.flatMap(toWebhook);
	}

	/** Makes one and gives its id; undefined when Thumbtack does not say it. */
	async create(
		owner: Owner,
		{ url, eventTypes }: Settings,
		{ username, password }: Secret,
	): Promise<string | undefined> {
		const made = await this.connection.send({
			method: 'POST',
			path: pathOf(owner),
			body: { webhookURL: url, eventTypes, enabled: true, auth: { username, password } },
			subjects: subjectOf(owner),
			duplicateEffect: 'each event would then come twice',
		});
		return typeof made === 'object' && made !== null && !Array.isArray(made)
			? toWebhook(made)[0]?.webhookId
			: undefined;
	}

	async update(owner: Owner, webhookId: string, { url, eventTypes }: Settings): Promise<void> {
		await this.connection.send({
			method: 'PUT',
			path: `${pathOf(owner)}/${encodeURIComponent(webhookId)}`,
			body: { webhookURL: url, eventTypes, enabled: true },
			subjects: subjectOf(owner),
		});
	}

	async setSecret(owner: Owner, webhookId: string, { username, password }: Secret): Promise<void> {
		await this.connection.send({
			method: 'PUT',
			path: `${pathOf(owner)}/${encodeURIComponent(webhookId)}/auth`,
			body: { username, password },
			subjects: subjectOf(owner),
		});
	}

	/** Removes one; one that is not there any more is removed. */
	async remove(owner: Owner, webhookId: string): Promise<void> {
		const failure = await this.connection
			.send({ method: 'DELETE', path: `${pathOf(owner)}/${encodeURIComponent(webhookId)}`, subjects: subjectOf(owner) })
			.then(
				() => undefined,
				(error: Error) => error,
			);
		if (failure && !isGone(failure)) throw failure;
	}
}
