import { randomBytes } from 'crypto';
import type { IHookFunctions } from 'n8n-workflow';

import { mayHaveArrived } from '../../shared/api/retryPolicy';
import { isGone, isLost, statusOf, type Webhook, type WebhookSettings, type Webhooks } from '../../shared/api/webhooks';
import { ThumbtackError } from '../../shared/api';
import { ParameterError } from '../../shared/parameters';
import type { Secret } from '../basicAuth';
import { sourceOf } from '../parameters';
import { hashSecret } from '../secretHash';
import {
	RegistrationStore,
	forget,
	isSameOwner,
	storedRegistration,
	type Owner,
	type RegisteredWebhook,
} from '../staticData';
import { checkParameters } from './checkParameters';
import { connectionOf, desiredState, ownersOf, urlOf, urlRefusal, webhooksOf, type DesiredState } from './desiredState';
import { withHookErrors } from './hookErrors';

/** Former secrets that stay valid while webhooks at Thumbtack may still have them. */
const MAX_FORMER_SECRETS = 2;

/** Whether all is at Thumbtack as it should be, with any source but a managed webhook always. Changes nothing. */
export async function isRegistered(ctx: IHookFunctions): Promise<boolean> {
	return await withHookErrors(ctx, 'check', async () => {
		checkParameters(ctx);
		if (sourceOf(ctx) !== 'managed') return true;
		const desired = await desiredState(ctx);
		const known = storedRegistration(ctx);
		if (known?.url !== desired.url || known.secrets.length === 0) return false;
		if (!known.webhooks.every((webhook) => desired.owners.some((owner) => isSameOwner(owner, webhook)))) return false;
		const { webhooks, lost } = await listAll(desired);
		for (const found of webhooks.values()) {
			const [webhook, ...surplus] = ownWebhooks(found, desired.url, known.webhooks);
			if (!webhook || surplus.length > 0 || !isKnown(webhook, known.webhooks)) return false;
			if (!hasSettings(webhook, desired) || webhook.authType !== 'Basic') return false;
		}
		if (webhooks.size === 0) return false;
		warnOfLost(ctx, lost);
		return true;
	});
}

/**
 * Makes the webhooks at Thumbtack match the desired state, whatever state they are in: n8n calls this up to five times
 * in a row, and a crash can leave the last call half done. Therefore a webhook with exactly our URL is reused, not
 * created again. Every webhook gets a new secret each time, because the last one cannot be read anywhere.
 */
export async function register(ctx: IHookFunctions): Promise<boolean> {
	return await withHookErrors(ctx, 'register', async () => {
		if (sourceOf(ctx) !== 'managed') return true;
		const desired = await desiredState(ctx);
		const { webhooks, lost } = await listAll(desired);
		if (webhooks.size === 0) throw lost[0].failure;
		warnOfLost(ctx, lost);

		const known = storedRegistration(ctx);
		const secret = { username: randomBytes(32).toString('hex'), password: randomBytes(32).toString('hex') };
		const store = new RegistrationStore(ctx, {
			url: desired.url,
			secrets: [
				hashSecret(`${secret.username}:${secret.password}`),
				...(known?.secrets ?? []).slice(0, MAX_FORMER_SECRETS),
			],
			webhooks: known?.webhooks ?? [],
		});
		const made: RegisteredWebhook[] = [];
		let isDone = false;
		try {
			for (const [owner, found] of webhooks) await reconcile(desired, owner, found, secret, store, made);
			for (const webhook of store.webhooks) {
				if (desired.owners.some((owner) => isSameOwner(owner, webhook))) continue;
				await removeFormer(ctx, desired.webhooks, webhook);
				store.remove(webhook.webhookId);
			}
			// The webhook of a lost business may still bring its events, with the secret that it had.
			const hasLost = store.webhooks.some((webhook) => lost.some(({ owner }) => isSameOwner(owner, webhook)));
			if (!hasLost) store.forgetFormerSecrets();
			isDone = true;
		} finally {
			if (!isDone) await rollback(ctx, desired.webhooks, made, store);
		}
		return true;
	});
}

