import { act, told } from './api.js';
import { ask, byId, element, showList, timeOf } from './dom.js';

const routeNames = { v4: 'through API v4', v2: 'through API v2', v1: 'through API v1', app: 'in the app' };

let openId = null;
let leads = [];

export function openLeadId() {
	return openId;
}

export function showThreads(newLeads) {
	leads = newLeads;
	const newest = leads.toReversed();
	showList(byId('leads'), newest, { key: listKey, render: leadItem });
	byId('no-leads').hidden = leads.length > 0;
	showThread(leads.find(({ leadId }) => leadId === openId));
}

export function prepareThreads(redraw) {
	byId('leads').onclick = (event) => {
		const button = event.target.closest('button');
		if (button) open(button.dataset.lead, redraw);
	};
	byId('back').onclick = () => open(null, redraw);
	byId('open-side').onclick = () => document.body.toggleAttribute('data-side', true);
	byId('close-side').onclick = () => document.body.toggleAttribute('data-side', false);
	byId('new-lead').onclick = async () => {
		const asked = await ask('lead-dialog');
		if (!asked) return;
		const { businessId, generation, description } = asked;
		const overrides = description.trim() ? { request: { description: description.trim() } } : {};
		const sent = await act('/leads', { businessId, generation, ...overrides });
		told(sent);
		open(sent.leadId, redraw);
	};
	byId('open-price').onclick = async () => {
		const asked = await ask('price-dialog');
		if (asked) told(await act(`/leads/${openId}/price`, { ...asked, chargeState: asked.chargeState || null }));
	};
	byId('open-review').onclick = async () => {
		const asked = await ask('review-dialog');
		if (asked) told(await act(`/leads/${openId}/review`, { ...asked, rating: Number(asked.rating) }));
	};
	prepareCompose();
}

function prepareCompose() {
	const form = byId('compose');
	form.onsubmit = async (event) => {
		event.preventDefault();
		const text = form.elements.text.value.trim();
		if (!text) return;
		form.reset();
		await act(`/leads/${openId}/messages`, { text });
	};
	form.elements.text.onkeydown = (event) => {
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			form.requestSubmit();
		}
	};
}

function open(leadId, redraw) {
	openId = leadId;
	document.body.toggleAttribute('data-thread', leadId !== null);
	document.body.toggleAttribute('data-side', false);
	byId('messages').replaceChildren();
	redraw();
}

function listKey({ leadId, messages }) {
	return `${leadId}/${messages.length}/${leadId === openId}`;
}

function leadItem({ leadId, customerName, businessName, category, description, generation, messages, createdAt }) {
	return element(
		'li',
		{},
		element(
			'button',
			{ 'data-lead': leadId, 'aria-current': leadId === openId },
			element(
				'span',
				{ class: 'row' },
				element('strong', {}, customerName),
				timeOf(messages.at(-1)?.sentAt ?? createdAt),
			),
			element('p', {}, `${category} · ${businessName}`),
			element(
				'span',
				{ class: 'row' },
				element('p', {}, messages.at(-1)?.text ?? description),
				generationBadge(generation),
			),
		),
	);
}

function generationBadge(generation) {
	return element('span', { class: `badge ${generation === 'v4' ? 'accent' : ''}` }, generation);
}

function showThread(lead) {
	byId('thread').hidden = !lead;
	byId('no-thread').hidden = Boolean(lead);
	if (!lead) return;
	byId('thread-name').textContent = lead.customerName;
	byId('thread-about').textContent =
		`${lead.category} · to ${lead.businessName} · ${lead.generation} · lead ${lead.leadId}`;
	byId('open-price').hidden = lead.generation !== 'legacy';
	byId('thread-request').textContent = lead.description;
	byId('thread-details').replaceChildren(
		...facts(lead).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
	);
	const list = byId('messages');
	const before = list.children.length;
	showList(list, lead.messages, { key: ({ messageId }) => messageId, render: messageItem });
	if (list.children.length !== before) byId('scroll').scrollTop = byId('scroll').scrollHeight;
}

function facts({ data, leadPrice, jobStatuses }) {
	const { location = {}, details = [] } = data.request ?? {};
	const place = [location.address1, location.address2, location.city, location.state, location.zipCode]
		.filter(Boolean)
		.join(', ');
	return [
		['Where', place],
		...details.map(({ question, answer }) => [question, decoded(answer)]),
		['Lead price', [leadPrice ?? 'not yet known', data.chargeState].filter(Boolean).join(', ')],
		...jobStatuses.map(({ status, receivedAt }) => [
			'Job status',
			`${status} (${new Date(receivedAt).toLocaleTimeString()})`,
		]),
	].filter(([, value]) => value);
}

/** Thumbtack's answers may hold HTML entities; a person should not see them. */
function decoded(text) {
	return new DOMParser().parseFromString(text, 'text/html').documentElement.textContent;
}

function messageItem({ from, text, via, sentAt }) {
	const homeowner = via === 'app' ? 'You, the homeowner' : `The homeowner, ${routeNames[via]}`;
	const who = from === 'Customer' ? homeowner : `The pro, ${routeNames[via]}`;
	return element(
		'li',
		{ class: from },
		element('div', { class: 'bubble' }, text),
		element('p', { class: 'meta' }, `${who} · `, timeOf(sentAt)),
	);
}
