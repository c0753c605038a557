import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import {
	asLeadUpdate,
	filterReason,
	leadState,
	readDeliveries,
	type EventFilter,
	type Json,
	type LeadEvent,
	type ReceivedEvent,
	type ThumbtackEvent,
} from '../../shared/events';
import { isObject } from '../../shared/jsonAccess';
import { allowanceOf, download, withErrors, type Allowance } from '../attachments/download';
import { sourceOf, withNodeErrors } from '../parameters';
import { isHungUp } from './answer';
import { callRefusal, unauthorized, type Unauthorized } from './authorize';
import { readBody, UnreadableBody } from './body';
import { fillBusinesses } from './businesses';
import { Deduplicator, type Claim, type ClaimedEvent } from './deduplicator';
import { markLeadDescriptions } from './leadDescriptions';
import { readOptions, type ReceiveOptions } from './options';

/** One memory for all triggers of the process. */
const deduplicator = new Deduplicator();

/** Answered by ourselves, no execution. */
const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };
/** Answered 200 by n8n, no execution. */
const NOTHING_TO_DO: IWebhookResponseData = {};

/** One event of a call, with the part of the body that brought it. */
interface Delivery extends ReceivedEvent {
	body: Json | undefined;
}

/**
 * Takes one call from Thumbtack: checks who it is, reads it, and hands its events on, unless the user does not want them or
 * has them already. A failure is answered 500 by n8n, never 2xx: Thumbtack may then send again.
 */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const handled = handle(ctx);
	await handled.catch((error: Error) => {
		deduplicator.abandon(ctx.getResponseObject());
		ctx.logger.error(`Thumbtack Trigger could not process a call and answered 500: ${error.message}`, logContext(ctx));
	});
	return await handled;
}

async function handle(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const source = withNodeErrors(ctx, () => sourceOf(ctx));
	const refusal = await callRefusal(ctx, source);
	if (refusal !== undefined) return refuse(ctx, refusal, unauthorized(ctx, source));
	const options = readOptions(ctx);

	const body = await readBody(ctx);
	if (body instanceof UnreadableBody) {
		ctx.logger.warn(`Thumbtack Trigger could not read the body of a call and answered ${body.status}`, logContext(ctx));
		ctx.getResponseObject().status(body.status).end();
		return ANSWERED;
	}

	const received = readDeliveries(body, new Date());
	fillBusinesses(ctx, source, received);
	for (const { event } of received) markLeadDescriptions(event);
	const deliveries = received
		.map((one, index): Delivery => ({ ...one, body: partOf(body, index, received.length) }))
		.filter((delivery) => isWantedAs('anything', ctx, delivery, options.filter));
	if (deliveries.length === 0) return NOTHING_TO_DO;

	const claims = await deduplicator.claim(claimedEvents(ctx, deliveries, options), ctx.getResponseObject());
	if (claims === 'busy') return putOff(ctx, deliveries);
	if (claims === 'gone') return ANSWERED;
	const events = deliveries.flatMap((delivery, index) => eventOf(ctx, delivery, claims[index], options.filter));
	if (events.length === 0) return NOTHING_TO_DO;

	const allowance = options.downloadAttachments ? allowanceOf() : undefined;
	const items = await Promise.all(
		events.map(async ({ event, body: part }) => await itemOf(ctx, event, part, options, allowance)),
	);
	if (isHungUp(ctx.getResponseObject())) {
		// The sender would not learn that it was accepted, and will send it again.
		deduplicator.abandon(ctx.getResponseObject());
		ctx.logger.debug('Thumbtack Trigger started nothing, because the sender had hung up', logContext(ctx));
		return ANSWERED;
	}
	return { workflowData: [items] };
}

function refuse(ctx: IWebhookFunctions, reason: string, { text, challenge }: Unauthorized): IWebhookResponseData {
	ctx.logger.warn(`Thumbtack Trigger refused a call with 401: ${reason}`, logContext(ctx));
	const response = ctx.getResponseObject().status(401).set('Content-Type', 'text/plain; charset=utf-8');
	if (challenge !== undefined) response.set('WWW-Authenticate', challenge);
	response.end(text);
	return ANSWERED;
}

function putOff(ctx: IWebhookFunctions, deliveries: Delivery[]): IWebhookResponseData {
	const keys = deliveries.map(({ event }) => event.eventKey).join(', ');
	ctx.logger.warn(
		`Thumbtack Trigger answered 503 for ${keys}: an earlier delivery is still being processed, or a newer one has overtaken it`,
		logContext(ctx),
	);
	ctx.getResponseObject().status(503).set('Retry-After', '60').end();
	return ANSWERED;
}

