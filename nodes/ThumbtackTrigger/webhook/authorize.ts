import type { IWebhookFunctions } from 'n8n-workflow';

import { callerRefusal, hashedCallerRefusal } from '../basicAuth';
import { headerRefusal } from '../headerAuth';
import type { Source } from '../parameters';
import { storedRegistration } from '../staticData';

/** Why and how a call is answered 401. */
export interface Refusal {
	/** For n8n's log. */
	reason: string;
	/** For the caller: what to check, and nothing about the secret. */
	answer: string;
	/** The WWW-Authenticate header; a custom header has none. */
	challenge?: string;
}

const BASIC = {
	answer: 'Username or password does not match the credential in n8n.',
	challenge: 'Basic realm="Thumbtack Trigger", charset="UTF-8"',
};
const HEADER = { answer: 'Header name or value does not match the credential in n8n.' };
const MANAGED = {
	...BASIC,
	answer: 'Username or password does not match the webhook that n8n registered. Publish the workflow again.',
};

/** Why a call is not let in; undefined when it is. Whatever is missing here keeps the call out. */
export async function refusalOf(ctx: IWebhookFunctions, source: Source): Promise<Refusal | undefined> {
	if (source === 'managed') return refused(MANAGED, managedRefusal(ctx));
	const authentication = ctx.getNodeParameter('authentication', 'basic');
	if (authentication === 'none') return undefined;
	if (authentication === 'header') {
		const reason = await withCredential(ctx, (data) =>
			headerRefusal(ctx.getRequestObject(), { name: text(data.headerName), value: text(data.headerValue) }),
		);
		return refused(HEADER, reason);
	}
	// Also where an expression has made something else of the parameter.
	const reason = await withCredential(ctx, (data) =>
		callerRefusal(ctx.getRequestObject(), { username: text(data.username), password: text(data.password) }),
	);
	return refused(BASIC, reason);
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function refused(how: Omit<Refusal, 'reason'>, reason: string | undefined): Refusal | undefined {
	return reason === undefined ? undefined : { ...how, reason };
}

function managedRefusal(ctx: IWebhookFunctions): string | undefined {
	const registration = storedRegistration(ctx);
	if (!registration) return 'no webhook of this node is registered at Thumbtack. Unpublish and publish the workflow';
	return hashedCallerRefusal(ctx.getRequestObject(), registration.secrets);
}

async function withCredential(
	ctx: IWebhookFunctions,
	refusalReason: (data: Record<string, unknown>) => string | undefined,
): Promise<string | undefined> {
	let data: Record<string, unknown>;
	try {
		data = await ctx.getCredentials('thumbtackBasicApi');
	} catch {
		return 'the Thumbtack Basic API credential is missing or cannot be read. Choose one in the node';
	}
	return refusalReason(data);
}
