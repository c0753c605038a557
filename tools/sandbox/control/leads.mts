import type { Router } from 'express';
import { ControlError } from '../controlError.mts';
import { isObject } from '../json.mts';
import type { Sandbox } from '../sandbox.mts';
import { together } from '../thumbtack.mts';
import type { Json, JsonObject, Lead } from '../types.mts';
import { customerDisplayName } from '../wire/v4.mts';
import { answer, bodyOf, generationOf, leadOf, text } from './input.mts';

/** What the homeowner does. */
export function leadRoutes(router: Router, sandbox: Sandbox): void {
	const { state, thumbtack } = sandbox;

	router.get(
		'/leads',
		(_req, res) => void res.json(Object.values(state.data.leads).map((lead) => leadView(sandbox, lead))),
	);
	router.get('/leads/:leadId', (req, res) => void res.json(leadView(sandbox, leadOf(sandbox, req))));

	router.post('/leads', async (req, res) => {
		const { businessId, generation: _generation, omit = [], deliver = true, ...overrides } = bodyOf(req);
		const generation = generationOf(bodyOf(req));
		const lead = thumbtack.createLead(text(businessId, 'businessId'), generation, overrides, omit as string[]);
		const sent = deliver === true ? thumbtack.announceLead(lead) : together([]);
		const { leadId, customerId } = lead;
		await answer(req, res, sent, { leadId, customerId, businessId: lead.businessId });
	});

	router.post('/leads/:leadId/messages', async (req, res) => {
		const lead = leadOf(sandbox, req);
		const body = bodyOf(req, ['text', 'from', 'attachments', 'generation', 'sentAt', 'deliver']);
		const { from = 'Customer', attachments = [], sentAt, deliver = true } = body;
		if (from !== 'Customer' && from !== 'Business') throw new ControlError("from is 'Customer' or 'Business'");
		const message = thumbtack.addMessage(lead, {
			from,
			text: text(body.text, 'text'),
			attachments: attachments as Json[],
			via: 'app',
			...(typeof sentAt === 'string' ? { sentAt } : {}),
		});
		const generation = generationOf(body, lead.generation);
		const sent = deliver === true ? thumbtack.announceMessage(lead, message, generation) : together([]);
		await answer(req, res, sent, { messageId: message.messageId });
	});

	router.post('/leads/:leadId/price', async (req, res) => {
		const { leadPrice = null, chargeState = null } = bodyOf(req, ['leadPrice', 'chargeState']);
		await answer(req, res, thumbtack.updatePrice(leadOf(sandbox, req), leadPrice, chargeState), {});
	});

	router.post('/leads/:leadId/review', async (req, res) => {
		const lead = leadOf(sandbox, req);
		const body = bodyOf(req, ['rating', 'text', 'verified', 'generation']);
		const { rating, verified = true } = body;
		if (typeof rating !== 'number' || rating < 1 || rating > 5)
			throw new ControlError('rating is a number from 1 to 5');
		const review = thumbtack.addReview(lead, {
			rating,
			text: text(body.text, 'text'),
			verified: verified === true,
		});
		const sent = thumbtack.announceReview(review, generationOf(body, lead.generation), lead.leadId);
		await answer(req, res, sent, { reviewId: review.reviewId });
	});

	router.post('/events', async (req, res) => {
		const body = bodyOf(req, ['eventType', 'businessId', 'data', 'force']);
		const { eventType, businessId, data = {}, force = false } = body;
		if (!isObject(data)) throw new ControlError('data is an object');
		const to = text(businessId, 'businessId');
		const sent = thumbtack.toHooks(text(eventType, 'eventType'), to, data, null, force === true);
		await answer(req, res, sent, {});
	});
}

function leadView({ state }: Sandbox, lead: Lead): JsonObject {
	const { v4, legacy, ...rest } = lead;
	const request = isObject(v4.request) ? v4.request : {};
	const category = isObject(request.category) ? request.category : {};
	return {
		...(rest as unknown as JsonObject),
		businessName: state.data.businesses[lead.businessId]?.name ?? '',
		customerName: customerDisplayName(lead),
		category: category.name ?? '',
		description: request.description ?? '',
		leadPrice: (lead.generation === 'v4' ? v4 : legacy).leadPrice ?? null,
		data: lead.generation === 'v4' ? v4 : legacy,
	};
}
