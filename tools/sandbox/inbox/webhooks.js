import { act, control, told } from './api.js';
import { byId, element, showList, toast } from './dom.js';

/** Who is told of what: hand-made webhooks, API-made ones, legacy partner endpoints. */
export function showWebhooks({ selfServe, api, partner, businesses }) {
	const nameOf = (businessId) => businesses.find((business) => business.businessId === businessId)?.name ?? businessId;
	showList(byId('self-serve-list'), selfServe, {
		key: ({ webhookId }) => webhookId,
		render: ({ webhookId, url, businessId, events, auth }) =>
			hookItem(
				url,
				`${nameOf(businessId)} · ${events.join(', ')} · ${authName(auth)}`,
				button('Test this webhook', async () => told(await act(`/self-serve-webhooks/${webhookId}/test`))),
				button('Delete', () => control('DELETE', `/self-serve-webhooks/${webhookId}`)),
			),
	});
	showList(byId('api-list'), api, {
		key: (hook) => JSON.stringify(hook),
		render: ({ webhookURL, eventTypes, enabled, ownerKind, ownerId, auth }) =>
			hookItem(
				webhookURL,
				`${ownerKind === 'business' ? nameOf(ownerId) : `user ${ownerId}`} · ${eventTypes.join(', ')} · ${authName(auth)}`,
				element('span', { class: `badge ${enabled ? 'good' : ''}` }, enabled ? 'enabled' : 'disabled'),
			),
	});
	byId('no-api').hidden = api.length > 0;
	showPartner(partner);
}

export function prepareWebhooks() {
	const form = byId('self-serve');
	form.elements.authType.onchange = () => showAuthFields(form);
	form.onsubmit = async (event) => {
		event.preventDefault();
		const data = new FormData(form);
		if (!data.has('events')) return toast('Choose at least one event to send.');
		if (!isWebUrl(data.get('url'))) return toast('The endpoint URL must start with http:// or https://.');
		const { url, businessId, authType, username, password, header, value } = Object.fromEntries(data);
		const auth = { basic: { auth: { username, password } }, header: { auth: { header, value } } }[authType] ?? {};
		await control('POST', '/self-serve-webhooks', {
			url,
			businessId,
			events: data.getAll('events'),
			...auth,
		});
		form.reset();
		showAuthFields(form);
		toast('Webhook added.');
	};
	byId('partner').onsubmit = async (event) => {
		event.preventDefault();
		const { url, username, password } = Object.fromEntries(new FormData(event.target));
		if (!isWebUrl(url)) return toast('The endpoint URL must start with http:// or https://.');
		await control('PUT', '/partner-endpoints', { url, ...(username ? { username, password } : {}) });
		event.target.reset();
		toast('Partner endpoint saved.');
	};
}

function isWebUrl(url) {
	return /^https?:\/\//i.test(url);
}

function showPartner({ auth, ...urls }) {
	const entries = Object.entries(urls);
	showList(byId('partner-list'), entries, {
		key: (entry) => JSON.stringify([entry, auth]),
		render: ([event, url]) => hookItem(url, `${event} · ${authName(auth)}`),
	});
	if (entries.length === 0) return;
	byId('partner-list').append(
		element(
			'li',
			{ 'data-key': 'remove' },
			button('Remove all', () => control('DELETE', '/partner-endpoints')),
		),
	);
}

function showAuthFields(form) {
	for (const group of form.querySelectorAll('[data-auth]')) {
		group.hidden = group.dataset.auth !== form.elements.authType.value;
		for (const input of group.querySelectorAll('input')) input.required = !group.hidden;
	}
}

function hookItem(url, about, ...actions) {
	return element(
		'li',
		{},
		element('div', { class: 'what' }, element('code', {}, url), element('p', { class: 'quiet' }, about)),
		...actions,
	);
}

function button(text, onclick) {
	return element('button', { class: 'small', onclick }, text);
}

function authName(auth) {
	if (!auth) return 'no authentication';
	return 'header' in auth ? `header ${auth.header}` : `Basic as ${auth.username}`;
}
