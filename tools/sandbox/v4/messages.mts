import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import type { JsonObject, Lead, Message } from '../types.mts';
import { isHomeowner, ownLead } from './access.mts';
import { messageV4 } from '../wire/v4.mts';

const defaultLimit = 10;

export function listMessages(call: Call): Reply {
	const lead = ownLead(call);
	const { settings } = call.sandbox.state.data;
	const limit = Number(call.query.limit ?? defaultLimit);
	const ordered = matching(lead, call);
	if (settings.messageOrder === 'newestFirst') ordered.reverse();
	const from = startOf(ordered, call);
	const page = ordered.slice(from, from + limit);
	const pagination: JsonObject = { limit };
	const next = ordered[from + limit];
	if (settings.messagePaging === 'cursor' && (next || settings.pageStuck)) {
		pagination.cursor = Buffer.from((next ?? page[0])?.messageId ?? '').toString('base64url');
	}
	return { body: { data: page.map((message) => written(call, lead, message)), pagination } };
}

export function sendMessage(call: Call): Reply {
	const lead = ownLead(call);
	const { thumbtack } = call.sandbox;
	const { text } = call.body as { text: string };
	const from = isHomeowner(call.grant) ? 'Customer' : 'Business';
	const message = thumbtack.addMessage(lead, { from, text, attachments: [], via: 'v4' });
	void thumbtack.announceMessage(lead, message).done;
	return { status: 201, body: written(call, lead, message) };
}

function written({ sandbox }: Call, lead: Lead, message: Message): JsonObject {
	return messageV4(lead, sandbox.thumbtack.business(lead.businessId), message);
}

function matching(lead: Lead, { query, sandbox }: Call): Message[] {
	const { pageStuck } = sandbox.state.data.settings;
	const before = query.sentBefore === undefined || pageStuck ? Infinity : Date.parse(query.sentBefore);
	const after = query.sentAfter === undefined || pageStuck ? -Infinity : Date.parse(query.sentAfter);
	return lead.messages.filter(({ sentAt }) => Date.parse(sentAt) < before && Date.parse(sentAt) > after);
}

function startOf(ordered: Message[], { query, sandbox }: Call): number {
	const { messagePaging, pageStuck } = sandbox.state.data.settings;
	if (query.cursor === undefined) return 0;
	if (messagePaging !== 'cursor') throw new ApiError(400, "Unknown query parameter 'cursor'");
	const messageId = Buffer.from(query.cursor, 'base64url').toString();
	const found = ordered.findIndex((message) => message.messageId === messageId);
	if (found < 0) throw new ApiError(400, 'the cursor is not valid');
	return pageStuck ? 0 : found;
}
