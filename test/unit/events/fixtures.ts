/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the fixtures as text, since JSON modules round long ids */
import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';

import type { Json, JsonObject, ScheduleParts, ThumbtackEvent } from '../../../nodes/shared/events';
import { parseJson, normalizeDelivery } from '../../../nodes/shared/events';

const FOLDER = join(__dirname, '../../fixtures/deliveries');

export const RECEIVED = new Date('2026-11-01T12:00:00.000Z');
export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const fixtureNames: string[] = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''))
	.sort();

export function fixtureText(name: string): string {
	return readFileSync(join(FOLDER, `${name}.json`), 'utf8');
}

export function fixture(name: string): JsonObject {
	return parseJson(fixtureText(name)) as JsonObject;
}

export function read(body: unknown): ThumbtackEvent {
	return normalizeDelivery(body as Json | undefined, RECEIVED);
}

/** The event as a plain record, for tests that look at keys by name. */
export function readRecord(body: unknown): Record<string, unknown> {
	return read(body) as Record<string, unknown>;
}

/** The event with the given fields of the body set; a path is keys joined by dots, undefined removes. */
export function withField(body: Json, path: string, value: unknown): JsonObject {
	const copy = structuredClone(body) as JsonObject;
	const keys = path.split('.');
	const last = keys.pop() as string;
	const parent = keys.reduce<JsonObject>((at, key) => at[key] as JsonObject, copy);
	if (value !== undefined) parent[last] = value as Json;
	else if (Array.isArray(parent)) parent.splice(Number(last), 1);
	else delete parent[last];
	return copy;
}

const LAST_KEYS = [
	'businessName',
	'occurredAt',
	'businessId',
	'customerId',
	'eventType',
	'api',
	'receivedAt',
	'isTest',
	'eventKey',
];

const LEAD_KEYS = [
	'event',
	'customerName',
	'customerPhone',
	'category',
	'description',
	'city',
	'state',
	'zipCode',
	'address',
	'schedule',
	'leadPrice',
	'estimate',
	'status',
	'leadId',
	'answers',
	'details',
	'attachments',
	'customerFirstName',
	'customerLastName',
	'title',
	'address1',
	'address2',
	'travelPreferences',
	'proposedTimes',
	'bookingStart',
	'bookingEnd',
	'scheduleParts',
	'leadPriceText',
	'leadPriceSubtotal',
	'leadPriceTax',
	'chargeState',
	'estimateText',
	'estimateType',
	'estimateUnit',
	'estimateQuantity',
	'leadType',
	'businessPhone',
	'reviewLink',
	'refundLink',
	'requestId',
	'categoryId',
	...LAST_KEYS,
];

/** The keys of each event, in order: first what people look for, last what only workflows need. */
export const KEYS: Record<ThumbtackEvent['event'], string[]> = {
	lead: LEAD_KEYS,
	message: [
		...['event', 'customerName', 'text', 'from', 'attachments', 'leadId', 'messageId', 'messageKind'],
		...LAST_KEYS,
	],
	leadUpdate: ['event', 'leadId', 'leadPrice', 'leadPriceText', 'chargeState', 'customerName', ...LAST_KEYS],
	review: [
		...['event', 'reviewerName', 'rating', 'text', 'responseText', 'respondedAt', 'verified', 'attachments'],
		...['modifiedAt', 'reviewId', 'categoryId', 'leadId', 'customerName'],
		...LAST_KEYS,
	],
	job: ['event', 'jobStatus', 'link', 'jobId', 'customerName', 'leadId', 'payload', ...LAST_KEYS],
	other: ['event', 'payload', 'customerName', 'leadId', ...LAST_KEYS],
};

/** The keys of the event; v4's update has those of a lead. */
export function keysOf({ event, api }: Pick<ThumbtackEvent, 'event' | 'api'>): string[] {
	return event === 'leadUpdate' && api === 'v4' ? LEAD_KEYS : KEYS[event];
}

/** The keys of each event that not every event has. */
export const OWN_KEYS = Object.fromEntries(
	Object.entries(KEYS).map(([event, keys]) => [
		event,
		keys.filter((key) => !LAST_KEYS.includes(key) && !['event', 'customerName', 'leadId'].includes(key)),
	]),
) as Record<ThumbtackEvent['event'], string[]>;

const TEXT_KEYS =
	/(Name|Phone|Text|State|[lL]ink|Type|Unit|[sS]tatus|address[12]|category|title|description|address|city|state|zipCode|schedule|text|status)$/;

