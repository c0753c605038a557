import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { filterReason, normalizeDelivery, webhookIdOf, type Json, type ThumbtackEvent } from '../../shared/events';
import { download, withErrors } from '../attachments/download';
import { sourceOf } from '../parameters';
import { businessOfWebhook } from '../staticData';
import { readBody, UnreadableBody } from './body';
import { refusalReason } from './authorize';
import { markLeadDescriptions } from './leadDescriptions';
import { readOptions, type ReceiveOptions } from './options';
import { Deduplicator } from './deduplicator';

const taken = new Deduplicator();

/** Answered by ourselves, no execution. */
const ANSWERED: IWebhookResponseData = { noWebhookResponse: true };
/** Answered 200 by n8n, no execution. */
const NOTHING_TO_DO: IWebhookResponseData = {};

/**
 * Takes one call from Thumbtack: checks who it is, reads it, and hands it on unless the user does not want it or has
 * it already.
 */
export async function receive(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
	const source = sourceOf(ctx);
	const refusal = await refusalReason(ctx, source);
	if (refusal !== undefined) {
		ctx.logger.warn(`Thumbtack Trigger refused a call with 401: ${refusal}`, logContext(ctx));
		ctx
			.getResponseObject()
			.status(401)
			.set('WWW-Authenticate', 'Basic realm="Thumbtack Trigger", charset="UTF-8"')
			.end();
		return ANSWERED;
	}

	const body = await readBody(ctx);
	if (body instanceof UnreadableBody) {
		ctx.logger.warn(`Thumbtack Trigger could not read the body of a call and answered ${body.status}`, logContext(ctx));
		ctx.getResponseObject().status(body.status).end();
		return ANSWERED;
	}

	const event = normalizeDelivery(body, new Date());
	// A message of a customer does not say for which business it is; the webhook that brought it does.
	if (source === 'managed') event.businessId ??= businessOfWebhook(ctx, webhookIdOf(body));
	markLeadDescriptions(event);

	const choices = readOptions(ctx);
	const reason = filterReason(event, choices.filter);
	if (reason !== undefined) {
		ctx.logger.debug(`Thumbtack Trigger left out ${event.eventKey}: ${reason}`, logContext(ctx));
		return NOTHING_TO_DO;
	}

	// Who tests in the editor wants to see the event each time.
	if (choices.skipDuplicates && ctx.getMode() !== 'manual') {
		const slot = event.event === 'leadUpdate' && event.leadId !== null ? `leadUpdate:${event.leadId}` : event.eventKey;
		const turn = await taken.claim(nodeKey(ctx), slot, event.eventKey, ctx.getResponseObject());
		if (turn !== 'first') return withoutTurn(ctx, event, turn);
	}

	return { workflowData: [[await itemOf(ctx, event, body, choices)]] };
}

/**
 * Tells this trigger from all others by the address that was called: n8n copies the whole node to tell its id, which
 * takes longer than all the rest.
 */
function nodeKey(ctx: IWebhookFunctions): string {
	const { originalUrl } = ctx.getRequestObject();
	const address = originalUrl ? originalUrl.split('?')[0].replace(/\/$/, '') : ctx.getNode().id;
	return `${ctx.getWorkflow().id ?? ''} ${address}`;
}

function logContext(ctx: IWebhookFunctions): { workflowId?: string; nodeName: string } {
	return { workflowId: ctx.getWorkflow().id, nodeName: ctx.getNode().name };
}

function withoutTurn(
	ctx: IWebhookFunctions,
	{ eventKey }: ThumbtackEvent,
	turn: 'taken' | 'gone' | 'busy',
): IWebhookResponseData {
	if (turn === 'taken') {
		ctx.logger.debug(`Thumbtack Trigger left out ${eventKey}: it was delivered before`, logContext(ctx));
		return NOTHING_TO_DO;
	}
	if (turn === 'busy') {
		ctx.logger.warn(
			`Thumbtack Trigger put off a copy of ${eventKey}: the first one is still waiting for its answer`,
			logContext(ctx),
		);
		ctx.getResponseObject().status(503).set('Retry-After', '60').end();
	}
	return ANSWERED;
}

async function itemOf(
	ctx: IWebhookFunctions,
	event: ThumbtackEvent,
	body: Json | undefined,
	choices: ReceiveOptions,
): Promise<INodeExecutionData> {
	const attachments = 'attachments' in event ? event.attachments : null;
	const files = choices.downloadAttachments && attachments ? await download(ctx, attachments) : undefined;

	let json: IDataObject;
	if (choices.output === 'raw') {
		json =
			typeof body === 'object' && body !== null && !Array.isArray(body)
				? (body as IDataObject)
				: { body: (body ?? null) as IDataObject['body'] };
	} else {
		json = { ...event } as IDataObject;
		if (files && attachments) json.attachments = withErrors(attachments, files);
		if (choices.includeRaw) json.raw = (body ?? null) as IDataObject['raw'];
	}
	return files && Object.keys(files.binary).length > 0 ? { json, binary: files.binary } : { json };
}
