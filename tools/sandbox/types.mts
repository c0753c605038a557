export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
	[key: string]: Json;
}

export type Generation = 'v4' | 'legacy';

export interface User {
	userId: string;
	email: string;
	firstName: string;
	lastName: string;
}

export interface Business {
	businessId: string;
	name: string;
	imageUrl: string;
	/** Null for the dummy businesses that legacy create-lead makes. */
	ownerId: string | null;
	/** No longer on Thumbtack: searches leave it out, requests cannot contact it. */
	hasLeft: boolean;
}

export interface Message {
	messageId: string;
	from: 'Customer' | 'Business';
	text: string;
	attachments: Json[];
	sentAt: string;
	via: 'v4' | 'v1' | 'v2' | 'app';
}

export interface Lead {
	leadId: string;
	customerId: string;
	businessId: string;
	/** The user who asked for it through a marketplace partner; null when the inbox or a test played the homeowner. */
	homeownerId: string | null;
	generation: Generation;
	createdAt: string;
	/** The lead as GET /negotiations/{id} and NegotiationCreatedV4 show it. */
	v4: JsonObject;
	/** The lead as the legacy partner endpoints get it. */
	legacy: JsonObject;
	messages: Message[];
	jobStatuses: JsonObject[];
}

/** A search of the marketplace side: what a request may refer to. */
export interface Search {
	searchId: string;
	clientId: string;
	categoryId: string | null;
	zipCode: string;
	/** The homeowner's own words, where the search had any. */
	userQuery: string | null;
	details: Array<{ question: string; answer: string }>;
	businessIds: string[];
	createdAt: number;
}

export interface Review {
	reviewId: string;
	businessId: string;
	leadId: string | null;
	categoryId: string | null;
	rating: number;
	text: string;
	reviewerName: string;
	createdAt: string;
	responseText: string | null;
	respondedAt: string | null;
}

export interface PhoneNumber {
	phoneNumberId: string;
	businessId: string;
	phoneNumber: string;
	name: string;
	createdAt: string;
	updatedAt: string;
}

export type HookAuth =
	| { type: 'None' }
	| { type: 'Basic'; username: string; password: string }
	| { type: 'CustomHeader'; header: string; value: string };

export interface Owner {
	kind: 'business' | 'user';
	id: string;
}

/** A webhook made through the v4 API. */
export interface Webhook {
	webhookId: string;
	url: string;
	eventTypes: string[];
	enabled: boolean;
	auth: HookAuth;
	owner: Owner;
}

export const selfServeEvents = ['leads', 'messages', 'reviews'] as const;
export type SelfServeEvent = (typeof selfServeEvents)[number];

/** A webhook that the pro made by hand on Thumbtack's own page. */
export interface SelfServeWebhook {
	webhookId: string;
	url: string;
	businessId: string;
	events: SelfServeEvent[];
	auth: HookAuth;
}

export const partnerEvents = ['lead', 'message', 'update', 'review'] as const;
export type PartnerEvent = (typeof partnerEvents)[number];

export interface PartnerEndpoints {
	urls: Partial<Record<PartnerEvent, string>>;
	auth: HookAuth;
}

export type DeliverySource = 'api' | 'selfServe' | 'partner';

/** One call from Thumbtack to somebody's webhook, before it is made. */
export interface DeliveryPlan {
	source: DeliverySource;
	generation: Generation;
	method: 'POST' | 'PUT';
	url: string;
	auth: HookAuth;
	eventType: string;
	/** The exact text, so that a resent delivery is the same to the byte. */
	body: string;
	leadId: string | null;
	webhookId: string | null;
}

export interface Delivery {
	deliveryId: string;
	at: string;
	attempt: number;
	resendOf: string | null;
	/** Null while under way, and when no answer came. */
	status: number | null;
	responseBody: string | null;
	ms: number | null;
	error: string | null;
	plan: DeliveryPlan;
}

/** One consent: everything issued from it dies with it. */
export interface Grant {
	grantId: string;
	generation: Generation;
	clientId: string;
	/** Null for client credentials: no person signed in. */
	userId: string | null;
	businessId: string | null;
	revoked: boolean;
}

export interface AuthorizationCode {
	code: string;
	grantId: string;
	/** Empty when legacy shows the code on screen. */
	redirectUri: string;
	scope: string[];
	expiresAt: number;
	usedAt: number | null;
	codeChallenge: string | null;
	codeChallengeMethod: string | null;
}

export interface AccessToken {
	token: string;
	grantId: string;
	scope: string[];
	expiresAt: number;
}

export interface RefreshToken {
	token: string;
	grantId: string;
	scope: string[];
	expiresAt: number;
	usedAt: number | null;
	/** What the first exchange gave, repeated by the legacy grace. */
	replacedBy: { accessToken: string; refreshToken: string } | null;
}
