import { ControlError } from './controlError.mts';
import { Deliveries } from './deliveries.mts';
import { isObject, merged, shuffled, utcSeconds, without } from './json.mts';
import { legacyMessage, legacyReview, newLegacyLead } from './wire/legacy.mts';
import { sampleLeads } from './samples.mts';
import type { State } from './state.mts';
import type {
	Business,
	DeliveryPlan,
	Generation,
	Json,
	JsonObject,
	Lead,
	Message,
	PartnerEvent,
	Review,
	SelfServeEvent,
} from './types.mts';
import { envelope, messageV4, newNegotiation, reviewV4, testNegotiation } from './wire/v4.mts';

export interface Sent {
	deliveries: string[];
	/** Resolves when every one of them has its answer. */
	done: Promise<unknown>;
}

/** A webhook of either kind, as far as a delivery needs it. */
type Hook = Pick<DeliveryPlan, 'url' | 'auth'> & { webhookId: string; source: 'api' | 'selfServe' };

const selfServeEventOf: Record<string, SelfServeEvent> = {
	NegotiationCreatedV4: 'leads',
	MessageCreatedV4: 'messages',
	ReviewCreatedV4: 'reviews',
};
const optionalBlocks = [
	'leadPriceBreakdown',
	'requestReviewLink',
	'refundRequestLink',
	'estimate',
	'business.imageURL',
	'request.location.address1',
	'request.location.address2',
	'request.attachments',
	'request.proposedTimes',
	'request.travelPreferences',
	'attachments',
];

const V4_CHARGE_STATES = new Set<Json>(['Created', 'Pending', 'Charged', 'Refunded']);

/** What happens on Thumbtack: leads, messages, reviews; and who is told of it. */
export class Thumbtack {
	private sampleNumber = 0;

	constructor(
		private readonly state: State,
		private readonly deliveries: Deliveries,
	) {}

	createLead(
		businessId: string,
		generation: Generation,
		overrides: JsonObject = {},
		omit: string[] = [],
		homeownerId: string | null = null,
	): Lead {
		const business = this.business(businessId);
		const sample = sampleLeads[this.sampleNumber++ % sampleLeads.length]!;
		const ids = this.newIds();
		const createdAt = new Date();
		const build = (own: Generation, body: JsonObject) =>
			generation === own ? without(merged(body, overrides), omit) : body;
		const v4 = build('v4', newNegotiation(ids, business, sample, createdAt));
		const legacy = build('legacy', newLegacyLead(ids, business, sample, createdAt));
		const wire = generation === 'v4' ? v4 : legacy;
		const customer = isObject(wire.customer) ? wire.customer : {};
		const lead: Lead = {
			leadId: String(wire[generation === 'v4' ? 'negotiationID' : 'leadID'] ?? ids.leadId),
			customerId: String(customer.customerID ?? ids.customerId),
			businessId,
			homeownerId,
			generation,
			createdAt: createdAt.toISOString(),
			v4,
			legacy,
			messages: [],
			jobStatuses: [],
		};
		this.state.data.leads[lead.leadId] = lead;
		this.state.changed();
		return lead;
	}

	announceLead(lead: Lead): Sent {
		if (lead.generation === 'legacy') return this.toPartner('lead', 'lead', lead.legacy, lead.leadId);
		const early = this.state.data.settings.messageBeforeLead ? [this.describeInMessage(lead)] : [];
		return together([...early, this.toHooks('NegotiationCreatedV4', lead.businessId, lead.v4, lead.leadId)]);
	}

	addMessage(lead: Lead, written: Omit<Message, 'messageId' | 'sentAt'> & { sentAt?: string }): Message {
		const { sentAt = this.nextSentAt(lead), ...rest } = written;
		const message: Message = { messageId: this.state.nextId(), sentAt, ...rest };
		lead.messages.push(message);
		this.state.changed();
		return message;
	}

