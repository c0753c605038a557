import { call } from './http';

const MOST_PAGES = 10;

/** What to choose on the way: names of form fields and the values to give them. */
export type Choices = Record<string, string>;

/**
 * Goes through an authorize page as a person with a browser would: follows redirects, submits the form that confirms,
 * and stops at the first address that `isOurs` knows.
 */
export async function consent(start: string, isOurs: (url: string) => boolean, choices: Choices = {}): Promise<string> {
	const cookies = new Map<string, string>();
	let next: { url: string; method: string; body?: string } = { url: start, method: 'GET' };
	for (let page = 0; page < MOST_PAGES; page++) {
		if (isOurs(next.url)) return next.url;
		const reply = await call(next.url, {
			method: next.method,
			body: next.body,
			headers: {
				accept: 'text/html',
				...(next.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
				...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
			},
		});
		for (const cookie of reply.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (name !== undefined && value !== undefined) cookies.set(name, value);
		}
		const location = reply.headers.get('location');
		if (location !== null) next = { url: new URL(location, next.url).href, method: 'GET' };
		else next = submit(reply.text, next.url, reply.status, choices);
	}
	throw new Error(`The authorize page did not come to an end after ${MOST_PAGES} pages: ${next.url}`);
}

function submit(html: string, pageUrl: string, status: number, choices: Choices) {
	const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)];
	const form = forms.find(([, , inner]) => /confirm connection|allow|authori[sz]e/i.test(inner ?? '')) ?? forms[0];
	if (!form) throw new Error(`${pageUrl} answered ${status} without a form to confirm: ${html.slice(0, 2_000)}`);
	const [, attributes = '', inner = ''] = form;
	const fields = new URLSearchParams({ ...inputs(inner), ...selects(inner), ...confirmButton(inner), ...choices });
	const action = new URL(attribute(attributes, 'action') ?? pageUrl, pageUrl);
	if ((attribute(attributes, 'method') ?? 'get').toLowerCase() === 'post') {
		return { url: action.href, method: 'POST', body: fields.toString() };
	}
	action.search = fields.toString();
	return { url: action.href, method: 'GET' };
}

function inputs(html: string): Choices {
	const fields: Choices = {};
	for (const [tag] of html.matchAll(/<input\b[^>]*>/gi)) {
		const name = attribute(tag, 'name');
		const type = (attribute(tag, 'type') ?? 'text').toLowerCase();
		if (name === undefined || ['submit', 'button', 'image'].includes(type)) continue;
		const isUnchosen = ['radio', 'checkbox'].includes(type) && !/\schecked\b/i.test(tag);
		if (!isUnchosen) fields[name] = attribute(tag, 'value') ?? '';
	}
	return fields;
}

function selects(html: string): Choices {
	const fields: Choices = {};
	for (const [, attributes = '', inner = ''] of html.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/gi)) {
		const name = attribute(attributes, 'name');
		const options = [...inner.matchAll(/<option\b[^>]*>/gi)].map(([tag]) => tag);
		const chosen = options.find((tag) => /\sselected\b/i.test(tag)) ?? options.find((tag) => attribute(tag, 'value'));
		if (name !== undefined && chosen !== undefined) fields[name] = attribute(chosen, 'value') ?? '';
	}
	return fields;
}

/** A page that also has a Cancel button tells them apart by the value of the one that was pressed. */
function confirmButton(html: string): Choices {
	for (const [, attributes = '', label = ''] of html.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)) {
		const name = attribute(attributes, 'name');
		if (name !== undefined && /confirm|allow|authori[sz]e/i.test(label))
			return { [name]: attribute(attributes, 'value') ?? '' };
	}
	return {};
}

function attribute(tag: string, name: string): string | undefined {
	const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(` ${tag}`);
	return match ? decodeEntities(match[1] ?? match[2] ?? match[3] ?? '') : undefined;
}

function decodeEntities(text: string): string {
	return text
		.replace(/&quot;/g, '"')
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');
}
