import { control } from './api.js';
import { showDeliveries } from './deliveries.js';
import { byId, element } from './dom.js';
import { openLeadId, prepareThreads, showThreads } from './threads.js';
import { prepareWebhooks, showWebhooks } from './webhooks.js';

/** The homeowner's side of the sandbox. Looks for news once a second; the version number says whether there is any. */

const lookEveryMs = 1000;
const shownDeliveries = 100;

let known = null;
let world = { leads: [], deliveries: [], api: [], selfServe: [], partner: {}, businesses: [] };

function draw() {
	showThreads(world.leads);
	showDeliveries(world.deliveries, openLeadId());
	showWebhooks(world);
	showBusinesses(world.businesses);
}

async function look() {
	try {
		const { version } = await control('GET', '/version');
		if (version !== known) {
			world = await everything();
			known = version;
			draw();
		}
		byId('offline').hidden = true;
	} catch {
		byId('offline').hidden = false;
		known = null;
	}
	setTimeout(look, lookEveryMs);
}

async function everything() {
	const paths = {
		leads: '/leads',
		deliveries: `/deliveries?last=${shownDeliveries}`,
		api: '/webhooks',
		selfServe: '/self-serve-webhooks',
		partner: '/partner-endpoints',
		businesses: '/businesses',
	};
	const answers = Object.entries(paths).map(async ([name, path]) => [name, await control('GET', path)]);
	return Object.fromEntries(await Promise.all(answers));
}

function showBusinesses(businesses) {
	const options = businesses.filter(({ ownerId }) => ownerId !== null);
	for (const select of document.querySelectorAll('[data-businesses]')) {
		if (select.options.length === options.length) continue;
		select.replaceChildren(...options.map(({ businessId, name }) => element('option', { value: businessId }, name)));
	}
}

function show(view) {
	document.body.dataset.view = view;
	for (const button of document.querySelectorAll('[data-go]')) {
		if (button.dataset.go === view) button.setAttribute('aria-current', 'page');
		else button.removeAttribute('aria-current');
	}
}

for (const button of document.querySelectorAll('[data-go]')) {
	button.onclick = () => (location.hash = button.dataset.go);
}
const views = ['inbox', 'webhooks', 'deliveries'];
const viewOfHash = () => show(views.includes(location.hash.slice(1)) ? location.hash.slice(1) : 'inbox');
window.onhashchange = viewOfHash;
viewOfHash();
prepareThreads(draw);
prepareWebhooks();
await look();