	announceMessage(lead: Lead, message: Message, generation: Generation = lead.generation): Sent {
		const fromBusiness = message.from === 'Business';
		if (generation === 'legacy') {
			// The Pro API tells partners of the customer's messages only.
			return fromBusiness
				? together([])
				: this.toPartner('message', 'message', legacyMessage(lead, message), lead.leadId);
		}
		const { echoBusinessMessages, bothMessageBlocks } = this.state.data.settings;
		const data = messageV4(lead, this.business(lead.businessId), message, bothMessageBlocks);
		const toPro =
			fromBusiness && !echoBusinessMessages
				? []
				: [this.toHooks('MessageCreatedV4', lead.businessId, data, lead.leadId)];
		return together([...toPro, this.toHomeowner(lead, 'MessageCreatedV4', data)]);
	}

	updatePrice(lead: Lead, leadPrice: Json, chargeState: Json): Sent {
		lead.legacy = { ...lead.legacy, leadPrice, chargeState };
		// v4 has no event for it, but shows the change to who asks.
		if (typeof leadPrice === 'string') lead.v4 = { ...lead.v4, leadPrice };
		if (V4_CHARGE_STATES.has(chargeState)) lead.v4 = { ...lead.v4, chargeState };
		this.state.changed();
		return this.toPartner('update', 'leadUpdate', { leadID: lead.leadId, leadPrice, chargeState }, lead.leadId);
	}

	addReview(lead: Lead, written: { rating: number; text: string; verified: boolean }): Review {
		const request = isObject(lead.v4.request) ? lead.v4.request : {};
		const category = isObject(request.category) ? request.category : {};
		const review: Review = {
			reviewId: this.state.nextId(),
			businessId: lead.businessId,
			leadId: written.verified ? lead.leadId : null,
			categoryId: written.verified ? String(category.categoryID ?? '') || null : null,
			rating: written.rating,
			text: written.text,
			reviewerName: initials(lead),
			createdAt: new Date().toISOString(),
			responseText: null,
			respondedAt: null,
		};
		this.state.data.reviews[review.reviewId] = review;
		this.state.changed();
		return review;
	}

	announceReview(review: Review, generation: Generation, leadId: string | null): Sent {
		if (generation === 'legacy') return this.toPartner('review', 'review', legacyReview(review), leadId);
		return this.toHooks('ReviewCreatedV4', review.businessId, reviewV4(review), leadId);
	}

	/** To the hooks that asked for this event; `force` sends it to every enabled one. */
	toHooks(eventType: string, businessId: string, data: JsonObject, leadId: string | null, force = false): Sent {
		const business = this.business(businessId);
		const { webhooks, selfServeWebhooks } = this.state.data;
		const api = Object.values(webhooks)
			.filter(({ owner }) => owner.id === (owner.kind === 'business' ? businessId : business.ownerId))
			.filter((hook) => hook.enabled && (force || hook.eventTypes.includes(eventType)))
			.map((hook) => ({ ...hook, source: 'api' as const }));
		const selfServe = Object.values(selfServeWebhooks)
			.filter((hook) => hook.businessId === businessId)
			.filter((hook) => force || hook.events.includes(selfServeEventOf[eventType]!))
			.map((hook) => ({ ...hook, source: 'selfServe' as const }));
		return this.toEach([...api, ...selfServe], eventType, data, leadId);
	}

	/** A webhook of the user is the homeowner's side: it hears of the messages of that person's own requests, and of nothing else. */
	private toHomeowner(lead: Lead, eventType: string, data: JsonObject): Sent {
		const hooks = Object.values(this.state.data.webhooks)
			.filter(({ owner }) => owner.kind === 'user' && owner.id === lead.homeownerId)
			.filter((hook) => hook.enabled && hook.eventTypes.includes(eventType))
			.map((hook) => ({ ...hook, source: 'api' as const }));
		return this.toEach(hooks, eventType, data, lead.leadId);
	}