function typeFault(key: string, value: unknown): string | undefined {
	if (key === 'payload' || value === null) return undefined;
	if (/At$|^booking/.test(key)) return typeof value === 'string' && ISO.test(value) ? undefined : 'no ISO time';
	if (/Id$/.test(key)) return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? undefined : 'no id';
	if (/^(leadPrice(Subtotal|Tax)?|estimate(Quantity)?|rating)$/.test(key))
		return Number.isFinite(value) ? undefined : 'no number';
	if (key === 'isTest' || key === 'verified') return typeof value === 'boolean' ? undefined : 'no boolean';
	if (key === 'from') return ['customer', 'business', 'unknown'].includes(value as string) ? undefined : 'no author';
	if (key === 'api') return value === 'v4' || value === 'legacy' ? undefined : 'no generation';
	if (key === 'messageKind') return value === 'message' ? undefined : 'no kind';
	if (key === 'event') return typeof value === 'string' && value in OWN_KEYS ? undefined : 'no event';
	if (key === 'eventKey') return typeof value === 'string' && value !== '' ? undefined : 'no key';
	if (key === 'answers' || key === 'scheduleParts') return typeof value === 'object' ? undefined : 'no object';
	if (key === 'travelPreferences' || key === 'details' || key === 'attachments' || key === 'proposedTimes') {
		return Array.isArray(value) ? undefined : 'no list';
	}
	return TEXT_KEYS.test(key) && typeof value === 'string' ? undefined : 'no text';
}

const FILE_KEYS = ['fileName', 'fileSize', 'mimeType', 'url', 'description'];

function elementFaults(event: Record<string, unknown>): string[] {
	const faults: string[] = [];
	const check = (key: string, keys: string[], fault: (field: string, value: unknown) => boolean) => {
		for (const element of (event[key] as Array<Record<string, unknown>> | null | undefined) ?? []) {
			if (Object.keys(element).join() !== keys.join()) faults.push(`${key}: keys ${Object.keys(element).join()}`);
			for (const [field, value] of Object.entries(element)) {
				if (value !== null && fault(field, value)) faults.push(`${key}.${field}: ${String(value)}`);
			}
		}
	};
	check('details', ['question', 'answer'], (_, value) => typeof value !== 'string');
	check('proposedTimes', ['start', 'end'], (_, value) => !ISO.test(value as string));
	check('attachments', FILE_KEYS, (field, value) =>
		field === 'fileSize' ? !Number.isFinite(value) : typeof value !== 'string',
	);
	return faults;
}

function partFaults({ answers, travelPreferences, scheduleParts }: Record<string, unknown>): string[] {
	const faults = Object.entries((answers ?? {}) as object)
		.filter(([, answer]) => answer !== null && typeof answer !== 'string')
		.map(([question]) => `answers.${question}`);
	for (const one of (travelPreferences ?? []) as unknown[]) {
		if (typeof one !== 'string' || one.trim() === '') faults.push('travelPreferences');
	}
	const parts = scheduleParts as ScheduleParts | null | undefined;
	for (const { date } of parts?.dates ?? []) {
		if (date !== null && !/^\d{4}-\d\d-\d\d$/.test(date)) faults.push(`scheduleParts: ${date}`);
	}
	for (const { from, to } of parts?.times ?? []) {
		if (![from, to].every((time) => time === null || /^\d\d:\d\d$/.test(time)))
			faults.push(`scheduleParts: ${from} ${to}`);
	}
	return faults;
}

/** Everything that is wrong with the form of an event; empty for a sound one. */
export function faultsOf(event: ThumbtackEvent): string[] {
	const record = event as Record<string, unknown>;
	const expected = keysOf(event);
	const faults = Object.keys(record)
		.filter((key) => !expected.includes(key))
		.map((key) => `${key}: not promised`);
	const order = Object.keys(record).filter((key) => expected.includes(key));
	if (order.join() !== expected.filter((key) => key in record).join()) faults.push(`order: ${order.join()}`);
	for (const key of expected) {
		if (!(key in record) || record[key] === undefined) faults.push(`${key}: missing`);
		else {
			const fault = typeFault(key, record[key]);
			if (fault !== undefined) faults.push(`${key}: ${fault}: ${String(record[key])}`);
		}
	}
	return [...faults, ...elementFaults(record), ...partFaults(record)];
}
