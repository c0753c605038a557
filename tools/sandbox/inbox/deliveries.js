import { act } from './api.js';
import { byId, element, showList, timeOf } from './dom.js';

const sourceNames = { api: 'API webhook', selfServe: 'Self-serve webhook', partner: 'Partner endpoint' };

/** Lists of calls to webhooks, with what was sent and what came back. */
export function showDeliveries(deliveries, leadId) {
	const newest = deliveries.toReversed();
	const ofLead = newest.filter((delivery) => delivery.leadId === leadId);
	show('all-deliveries', 'no-deliveries', newest);
	show('lead-deliveries', 'no-lead-deliveries', ofLead);
	byId('no-lead-deliveries').textContent =
		leadId === null
			? 'Choose a lead to see its deliveries.'
			: 'No deliveries yet. No webhook was subscribed to this business when the lead was sent.';
}

function show(listId, emptyId, deliveries) {
	showList(byId(listId), deliveries, {
		key: ({ deliveryId, ms }) => `${deliveryId}/${ms}`,
		render: deliveryItem,
	});
	byId(emptyId).hidden = deliveries.length > 0;
}

function deliveryItem(delivery) {
	const { deliveryId, at, method, url, source, eventType, requestBody, responseBody, error, resendOf, attempt } =
		delivery;
	const note = attempt > 1 ? `retry ${attempt - 1}` : resendOf ? 'resent' : null;
	const answer = error ?? responseBody;
	const took = delivery.ms === null ? '' : ` · ${delivery.ms} ms`;
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'row' },
			statusBadge(delivery),
			element('strong', {}, eventType),
			note && element('span', { class: 'badge' }, note),
			timeOf(at),
		),
		element('p', { class: 'url' }, `${sourceNames[source]}${took} · ${method} ${url}`),
		element(
			'details',
			{},
			element('summary', {}, 'Request and response'),
			element('pre', {}, JSON.stringify(requestBody, null, 2)),
			element('p', { class: 'quiet' }, 'Response'),
			element('pre', {}, answer || '(empty)'),
			element('button', { class: 'small', onclick: () => act(`/deliveries/${deliveryId}/resend`) }, 'Resend'),
		),
	);
}

function statusBadge({ status, error }) {
	if (error) return element('span', { class: 'badge bad' }, 'failed');
	if (status === null) return element('span', { class: 'badge' }, 'sending…');
	const good = status >= 200 && status < 300;
	return element('span', { class: `badge ${good ? 'good' : 'bad'}` }, String(status));
}
