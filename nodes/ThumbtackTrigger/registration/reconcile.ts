import { randomBytes } from 'crypto';
import type { IHookFunctions } from 'n8n-workflow';

import type { Secret } from '../basicAuth';
import { sourceOf } from '../parameters';
import { withHookErrors } from './hookErrors';
import {
	RegistrationStore,
	forget,
	isSameOwner,
	storedRegistration,
	type Owner,
	type RegisteredWebhook,
} from '../staticData';
import { isGone, statusOf, Webhooks, type Settings, type Webhook } from './webhooks';
import { connectionOf, ownersOf, urlOf, whyRefused, desiredState, type DesiredState } from './desiredState';

/** Whether all is at Thumbtack as it should be. Changes nothing. */
export async function isRegistered(ctx: IHookFunctions): Promise<boolean> {
	if (sourceOf(ctx) !== 'managed') return true;
	return await withHookErrors(ctx, 'check', async () => {
		const wish = await desiredState(ctx);
		const known = storedRegistration(ctx);
		if (known?.url !== wish.url) return false;
		if (!known.webhooks.every((webhook) => wish.owners.some((owner) => isSameOwner(owner, webhook)))) return false;
		for (const owner of wish.owners) {
			const [webhook, ...surplus] = ownWebhooks(await wish.webhooks.list(owner), wish.url, known.webhooks);
			if (!webhook || surplus.length > 0 || !isKnown(webhook, known.webhooks)) return false;
			if (!hasSettings(webhook, wish) || webhook.authType !== 'Basic') return false;
		}
		return true;
	});
}

/**
 * Brings about at Thumbtack what there should be, from whatever there is: n8n calls this up to five times in a row,
 * and after a crash nobody knows how far the last time got. Therefore a webhook with exactly our URL is taken over,
 * not made once more.
 */
export async function register(ctx: IHookFunctions): Promise<boolean> {
	if (sourceOf(ctx) !== 'managed') return true;
	return await withHookErrors(ctx, 'register', async () => {
		const wish = await desiredState(ctx);
		const known = storedRegistration(ctx);
		const secret = known ?? { username: randomBytes(32).toString('hex'), password: randomBytes(32).toString('hex') };
		const book = new RegistrationStore(ctx, { ...secret, url: wish.url, webhooks: known?.webhooks ?? [] });
		const made: RegisteredWebhook[] = [];
		let isDone = false;
		try {
			for (const owner of wish.owners) await reconcile(wish, owner, secret, book, made);
			for (const webhook of book.webhooks) {
				if (wish.owners.some((owner) => isSameOwner(owner, webhook))) continue;
				await removeFormer(ctx, wish.webhooks, webhook);
				book.remove(webhook.webhookId);
			}
			isDone = true;
		} finally {
			if (!isDone) await rollback(ctx, wish.webhooks, made, book);
		}
		return true;
	});
}