/** Removes from Thumbtack all that this node has put there, and nothing else. */
export async function unregister(ctx: IHookFunctions): Promise<boolean> {
	return await withHookErrors(ctx, 'remove', async () => {
		if (sourceOf(ctx) !== 'managed') return true;
		const known = storedRegistration(ctx);
		const url = urlOf(ctx);
		const connection = await connectionOf(ctx);
		// Nothing can have been registered under such an address: the activation was refused for it.
		if (!known && urlRefusal(url, connection)) return true;

		const webhooks = webhooksOf(connection);
		const failures: Error[] = [];
		// All is tried before anything is reported. What is gone already needs no removing.
		const tried = async <T>(work: Promise<T>): Promise<T | undefined> =>
			await work.catch((error: Error) => {
				// Invalid owners were never registered: publishing was refused for them.
				if (!isGone(error) && !(error instanceof ParameterError)) failures.push(error);
				return undefined;
			});

		const targets = new Map((known?.webhooks ?? []).map((webhook) => [webhook.webhookId, webhook]));
		const owners = uniqueOwners([...targets.values(), ...((await tried(ownersOf(ctx, connection))) ?? [])]);
		const lost: Lost[] = [];
		for (const { kind, businessId } of owners) {
			const found = await webhooks.list({ businessId }).catch((error: Error) => error);
			if (!(found instanceof Error)) {
				for (const { webhookId, url: target } of found)
					if (target === url || target === known?.url) targets.set(webhookId, { webhookId, kind, businessId });
			} else if (kind === 'business' && isLost(found)) lost.push({ owner: { kind, businessId }, failure: found });
			else if (!isGone(found)) failures.push(found);
		}
		// An account that reaches none of its businesses is probably not the one that registered the webhooks.
		const refused = lost.filter(({ failure }) => !isGone(failure));
		if (refused.length > 0 && lost.length === owners.length) throw refused[0].failure;
		warnOfLost(ctx, lost);

		const store = known && new RegistrationStore(ctx, known);
		for (const target of targets.values()) {
			if (lost.some(({ owner }) => isSameOwner(owner, target))) continue;
			const isRemoved = await tried(webhooks.remove(target, target.webhookId).then(() => true));
			if (isRemoved) store?.remove(target.webhookId);
		}
		if (failures.length > 0) throw failures[0];
		forget(ctx);
		return true;
	});
}

/** A business to whose webhooks the account has no access, and how Thumbtack said so. */
interface Lost {
	owner: Owner;
	failure: Error;
}

/**
 * The webhooks that each owner has now. One business that the account has lost must not take the webhooks of the others
 * down, so it is told apart.
 */
async function listAll({ owners, webhooks }: DesiredState): Promise<{ webhooks: Map<Owner, Webhook[]>; lost: Lost[] }> {
	const all = new Map<Owner, Webhook[]>();
	const lost: Lost[] = [];
	for (const owner of owners) {
		const found = await webhooks.list(owner).catch((error: Error) => error);
		if (!(found instanceof Error)) all.set(owner, found);
		else if (owner.kind === 'business' && isLost(found)) lost.push({ owner, failure: found });
		else throw found;
	}
	return { webhooks: all, lost };
}

function warnOfLost(ctx: IHookFunctions, lost: Lost[]): void {
	for (const { owner, failure } of lost) {
		ctx.logger.warn(
			`Thumbtack Trigger skips business ${owner.businessId}, because the connected account has no access to it: ${failure.message}`,
			{ workflowId: ctx.getWorkflow().id, nodeName: ctx.getNode().name },
		);
	}
}

function uniqueOwners(owners: Owner[]): Owner[] {
	return owners.filter((owner, index) => owners.findIndex((other) => isSameOwner(other, owner)) === index);
}

function isKnown({ webhookId }: Webhook, known: RegisteredWebhook[]): boolean {
	return known.some((webhook) => webhook.webhookId === webhookId);
}

