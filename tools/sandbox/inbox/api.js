import { toast } from './dom.js';

/** A call of the sandbox's control API. What goes wrong is shown, and thrown. */
export async function control(method, path, body) {
	const response = await fetch(`/_sandbox${path}`, {
		method,
		...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	});
	const answer = await response.json();
	if (!response.ok) {
		toast(answer.error);
		throw new Error(answer.error);
	}
	return answer;
}

/** Acts without waiting for the webhooks' answers: they show up in the log. */
export function act(path, body = {}) {
	return control('POST', `${path}?wait=false`, body);
}

export function told({ deliveries }) {
	if (deliveries.length === 0) toast('Done. No webhook is subscribed to this business.');
	else toast(`Done. Sent to ${deliveries.length} webhook${deliveries.length === 1 ? '' : 's'}.`);
}