	private toEach(hooks: Hook[], eventType: string, data: JsonObject, leadId: string | null): Sent {
		const { omitOptionalBlocks, deliverTwice } = this.state.data.settings;
		const body = omitOptionalBlocks ? without(data, optionalBlocks) : data;
		return together(
			(deliverTwice ? [...hooks, ...hooks] : hooks).map((hook) => this.toHook(hook, eventType, body, leadId)),
		);
	}

	/** The pro presses "Test this webhook" on Thumbtack's page. */
	testSelfServe(webhookId: string): Sent {
		const hook = this.state.data.selfServeWebhooks[webhookId];
		if (!hook) throw new ControlError(`no self-serve webhook ${webhookId}`, 404);
		const data = testNegotiation(this.newIds(), this.business(hook.businessId));
		return this.toHook({ ...hook, source: 'selfServe' }, 'NegotiationCreatedV4', data, null);
	}

	/** POST …/webhooks/test-negotiation: the same fixture to the business's own API-made webhooks. */
	testNegotiation(businessId: string): JsonObject {
		const data = testNegotiation(this.newIds(), this.business(businessId));
		for (const hook of Object.values(this.state.data.webhooks)) {
			const own = hook.owner.kind === 'business' && hook.owner.id === businessId;
			if (!own || !hook.enabled || !hook.eventTypes.includes('NegotiationCreatedV4')) continue;
			void this.toHook({ ...hook, source: 'api' }, 'NegotiationCreatedV4', data, null).done;
		}
		return data;
	}

	business(businessId: string): Business {
		const business = this.state.data.businesses[businessId];
		if (!business) throw new ControlError(`no business ${businessId}`, 404);
		return business;
	}

	private toHook(hook: Hook, eventType: string, data: JsonObject, leadId: string | null): Sent {
		const { deliveryId, done } = this.deliveries.send({
			source: hook.source,
			generation: 'v4',
			method: 'POST',
			url: hook.url,
			auth: hook.auth,
			eventType,
			body: JSON.stringify(shuffled(envelope(eventType, hook.webhookId, data))),
			leadId,
			webhookId: hook.webhookId,
		});
		return { deliveries: [deliveryId], done };
	}

	private toPartner(event: PartnerEvent, eventType: string, body: JsonObject, leadId: string | null): Sent {
		const partner = this.state.data.partnerEndpoints;
		const url = partner?.urls[event];
		if (!partner || !url) return together([]);
		const { deliveryId, done } = this.deliveries.send({
			source: 'partner',
			generation: 'legacy',
			method: event === 'update' ? 'PUT' : 'POST',
			url,
			auth: partner.auth,
			eventType,
			body: JSON.stringify(body),
			leadId,
			webhookId: null,
		});
		return { deliveries: [deliveryId], done };
	}

	private describeInMessage(lead: Lead): Sent {
		const request = isObject(lead.v4.request) ? lead.v4.request : {};
		const text = String(request.description ?? '');
		const message = this.addMessage(lead, { from: 'Customer', text, attachments: [], via: 'app' });
		return this.announceMessage(lead, message);
	}

	/** Later than every message before it, so that paging by time can be exact. */
	private nextSentAt(lead: Lead): string {
		if (this.state.data.settings.messageTimes === 'seconds') return utcSeconds(new Date());
		const last = lead.messages.at(-1);
		const earliest = last ? Date.parse(last.sentAt) + 1 : 0;
		return new Date(Math.max(Date.now(), earliest)).toISOString();
	}

	private newIds(): { leadId: string; customerId: string; requestId: string } {
		return { leadId: this.state.nextId(), customerId: this.state.nextId(), requestId: this.state.nextId() };
	}
}

export function together(sent: Sent[]): Sent {
	return {
		deliveries: sent.flatMap(({ deliveries }) => deliveries),
		done: Promise.all(sent.map(({ done }) => done)),
	};
}

function initials(lead: Lead): string {
	const customer = isObject(lead.v4.customer) ? lead.v4.customer : {};
	return `${String(customer.firstName ?? '')[0] ?? ''}${String(customer.lastName ?? '')[0] ?? ''}` || 'TT';
}
