import type { Delivery } from './envelope';
import type { Json, JsonObject } from '../json';
import { block, first, id, isBlank, isEmpty, isObject, list, own, word } from '../jsonAccess';
import { plainText, text } from './text';
import type { Attachment, CommonFields } from './types';

/** Who the customer is, from whichever parts of a name were sent. */
export type Customer = { name: string | null; firstName: string | null; lastName: string | null };

/** The part of the common fields that the data itself holds. */
export type Identity = Pick<
	CommonFields,
	'isTest' | 'businessId' | 'businessName' | 'leadId' | 'customerId' | 'customerName'
>;

/** A text that says anything, with its entities decoded. */
export function filled(value: Json | undefined): string | null {
	const read = text(value);
	return isBlank(read) ? null : read;
}

/**
 * The customer's name. The Pro API sends one string (split at its first space), v4's leads first and last name, v4's
 * messages a `displayName` ("Maria T."), which is shortened and therefore not split.
 */
export function customerOf(customer: JsonObject): Customer {
	const whole = filled(own(customer, 'name'));
	const firstName = filled(own(customer, 'firstName'));
	const lastName = filled(own(customer, 'lastName'));
	if (firstName !== null || lastName !== null) {
		const joined = [firstName, lastName].filter((part) => part !== null).join(' ');
		return { name: whole ?? joined, firstName, lastName };
	}
	if (whole === null) return { name: filled(own(customer, 'displayName')), firstName: null, lastName: null };
	const trimmed = whole.trim();
	const space = trimmed.search(/\s/);
	if (space === -1) return { name: whole, firstName: trimmed, lastName: null };
	return { name: whole, firstName: trimmed.slice(0, space), lastName: trimmed.slice(space).trimStart() };
}

const TEST_BUSINESS = 'Test Business for Webhooks';
const TEST_CUSTOMER = 'Test Customer';
const TEST_PHONE = '1234567890';

/**
 * Whether this is what the "Test this webhook" button sends. The delivery carries no flag; its fixed business name is
 * enough by itself, since no pro is called so. Customer name and phone count only together: either occurs elsewhere (the
 * Pro API's own sample lead has that phone).
 */
function isTestDelivery(businessName: string | null, customerName: string | null, phone: Json | undefined): boolean {
	if (businessName !== null && businessName.trim() === TEST_BUSINESS) return true;
	if (customerName === null || customerName.trim() !== TEST_CUSTOMER) return false;
	const digits = plainText(phone);
	return digits !== null && digits.length <= 32 && digits.replace(/\D/g, '') === TEST_PHONE;
}

/** The block at the key in the event itself, else in the data around it. */
export function nearest(key: string, subject: JsonObject, data: JsonObject): JsonObject {
	const inner = block(subject, key);
	return subject === data || !isEmpty(inner) ? inner : block(data, key);
}

/** Ids and names that any event may carry, at the top of the data or in its blocks. */
export function identityOf({ data, subject }: Delivery): Identity {
	const customer = nearest('customer', subject, data);
	const business = nearest('business', subject, data);
	const customerName = customerOf(customer).name;
	const businessName = filled(own(business, 'name')) ?? filled(own(business, 'displayName'));
	return {
		isTest: isTestDelivery(businessName, customerName, own(customer, 'phone')),
		businessId: id(own(business, 'businessID')) ?? id(own(subject, 'businessID')) ?? id(own(data, 'businessID')),
		businessName,
		leadId:
			id(own(subject, 'negotiationID')) ??
			id(own(subject, 'leadID')) ??
			id(own(data, 'negotiationID')) ??
			id(own(data, 'leadID')) ??
			id(first(block(data, 'negotiation'), 'negotiationID', 'leadID')) ??
			id(first(block(data, 'lead'), 'negotiationID', 'leadID')),
		customerId:
			id(own(customer, 'customerID')) ??
			id(own(subject, 'customerID')) ??
			id(own(data, 'customerID')) ??
			id(own(block(subject, 'request'), 'customerID')),
		customerName,
	};
}

function fileSize(value: Json | undefined): number | null {
	const size = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
	return typeof size === 'number' && Number.isFinite(size) && size >= 0 ? size : null;
}

const NO_FILE: Attachment = { fileName: null, fileSize: null, mimeType: null, url: null, description: null };

function attachmentOf(file: Json): Attachment | undefined {
	if (typeof file === 'string' && !isBlank(file)) {
		const isLink = /^\s{0,9}https?:\/\//i.test(file);
		return isLink ? { ...NO_FILE, url: file.trim() } : { ...NO_FILE, fileName: file };
	}
	if (!isObject(file)) return undefined;
	return {
		fileName: word(own(file, 'fileName')),
		fileSize: fileSize(own(file, 'fileSize')),
		mimeType: word(own(file, 'mimeType')),
		url: word(first(file, 'url', 'imageURL')),
		description: text(first(file, 'description', 'caption')),
	};
}

/**
 * Files in one shape. A plain text is a link or, failing that, a name. Attachments and the Pro API's review photos have it already; v4's review images come as
 * `imageURL` with a `caption`. null when none of the keys holds a list.
 */
export function attachmentsOf(holder: JsonObject, ...keys: string[]): Attachment[] | null {
	let files: Json[] | undefined;
	for (const key of keys) {
		const found = list(holder, key);
		// An empty list stands only until another key has files.
		if (found !== undefined && (files === undefined || files.length === 0)) files = found;
	}
	if (files === undefined) return null;
	return files.map(attachmentOf).filter((file) => file !== undefined);
}
