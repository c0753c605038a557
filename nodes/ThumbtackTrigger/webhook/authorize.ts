import type { IWebhookFunctions } from 'n8n-workflow';

import type { Source } from '../parameters';
import { storedRegistration } from '../staticData';
import { hashedCallerRefusal, isCaller, type Secret } from '../basicAuth';

/** Why a call is not let in, for n8n's log; undefined when it is. Whatever is missing here keeps the call out. */
export async function refusalReason(ctx: IWebhookFunctions, source: Source): Promise<string | undefined> {
	if (source === 'managed') {
		const registration = storedRegistration(ctx);
		if (!registration) return 'no webhook of this node is registered at Thumbtack. Unpublish and publish the workflow';
		return hashedCallerRefusal(ctx.getRequestObject(), registration.secrets);
	}
	if (ctx.getNodeParameter('authentication', 'basic') === 'none') return undefined;
	const secret = await secretOf(ctx);
	if (typeof secret === 'string') return secret;
	const verdict = isCaller(ctx.getRequestObject(), secret);
	return verdict === true ? undefined : verdict;
}

/** The secret that the caller has to know, or why there is none. */
async function secretOf(ctx: IWebhookFunctions): Promise<Secret | string> {
	try {
		const { username, password } = await ctx.getCredentials('thumbtackBasicApi');
		return { username: String(username ?? ''), password: String(password ?? '') };
	} catch {
		return 'the Thumbtack Basic API credential is missing or cannot be read. Choose one in the node';
	}
}
