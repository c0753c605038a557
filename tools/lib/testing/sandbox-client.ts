/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- the sandbox's own clients: secrets of nothing */
import { callOk, type JsonObject } from './http';

/** Who and what the sandbox always has after a reset. */
export const cast = {
	v4Client: { clientId: 'sandbox-v4-client', clientSecret: 'sandbox-v4-secret' },
	limitedV4Client: { clientId: 'sandbox-v4-limited', clientSecret: 'sandbox-v4-limited-secret' },
	marketplaceClient: { clientId: 'sandbox-marketplace-client', clientSecret: 'sandbox-marketplace-secret' },
	/** Messages only: not even the name of the person who signed in. */
	limitedMarketplaceClient: {
		clientId: 'sandbox-marketplace-limited',
		clientSecret: 'sandbox-marketplace-limited-secret',
	},
	/** Client credentials only, for searches of pros and categories. */
	searchClient: { clientId: 'sandbox-marketplace-search', clientSecret: 'sandbox-marketplace-search-secret' },
	/** What Thumbtack assigns to a marketplace partner. */
	utmSource: 'cma-sandbox',
	legacyClient: { clientId: 'Sandbox CRM', clientSecret: 'sandbox legacy/secret+=' },
	basicUser: { username: 'sandbox-basic', password: 'sandbox-basic-password' },
	sam: { userId: '500100200300400500' },
	alex: { userId: '500100200300400600' },
	/** Owns no business: the homeowner of the marketplace side. */
	noor: { userId: '500100200300400700' },
	riveraHandyman: { businessId: '501100200300400500', name: 'Rivera Handyman' },
	riveraLawnCare: { businessId: '501100200300400501', name: 'Rivera Lawn Care' },
	/** Of another user than the two above. */
	stonePlumbing: { businessId: '501100200300400600', name: 'Stone Plumbing' },
} as const;

export type Generation = 'v4' | 'legacy';

export interface TokenReply {
	access_token: string;
	refresh_token: string;
	token_type: string;
	expires_in: number;
	scope?: string;
}

export interface SentLead {
	leadId: string;
	customerId: string;
	businessId: string;
	deliveries: string[];
}

export interface ThreadMessage {
	messageId: string;
	from: 'Customer' | 'Business';
	text: string;
	sentAt: string;
	via: 'v4' | 'v1' | 'v2' | 'app';
}

export interface LeadState {
	leadId: string;
	businessId: string;
	messages: ThreadMessage[];
}

export interface Delivery {
	deliveryId: string;
	at: string;
	method: string;
	url: string;
	generation: Generation;
	source: 'api' | 'selfServe' | 'partner';
	eventType: string;
	requestBody: unknown;
	status: number | null;
	responseBody: string | null;
	ms: number | null;
	error: string | null;
}

/** A webhook made through the v4 API, with what Thumbtack itself never shows again. */
export interface ApiWebhook {
	webhookID: string;
	webhookURL: string;
	eventTypes: string[];
	enabled: boolean;
	authType: 'None' | 'Basic' | 'CustomHeader';
	ownerKind: 'business' | 'user';
	ownerId: string;
	auth: { username: string; password: string } | { header: string; value: string } | null;
}

export interface RecordedRequest {
	at: string;
	method: string;
	path: string;
	query: JsonObject;
	headers: Record<string, string>;
	body: unknown;
	status: number;
	operationId: string | null;
	violations: unknown[];
}

export interface SelfServeWebhook {
	url: string;
	businessId: string;
	events?: Array<'leads' | 'messages' | 'reviews'>;
	auth?: { username: string; password: string } | { header: string; value: string };
}

export interface PartnerEndpoints {
	url: string;
	username?: string;
	password?: string;
}

/** The sandbox from the outside: the homeowner, Thumbtack's staff, and the log of what went over the wire. */
export class SandboxClient {
	constructor(readonly url: string) {}

	async reset(): Promise<void> {
		await this.control('POST', '/reset');
	}

	/** A connection as the consent page would have made it. */
	async issueTokens(
		options: {
			userId?: string;
			generation?: Generation;
			businessId?: string;
			clientId?: string;
			scope?: string;
			expiresIn?: number;
			grantType?: 'authorization_code' | 'client_credentials';
		} = {},
	): Promise<TokenReply> {
		return await this.control('POST', '/tokens', { generation: 'v4', ...options });
	}

	async expireTokens(accessToken?: string): Promise<void> {
		await this.control('POST', '/tokens/expire', { accessToken });
	}

	async sendLead(lead: { businessId: string; generation?: Generation } & JsonObject): Promise<SentLead> {
		return await this.control('POST', '/leads', lead);
	}

	async sendMessage(
		leadId: string,
		message: { text: string; from?: 'Customer' | 'Business'; generation?: Generation },
	): Promise<{ messageId: string; deliveries: string[] }> {
		return await this.control('POST', `/leads/${leadId}/messages`, message);
	}

	async lead(leadId: string): Promise<LeadState> {
		return await this.control('GET', `/leads/${leadId}`);
	}

	/** What the pro wrote under a lead, whichever API it came by. */
	async replies(leadId: string): Promise<ThreadMessage[]> {
		return (await this.lead(leadId)).messages.filter(({ from }) => from === 'Business');
	}

	async deliveries(leadId?: string): Promise<Delivery[]> {
		return await this.control('GET', leadId === undefined ? '/deliveries' : `/deliveries?leadId=${leadId}`);
	}

	/** Those made through the v4 API, whoever made them; of one address only, when it is given. */
	async webhooks(url?: string): Promise<ApiWebhook[]> {
		const all = await this.control<ApiWebhook[]>('GET', '/webhooks');
		return url === undefined ? all : all.filter(({ webhookURL }) => webhookURL === url);
	}

	async selfServeWebhooks(): Promise<Array<{ webhookId: string; url: string; businessId: string }>> {
		return await this.control('GET', '/self-serve-webhooks');
	}

	async addSelfServeWebhook(webhook: SelfServeWebhook): Promise<{ webhookId: string }> {
		return await this.control('POST', '/self-serve-webhooks', webhook);
	}

	async removeSelfServeWebhook(webhookId: string): Promise<void> {
		await this.control('DELETE', `/self-serve-webhooks/${webhookId}`);
	}

	async setPartnerEndpoints(endpoints: PartnerEndpoints): Promise<void> {
		await this.control('PUT', '/partner-endpoints', endpoints);
	}

	async removePartnerEndpoints(): Promise<void> {
		await this.control('DELETE', '/partner-endpoints');
	}

	/**
	 * n8n's own OAuth2 sends a form, which the documents of the legacy API do not foresee. The sandbox refuses it, as
	 * documented, until this is asked for; thumbtackLegacyTokenApi is the credential that needs no such favour.
	 */
	async acceptLegacyTokenForms(): Promise<void> {
		await this.control('PUT', '/settings', { legacyTokenParameters: 'either' });
	}

	async requests(path?: string): Promise<RecordedRequest[]> {
		return await this.control('GET', path === undefined ? '/requests' : `/requests?path=${encodeURIComponent(path)}`);
	}

	async control<T>(method: string, path: string, body?: unknown): Promise<T> {
		return await callOk<T>(`${this.url}/_sandbox${path}`, { method, body });
	}
}