/** Removes from Thumbtack all that this node has put there, and nothing else. */
export async function unregister(ctx: IHookFunctions): Promise<boolean> {
	if (sourceOf(ctx) !== 'managed') return true;
	return await withHookErrors(ctx, 'remove', async () => {
		const known = storedRegistration(ctx);
		const url = urlOf(ctx);
		const connection = await connectionOf(ctx);
		// Nothing can have been registered under such an address: the activation was refused for it.
		if (!known && whyRefused(url, connection)) return true;

		const webhooks = new Webhooks(connection);
		const failures: Error[] = [];
		// All is tried before anything is reported. What is gone already needs no removing.
		const tried = async <T>(work: Promise<T>): Promise<T | undefined> =>
			await work.catch((error: Error) => {
				if (!isGone(error)) failures.push(error);
				return undefined;
			});

		const targets = new Map((known?.webhooks ?? []).map((webhook) => [webhook.webhookId, webhook]));
		const owners = uniqueOwners([...targets.values(), ...((await tried(ownersOf(ctx, connection))) ?? [])]);
		for (const { kind, businessId } of owners) {
			for (const { webhookId, url: target } of (await tried(webhooks.list({ kind, businessId }))) ?? []) {
				if (target === url || target === known?.url) targets.set(webhookId, { webhookId, kind, businessId });
			}
		}
		const book = known && new RegistrationStore(ctx, known);
		for (const target of targets.values()) {
			const isRemoved = await tried(webhooks.remove(target, target.webhookId).then(() => true));
			if (isRemoved) book?.remove(target.webhookId);
		}
		if (failures.length > 0) throw failures[0];
		forget(ctx);
		return true;
	});
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

function hasSettings(webhook: Webhook, { url, eventTypes }: Settings): boolean {
	const sent = new Set(webhook.eventTypes);
	return (
		webhook.url === url &&
		webhook.enabled &&
		sent.size === eventTypes.length &&
		eventTypes.every((type) => sent.has(type))
	);
}

/** Leaves one webhook for this owner, as it should be. */
async function reconcile(
	wish: DesiredState,
	owner: Owner,
	secret: Secret,
	book: RegistrationStore,
	made: RegisteredWebhook[],
): Promise<void> {
	const [kept, ...surplus] = ownWebhooks(await wish.webhooks.list(owner), wish.url, book.webhooks);
	for (const known of book.webhooks) {
		const isThere = [kept, ...surplus].some((webhook) => webhook?.webhookId === known.webhookId);
		if (isSameOwner(known, owner) && !isThere) book.remove(known.webhookId);
	}
	if (kept) {
		book.add({ ...owner, webhookId: kept.webhookId });
		await adopt(wish, owner, kept, secret);
	} else {
		const webhook = { ...owner, webhookId: await createOrFind(wish, owner, secret) };
		made.push(webhook);
		book.add(webhook);
	}
	for (const { webhookId } of surplus) {
		await wish.webhooks.remove(owner, webhookId);
		book.remove(webhookId);
	}
}

/** The secret comes first: an enabled webhook without it would bring events that are then refused. */
async function adopt(wish: DesiredState, owner: Owner, webhook: Webhook, secret: Secret): Promise<void> {
	await wish.webhooks.setSecret(owner, webhook.webhookId, secret);
	if (!hasSettings(webhook, wish)) await wish.webhooks.update(owner, webhook.webhookId, wish);
}

/** Makes a webhook. When no reply says how that ended, looks before anybody tries again. */
async function createOrFind(wish: DesiredState, owner: Owner, secret: Secret): Promise<string> {
	const outcome = await wish.webhooks.create(owner, wish, secret).catch((error: Error) => error);
	if (typeof outcome === 'string') return outcome;
	const status = outcome && statusOf(outcome);
	if (outcome && status !== undefined && status < 500) throw outcome;
	const [found] = ownWebhooks(await wish.webhooks.list(owner), wish.url, []);
	if (!found) throw outcome ?? new Error('Thumbtack made no webhook, although it accepted the request');
	await adopt(wish, owner, found, secret);
	return found.webhookId;
}

/**
 * Removes one of an owner that is no longer chosen. If the account has lost the business, nobody is let near it; that
 * must not stop the others.
 */
async function removeFormer(ctx: IHookFunctions, webhooks: Webhooks, webhook: RegisteredWebhook): Promise<void> {
	const failure = await webhooks.remove(webhook, webhook.webhookId).catch((error: Error) => error);
	if (!failure) return;
	if (statusOf(failure) !== 403) throw failure;
	ctx.logger.warn(
		`Thumbtack Trigger may not remove webhook ${webhook.webhookId} of business ${webhook.businessId}, to which the account has no access any more: ${failure.message}`,
	);
}

/**
 * Removes what a failed registration has made so far. What cannot be removed stays in the book for the next attempt.
 */
async function rollback(
	ctx: IHookFunctions,
	webhooks: Webhooks,
	made: RegisteredWebhook[],
	book: RegistrationStore,
): Promise<void> {
	for (const webhook of made) {
		const failure = await webhooks.remove(webhook, webhook.webhookId).catch((error: Error) => error);
		if (failure)
			ctx.logger.warn(`Thumbtack Trigger could not take back webhook ${webhook.webhookId}: ${failure.message}`);
		else book.remove(webhook.webhookId);
	}
}