/** The webhooks that are this node's: those it knows by their id first, then those with exactly its URL. */
function ownWebhooks(found: Webhook[], url: string, known: RegisteredWebhook[]): Webhook[] {
	return [
		...found.filter((webhook) => isKnown(webhook, known)),
		...found.filter((webhook) => !isKnown(webhook, known) && webhook.url === url),
	];
}

function hasSettings(webhook: Webhook, { url, eventTypes }: WebhookSettings): boolean {
	const subscribed = new Set(webhook.eventTypes);
	return (
		webhook.url === url &&
		webhook.enabled &&
		subscribed.size === eventTypes.length &&
		eventTypes.every((type) => subscribed.has(type))
	);
}

/** Leaves one webhook for this owner, as it should be. */
async function reconcile(
	desired: DesiredState,
	owner: Owner,
	found: Webhook[],
	secret: Secret,
	store: RegistrationStore,
	made: RegisteredWebhook[],
): Promise<void> {
	const [kept, ...surplus] = ownWebhooks(found, desired.url, store.webhooks);
	for (const known of store.webhooks) {
		const isThere = [kept, ...surplus].some((webhook) => webhook?.webhookId === known.webhookId);
		if (isSameOwner(known, owner) && !isThere) store.remove(known.webhookId);
	}
	if (kept) {
		store.add({ ...owner, webhookId: kept.webhookId });
		await adopt(desired, owner, kept, secret);
	} else {
		const webhook = { ...owner, webhookId: await createOrFind(desired, owner, secret) };
		made.push(webhook);
		store.add(webhook);
	}
	for (const { webhookId } of surplus) {
		await desired.webhooks.remove(owner, webhookId);
		store.remove(webhookId);
	}
}

const settingsOf = ({ url, eventTypes, enabled }: DesiredState): WebhookSettings => ({ url, eventTypes, enabled });

/** The secret comes first: an enabled webhook without it would bring events that are then refused. */
async function adopt(desired: DesiredState, owner: Owner, webhook: Webhook, secret: Secret): Promise<void> {
	await desired.webhooks.setAuth(owner, webhook.webhookId, secret);
	if (!hasSettings(webhook, desired)) await desired.webhooks.update(owner, webhook.webhookId, settingsOf(desired));
}

/** Makes a webhook. When no reply says how that ended, looks before anybody tries again. */
async function createOrFind(desired: DesiredState, owner: Owner, secret: Secret): Promise<string> {
	const outcome = await desired.webhooks
		.create(owner, { ...settingsOf(desired), auth: secret })
		.catch((error: Error) => error);
	if (typeof outcome === 'string') return outcome;
	if (outcome instanceof ThumbtackError && !mayHaveArrived(outcome.failure)) throw outcome;
	const [found] = ownWebhooks(await desired.webhooks.list(owner), desired.url, []);
	if (!found) throw outcome ?? new Error('Thumbtack accepted the request but created no webhook');
	await adopt(desired, owner, found, secret);
	return found.webhookId;
}

/** Removes one of an owner that is no longer chosen. A business that the account has lost must not stop the others. */
async function removeFormer(ctx: IHookFunctions, webhooks: Webhooks, webhook: RegisteredWebhook): Promise<void> {
	const failure = await webhooks.remove(webhook, webhook.webhookId).catch((error: Error) => error);
	if (!failure) return;
	if (statusOf(failure) !== 403) throw failure;
	ctx.logger.warn(
		`Thumbtack Trigger could not remove webhook ${webhook.webhookId} of business ${webhook.businessId}, because the connected account has no access to it: ${failure.message}`,
	);
}

/** Removes what a failed registration has made so far. What cannot be removed stays in the store for the next attempt. */
async function rollback(
	ctx: IHookFunctions,
	webhooks: Webhooks,
	made: RegisteredWebhook[],
	store: RegistrationStore,
): Promise<void> {
	for (const webhook of made) {
		const failure = await webhooks.remove(webhook, webhook.webhookId).catch((error: Error) => error);
		if (failure)
			ctx.logger.warn(`Thumbtack Trigger could not remove webhook ${webhook.webhookId} again: ${failure.message}`);
		else store.remove(webhook.webhookId);
	}
}
