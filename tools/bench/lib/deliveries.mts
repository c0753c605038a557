import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../lib/paths.mts';
import { basic } from '../../lib/testing/http.ts';
import { webhookUser } from '../../lib/testing/credentials.ts';

const LEAD_ID = '587000111222333500';

const text = JSON.stringify(
	JSON.parse(readFileSync(path.join(root, 'test', 'fixtures', 'deliveries', 'v4-lead.json'), 'utf8')),
);

/** Ids that no other run has, so that no delivery is taken for a copy. */
export function newIds(): () => string {
	let last = BigInt(Date.now()) * 100_000n;
	return () => String(++last);
}

/** A lead as Thumbtack sends it, under an id of its own. */
export const leadBody = (leadId: string): string => text.replace(LEAD_ID, leadId);

/** The same, with as many answers as it takes to get to about that size. */
export function leadOfSize(leadId: string, bytes: number): string {
	const body = JSON.parse(leadBody(leadId)) as {
		data: { request: { details: Array<{ question: string; answer: string }> } };
	};
	const { details } = body.data.request;
	let size = JSON.stringify(body).length;
	for (let number = 1; size < bytes; number++) {
		const detail = {
			question: `Question ${number}: what kind of work is needed?`,
			answer: `Answer ${number}: I'm not sure yet &amp; would like advice`,
		};
		details.push(detail);
		size += JSON.stringify(detail).length + 1;
	}
	return JSON.stringify(body);
}

export const authorization = basic(webhookUser.username, webhookUser.password);
