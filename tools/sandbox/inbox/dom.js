/** The little that the page needs to build its lists. */

export const byId = (id) => document.getElementById(id);

/** element('p', { class: 'x', onclick: f }, 'text', child) */
export function element(tag, attributes = {}, ...children) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === 'function') node[name] = value;
		else if (value !== null && value !== false) node.setAttribute(name, value === true ? '' : value);
	}
	node.append(...children.filter((child) => child !== null));
	return node;
}

/** Shows the items in order and leaves the nodes of unchanged ones alone, so that what is open stays open. */
export function showList(list, items, { key, render }) {
	const old = new Map([...list.children].map((node) => [node.dataset.key, node]));
	const nodes = items.map((item) => {
		const itemKey = key(item);
		const node = old.get(itemKey) ?? render(item);
		node.dataset.key = itemKey;
		return node;
	});
	const same = nodes.length === list.children.length && nodes.every((node, i) => node === list.children[i]);
	if (!same) list.replaceChildren(...nodes);
}

export function timeOf(iso) {
	const time = new Date(iso);
	const sameDay = time.toDateString() === new Date().toDateString();
	const clock = time.toLocaleTimeString([], { timeStyle: 'medium', hourCycle: 'h23' });
	return element('time', { datetime: iso }, sameDay ? clock : `${time.toLocaleDateString()} ${clock}`);
}

let toastTimer;

export function toast(text) {
	const node = byId('toast');
	node.textContent = text;
	node.hidden = false;
	clearTimeout(toastTimer);
	toastTimer = setTimeout(() => (node.hidden = true), 3500);
}

/** Opens a dialog and gives what was filled in, or null when it was cancelled. */
export function ask(id) {
	const dialog = byId(id);
	const form = dialog.querySelector('form');
	form.reset();
	dialog.returnValue = '';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.onclose = () => resolve(dialog.returnValue === 'send' ? Object.fromEntries(new FormData(form)) : null);
	});
}
