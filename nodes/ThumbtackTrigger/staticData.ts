import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord } from '../shared/jsonAccess';
import type { SecretHash } from './secretHash';

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
 * what a call writes there. Everybody who can read the workflow can read it, so it holds no password.
 */
export interface Registration {
	url: string;
	/** Of `username:password`. One, or more while not every webhook at Thumbtack has the latest secret. */
	secrets: SecretHash[];
	webhooks: RegisteredWebhook[];
}

type Context = Pick<IHookFunctions | IWebhookFunctions, 'getWorkflowStaticData' | 'getInstanceId' | 'getWorkflow'>;

const KEYS = ['instanceId', 'workflowId', 'url', 'secrets', 'webhooks'];

/** To whom a registration belongs. Static data travels with a copy of the workflow; the webhooks don't. */
function identity(ctx: Context): { instanceId: string; workflowId: string } {
	return { instanceId: ctx.getInstanceId(), workflowId: ctx.getWorkflow().id ?? '' };
}

const objects = (value: IDataObject[string]): IDataObject[] =>
	Array.isArray(value) ? value.filter((entry): entry is IDataObject => isRecord(entry)) : [];

function toWebhook({ webhookId, owner, businessId }: IDataObject): RegisteredWebhook[] {
	if (typeof webhookId !== 'string') return [];
	if (owner === 'user') return [{ webhookId, kind: 'user', businessId: null }];
	return typeof businessId === 'string' ? [{ webhookId, kind: 'business', businessId }] : [];
}

function toSecret({ salt, hash }: IDataObject): SecretHash[] {
	return typeof salt === 'string' && typeof hash === 'string' ? [{ salt, hash }] : [];
}

/** The registration of this workflow in this n8n; undefined when there is none, or only one that a copied workflow brought along. */
export function storedRegistration(ctx: Context): Registration | undefined {
	const { instanceId, workflowId, url, secrets, webhooks } = ctx.getWorkflowStaticData('node');
	if (typeof url !== 'string') return undefined;
	const own = identity(ctx);
	if (instanceId !== own.instanceId || workflowId !== own.workflowId) return undefined;
	return { url, secrets: objects(secrets).flatMap(toSecret), webhooks: objects(webhooks).flatMap(toWebhook) };
}

/**
 * The registration while it is being worked on. Every change goes into the static data at once, because n8n can
 * stop at any time.
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

	/** From now on only the latest secret is accepted. */
	forgetFormerSecrets(): void {
		this.registration.secrets.splice(1);
		this.save();
	}

	private save(): void {
		const { url, secrets } = this.registration;
		Object.assign(this.ctx.getWorkflowStaticData('node'), {
			...identity(this.ctx),
			url,
			secrets: secrets.map(({ salt, hash }) => ({ salt, hash })),
			webhooks: this.webhooks.map(({ webhookId, kind, businessId }) => ({ webhookId, owner: kind, businessId })),
		});
	}
}

export function forget(ctx: Context): void {
	const data = ctx.getWorkflowStaticData('node');
	for (const key of KEYS) delete data[key];
}

/** The business that a webhook of this node is for; null for a webhook of another node or of the user. */
export function businessOfWebhook(ctx: Context, webhookId: string | null): string | null {
	return storedRegistration(ctx)?.webhooks.find((webhook) => webhook.webhookId === webhookId)?.businessId ?? null;
}
