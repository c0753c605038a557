import type { IWebhookFunctions } from 'n8n-workflow';

import { callerRefusal, hashedCallerRefusal } from '../basicAuth';
import { headerRefusal } from '../headerAuth';
import type { Source } from '../parameters';
import { storedRegistration } from '../staticData';

/** The answer to a call that is refused. */
export interface Unauthorized {
	/** For the caller: what to check, and nothing about the secret. */
	text: string;
	/** The WWW-Authenticate header; a custom header has none. */
	challenge?: string;
}

const BASIC: Unauthorized = {
	text: 'Username or password does not match the credential in n8n.',
	challenge: 'Basic realm="Thumbtack Trigger", charset="UTF-8"',
};
const HEADER: Unauthorized = { text: 'Header name or value does not match the credential in n8n.' };
const MANAGED: Unauthorized = {
	...BASIC,
	text: 'Username or password does not match the webhook that n8n registered. Publish the workflow again.',
};

// Not checked against the choices of the form: whatever else an expression makes of it means Basic, and keeps the call out.
const authenticationOf = (ctx: IWebhookFunctions): unknown => ctx.getNodeParameter('authentication', 'basic');

/** How a call that is not let in is answered. */
export function unauthorized(ctx: IWebhookFunctions, source: Source): Unauthorized {
	if (source === 'managed') return MANAGED;
	return authenticationOf(ctx) === 'header' ? HEADER : BASIC;
}

/** Why a call is not let in, for n8n's log; undefined when it is. Whatever is missing here keeps the call out. */
export async function callRefusal(ctx: IWebhookFunctions, source: Source): Promise<string | undefined> {
	if (source === 'managed') return managedRefusal(ctx);
	const authentication = authenticationOf(ctx);
	if (authentication === 'none') return undefined;
	if (authentication === 'header') {
		return await withCredential(ctx, (data) =>
			headerRefusal(ctx.getRequestObject(), { name: text(data.headerName), value: text(data.headerValue) }),
		);
	}
	return await withCredential(ctx, (data) =>
		callerRefusal(ctx.getRequestObject(), { username: text(data.username), password: text(data.password) }),
	);
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

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
