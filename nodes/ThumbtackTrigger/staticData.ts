import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Secret } from './basicAuth';

/** Whose events a webhook brings. */
export interface Owner {
	kind: 'business' | 'user';
	/** null for the user. */
	businessId: string | null;
}

export const isSameOwner = (one: Owner, other: Owner): boolean =>
	one.kind === other.kind && one.businessId === other.businessId;

export interface RegisteredWebhook extends Owner {
	webhookId: string;
}

/**
 * What the node remembers of its webhooks at Thumbtack, in n8n's static data. Written by the hooks only: n8n loses
 * what a call writes there.
 */
export interface Registration extends Secret {
	url: string;
	webhooks: RegisteredWebhook[];
}

type Context = Pick<IHookFunctions | IWebhookFunctions, 'getWorkflowStaticData'>;

function toWebhook({ webhookId, owner, businessId }: IDataObject): RegisteredWebhook[] {
	if (typeof webhookId !== 'string') return [];
	if (owner === 'user') return [{ webhookId, kind: 'user', businessId: null }];
	return typeof businessId === 'string' ? [{ webhookId, kind: 'business', businessId }] : [];
}

export function storedRegistration(ctx: Context): Registration | undefined {
	const { url, username, password, webhooks } = ctx.getWorkflowStaticData('node');
	if (typeof url !== 'string' || typeof username !== 'string' || typeof password !== 'string') return undefined;
	return {
		url,
		username,
		password,
		webhooks: Array.isArray(webhooks) ? (webhooks as IDataObject[]).flatMap(toWebhook) : [],
	};
}

/**
 * The registration while it is being worked on. Every change goes into the static data at once: nobody knows when n8n
 * stops.
 */
export class RegistrationStore {
	private readonly entries: Map<string, RegisteredWebhook>;

	constructor(
		private readonly ctx: Context,
		private readonly registration: Registration,
	) {
		this.entries = new Map(registration.webhooks.map((webhook) => [webhook.webhookId, webhook]));
		this.save();
	}

	get webhooks(): RegisteredWebhook[] {
		return [...this.entries.values()];
	}

	add(webhook: RegisteredWebhook): void {
		this.entries.set(webhook.webhookId, webhook);
		this.save();
	}

	remove(webhookId: string): void {
		if (this.entries.delete(webhookId)) this.save();
	}

	private save(): void {
		const { url, username, password } = this.registration;
		Object.assign(this.ctx.getWorkflowStaticData('node'), {
			url,
			username,
			password,
			webhooks: this.webhooks.map(({ webhookId, kind, businessId }) => ({ webhookId, owner: kind, businessId })),
		});
	}
}

export function forget(ctx: Context): void {
	const data = ctx.getWorkflowStaticData('node');
	for (const key of ['url', 'username', 'password', 'webhooks']) delete data[key];
}

/** Which business a webhook of this node is for; null when it is not one of its own, or the user's. */
export function businessOfWebhook(ctx: Context, webhookId: string | null): string | null {
	return storedRegistration(ctx)?.webhooks.find((webhook) => webhook.webhookId === webhookId)?.businessId ?? null;
}