/** In a list of deliveries each event has its own part. */
function partOf(body: Json | undefined, index: number, count: number): Json | undefined {
	return Array.isArray(body) && body.length === count ? body[index] : body;
}

/**
 * Whether the lead may be repeated later with another status, charge state or price, and is then an update. Test deliveries
 * always repeat the same lead, which should appear each time.
 */
function canBeUpdated(event: ThumbtackEvent): event is LeadEvent {
	return event.event === 'lead' && event.leadId !== null && !event.isTest;
}

/** Whether the user's options let the event through, as what it is or as an update of a lead; logs why not. */
function isWantedAs(
	what: 'anything' | 'itself',
	ctx: IWebhookFunctions,
	{ event, triggeredAt }: ReceivedEvent,
	filter: EventFilter,
): boolean {
	const reason = filterReason(event, filter);
	if (reason === undefined) return true;
	if (what === 'anything' && canBeUpdated(event)) {
		if (filterReason(asLeadUpdate({ event, triggeredAt }), filter) === undefined) return true;
	}
	ctx.logger.debug(`Thumbtack Trigger skipped ${event.eventKey}: ${reason}`, logContext(ctx));
	return false;
}

function claimedEvents(
	ctx: IWebhookFunctions,
	deliveries: Delivery[],
	{ skipDuplicates }: ReceiveOptions,
): ClaimedEvent[] {
	const trigger = triggerKey(ctx);
	// Who tests in the editor wants to see the event each time.
	const acceptsCopies = !skipDuplicates || ctx.getMode() === 'manual';
	return deliveries.map(({ event }) => {
		const { leadId, eventKey } = event;
		if (canBeUpdated(event)) {
			return { trigger, subject: `lead:${leadId}`, version: leadState(event), needsFirst: true, acceptsCopies };
		}
		const isUpdate = event.event === 'leadUpdate' && leadId !== null;
		const [subject, version] = isUpdate ? [`leadUpdate:${leadId}`, eventKey] : [eventKey, ''];
		return { trigger, subject, version, needsFirst: false, acceptsCopies };
	});
}

/**
 * Tells this trigger from all others by the address that was called: n8n copies the whole node to tell its id, which
 * takes longer than all the rest.
 */
function triggerKey(ctx: IWebhookFunctions): string {
	const { originalUrl } = ctx.getRequestObject();
	const address = originalUrl ? originalUrl.split('?')[0].replace(/\/$/, '') : ctx.getNode().id;
	return `${ctx.getWorkflow().id ?? ''} ${address}`;
}

/** What a claimed delivery comes out as; empty when it is a duplicate or not wanted. */
function eventOf(ctx: IWebhookFunctions, delivery: Delivery, claim: Claim, filter: EventFilter): Delivery[] {
	const { event, triggeredAt } = delivery;
	if (claim === 'duplicate') {
		ctx.logger.debug(`Thumbtack Trigger skipped ${event.eventKey}: it was delivered before`, logContext(ctx));
		return [];
	}
	if (!canBeUpdated(event)) return [delivery];
	const known = claim === 'update' ? { ...delivery, event: asLeadUpdate({ event, triggeredAt }) } : delivery;
	return isWantedAs('itself', ctx, known, filter) ? [known] : [];
}

function logContext(ctx: IWebhookFunctions): { workflowId?: string; nodeName: string } {
	return { workflowId: ctx.getWorkflow().id, nodeName: ctx.getNode().name };
}

async function itemOf(
	ctx: IWebhookFunctions,
	event: ThumbtackEvent,
	body: Json | undefined,
	{ output, includeRaw }: ReceiveOptions,
	allowance: Allowance | undefined,
): Promise<INodeExecutionData> {
	const attachments = 'attachments' in event ? event.attachments : null;
	const files = allowance && attachments ? await download(ctx, attachments, allowance) : undefined;

	let json: IDataObject;
	if (output === 'raw') {
		json = isObject(body) ? (body as IDataObject) : { body: (body ?? null) as IDataObject['body'] };
	} else {
		json = { ...event } as IDataObject;
		if (files && attachments) json.attachments = withErrors(attachments, files);
		if (includeRaw) json.raw = (body ?? null) as IDataObject['raw'];
	}
	return files && Object.keys(files.binary).length > 0 ? { json, binary: files.binary } : { json };
}
