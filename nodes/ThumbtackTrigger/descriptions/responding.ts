import type { IWebhookDescription } from 'n8n-workflow';
import * as n8n from 'n8n-workflow';

/**
 * Lets the answer follow the parameter `respond`. n8n evaluates an expression here on every call, unless it is
 * declared through these two helpers, which older versions of n8n do not export: there the expression has to do.
 */
export const followsRespond: Pick<IWebhookDescription, 'responseMode'> =
	typeof n8n.webhookDescriptionFields === 'function' && typeof n8n.fromParameter === 'function'
		? n8n.webhookDescriptionFields({ responseMode: n8n.fromParameter('respond', 'onReceived') })
		: { responseMode: '={{$parameter["respond"] || "onReceived"}}' };
