import type { JsonObject } from '../json';
import { id, isObject, list, own, word } from '../jsonAccess';
import type { Connection } from './client';
import { byOffset, collect } from './pagination';
import { ThumbtackError } from './thumbtackError';

/** The events of v4 that a webhook can subscribe to, as Thumbtack spells them (v4 Manage Webhooks and Users pages). */
export const WEBHOOK_EVENTS = {
	negotiationCreated: 'NegotiationCreatedV4',
	messageCreated: 'MessageCreatedV4',
	reviewCreated: 'ReviewCreatedV4',
	jobMatched: 'PresetJobMatchedV4',
	jobStatusChanged: 'PresetJobStatusChangedV4',
	jobCancelled: 'PresetJobCancelledV4',
	jobUpdated: 'PresetJobUpdatedV4',
	jobCompleted: 'PresetJobCompletedV4',
	/** For webhooks of a user only. */
	incentiveUsed: 'IncentiveUsedV4',
} as const;

/** A webhook belongs to a business or to the user; the calls are the same below these paths. */
export const WEBHOOK_PATHS = {
	business: '/api/v4/businesses/{businessId}/webhooks',
	user: '/api/v4/users/webhooks',
} as const;

/** How Thumbtack authenticates when it calls a webhook, as it is sent. */
export type WebhookAuth = { username: string; password: string } | { header: string; value: string };

export interface WebhookSettings {
	url: string;
	eventTypes: string[];
	enabled: boolean;
	/** Anyone with the URL can call it when absent. */
	auth?: WebhookAuth;
}

/** The body that makes or changes a webhook. */
export const webhookBody = ({ url, eventTypes, enabled, auth }: WebhookSettings): JsonObject => ({
	webhookURL: url,
	eventTypes,
	enabled,
	...(auth && { auth }),
});

/** A webhook as Thumbtack shows it. The secret is never shown. */
export interface Webhook {
	webhookId: string;
	url: string;
	eventTypes: string[];
	enabled: boolean;
	authType: string;
}

export function toWebhook(webhook: JsonObject): Webhook | undefined {
	const webhookId = id(own(webhook, 'webhookID'));
	if (webhookId === null) return undefined;
	return {
		webhookId,
		url: word(own(webhook, 'webhookURL')) ?? '',
		eventTypes: (list(webhook, 'eventTypes') ?? []).map(String),
		enabled: own(webhook, 'enabled') === true,
		authType: word(own(webhook, 'authType')) ?? '',
	};
}

/** Whose webhooks; null for the user's own. */
export interface WebhookOwner {
	businessId: string | null;
}

function pathOf({ businessId }: WebhookOwner): string {
	return businessId === null
		? WEBHOOK_PATHS.user
		: WEBHOOK_PATHS.business.replace('{businessId}', encodeURIComponent(businessId));
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
	/** @param businessField display name of the parameter that holds the businesses, for errors */
	constructor(
		private readonly connection: Connection,
		private readonly businessField: string,
	) {}

	async list(owner: WebhookOwner): Promise<Webhook[]> {
		const call = { method: 'GET', path: pathOf(owner), subjects: this.subjectsOf(owner) } as const;
		const found = await collect(this.connection, call, byOffset('webhookID'), Infinity);
		return found.flatMap((webhook) => toWebhook(webhook) ?? []);
	}

	/** Makes one and gives its id; undefined when Thumbtack does not say it. */
	async create(owner: WebhookOwner, settings: WebhookSettings): Promise<string | undefined> {
		const made = await this.connection.send({
			method: 'POST',
			path: pathOf(owner),
			body: webhookBody(settings),
			subjects: this.subjectsOf(owner),
			duplicateEffect: 'each event would then come twice',
		});
		return isObject(made) ? toWebhook(made)?.webhookId : undefined;
	}

	async update(owner: WebhookOwner, webhookId: string, settings: WebhookSettings): Promise<void> {
		await this.connection.send({
			method: 'PUT',
			path: `${pathOf(owner)}/${encodeURIComponent(webhookId)}`,
			body: webhookBody(settings),
			subjects: this.subjectsOf(owner),
		});
	}

	async setAuth(owner: WebhookOwner, webhookId: string, auth: WebhookAuth): Promise<void> {
		await this.connection.send({
			method: 'PUT',
			path: `${pathOf(owner)}/${encodeURIComponent(webhookId)}/auth`,
			body: { ...auth },
			subjects: this.subjectsOf(owner),
		});
	}

	/** Removes one; one that is not there any more is removed. */
	async remove(owner: WebhookOwner, webhookId: string): Promise<void> {
		const path = `${pathOf(owner)}/${encodeURIComponent(webhookId)}`;
		const removed = this.connection.send({ method: 'DELETE', path, subjects: this.subjectsOf(owner) });
		const failure = await removed.then(
			() => undefined,
			(error: Error) => error,
		);
		if (failure && !isGone(failure)) throw failure;
	}

	private subjectsOf({ businessId }: WebhookOwner) {
		return businessId === null ? [] : [{ what: 'business', id: businessId, field: this.businessField }];
	}
}
