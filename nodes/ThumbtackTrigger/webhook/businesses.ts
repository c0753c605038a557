import type { IWebhookFunctions } from 'n8n-workflow';

import { BoundedMap } from '../../shared/boundedMap';
import type { ReceivedEvent } from '../../shared/events';
import type { Source } from '../parameters';
import { businessOfWebhook } from '../staticData';

/** Of all webhooks of the process. */
const MEMORY_BYTES = 64 * 1024;

/** A webhook that brings leads of several businesses says nothing about a message. */
const SEVERAL = 'several';

/** The business of each webhook at Thumbtack whose URL somebody pasted, as its leads named it. */
const learned = new BoundedMap<string>(MEMORY_BYTES, (key, businessId) => 100 + key.length + businessId.length);

/**
 * Fills in the business of events that name none, as v4's messages of customers do. A managed webhook belongs to a business
 * by its registration. For a URL that was pasted into Thumbtack, `?business=ID` at its end says it, or else the leads that
 * came through the same webhook.
 */
export function fillBusinesses(ctx: IWebhookFunctions, source: Source, received: ReceivedEvent[]): void {
	const chosen = source === 'managed' ? null : businessOfUrl(ctx.getRequestObject().originalUrl);
	for (const { event, webhookId } of received) {
		if (source === 'managed') {
			event.businessId ??= businessOfWebhook(ctx, webhookId);
			continue;
		}
		if (webhookId !== null && event.event === 'lead' && event.businessId !== null && !event.isTest) {
			learn(webhookId, event.businessId);
		}
		event.businessId ??= chosen ?? (webhookId === null ? null : businessLearned(webhookId));
	}
}

function learn(webhookId: string, businessId: string): void {
	const known = learned.get(webhookId);
	if (known === businessId || known === SEVERAL) return;
	learned.set(webhookId, known === undefined ? businessId : SEVERAL);
}

function businessLearned(webhookId: string): string | null {
	const known = learned.get(webhookId);
	return known === undefined || known === SEVERAL ? null : known;
}

/** The id in `?business=ID`; null when there is none, or more than one. */
function businessOfUrl(url: string | undefined): string | null {
	const query = url?.split('?')[1];
	if (query === undefined) return null;
	const chosen = new URLSearchParams(query).getAll('business');
	return chosen.length === 1 && /^\s*\d{1,32}\s*$/.test(chosen[0]) ? chosen[0].trim() : null;
}
