import type { Json, JsonObject } from '../../../nodes/shared/events';
import { faultsOf, fixture, OWN_KEYS, readRecord, withField } from './fixtures';

type Change = Record<string, unknown>;
/** What the event loses when the field at the path is damaged. Fields that are not listed feed no key. */
type Losses = Record<string, Change | ((body: JsonObject) => Change)>;

const HASH = /:[0-9a-f]{64}$/;
const hashKey = { eventKey: expect.stringMatching(HASH) };
const V4_KEY = 'lead:587000111222333500';
const LEGACY_KEY = 'lead:402233445566770001';

function nothing(event: keyof typeof OWN_KEYS, ...more: string[]): Change {
	return Object.fromEntries([...OWN_KEYS[event], ...more].map((key) => [key, null]));
}

const identity = ['businessId', 'businessName', 'leadId', 'customerId', 'customerName'];

const LOSSES: Record<string, Losses> = {
	'v4-lead': {
		event: { eventType: null },
		'event.eventType': { eventType: null },
		// Without data there is nothing but the envelope; its time stands in.
		data: { ...nothing('lead', ...identity), occurredAt: '2026-08-16T17:13:05.000Z', ...hashKey },
		'data.negotiationID': { leadId: null, ...hashKey },
		'data.createdAt': { occurredAt: '2026-08-16T17:13:05.000Z' },
		'data.status': { status: null, eventKey: `${V4_KEY}:null:Created:$25.00` },
		'data.chargeState': { chargeState: null, eventKey: `${V4_KEY}:Open:null:$25.00` },
		'data.leadPrice': { leadPrice: null, leadPriceText: null, eventKey: `${V4_KEY}:Open:Created:null` },
		'data.leadPriceBreakdown': { leadPriceSubtotal: null, leadPriceTax: null },
		'data.leadPriceBreakdown.subtotal': { leadPriceSubtotal: null },
		'data.leadPriceBreakdown.salesTax': { leadPriceTax: null },
		// request.customerID stands in for the customer's own id.
		'data.customer': { customerName: null, customerFirstName: null, customerLastName: null, customerPhone: null },
		'data.customer.firstName': { customerName: 'Torres', customerFirstName: null },
		'data.customer.lastName': { customerName: 'Maria', customerLastName: null },
		'data.customer.phone': { customerPhone: null },
		'data.business': { businessId: null, businessName: null },
		'data.business.businessID': { businessId: null },
		'data.business.name': { businessName: null },
		'data.estimate': {
			...{ estimate: null, estimateText: null, estimateType: null, estimateUnit: null, estimateQuantity: null },
		},
		'data.estimate.type': { estimateType: null },
		'data.estimate.unitName': { estimateUnit: null },
		'data.estimate.unitQuantity': { estimateQuantity: null },
		// The price of a unit stands in for the total.
		'data.estimate.total': { estimate: 120, estimateText: '$120.00/service' },
		'data.requestReviewLink': { reviewLink: null },
		'data.refundRequestLink': { refundLink: null },
		'data.request': {
			...Object.fromEntries(
				['category', 'categoryId', 'description', 'address', 'city', 'state', 'zipCode', 'schedule'].map((key) => [
					key,
					null,
				]),
			),
			...{ proposedTimes: null, details: null, answers: null, attachments: null, requestId: null },
			...{ address1: null, address2: null, travelPreferences: null },
		},
		'data.request.requestID': { requestId: null },
		'data.request.description': { description: null },
		'data.request.category': { category: null, categoryId: null },
		'data.request.category.categoryID': { categoryId: null },
		'data.request.category.name': { category: null },
		'data.request.location': { address: null, address1: null, address2: null, city: null, state: null, zipCode: null },
		'data.request.location.address1': { address: 'Apt 4B', address1: null },
		'data.request.location.address2': { address: '9 Elm St', address2: null },
		'data.request.location.city': { city: null },
		'data.request.location.state': { state: null },
		'data.request.location.zipCode': { zipCode: null },
		'data.request.details': { details: null, answers: null },
		'data.request.details.0': withAnswers({ question: 'Budget', answer: "$600- $750, I'm not sure" }),
		'data.request.details.1': withAnswers({ question: 'Frequency of services', answer: 'One time only' }),
		'data.request.travelPreferences': { travelPreferences: null },
		'data.request.travelPreferences.0': { travelPreferences: null },
		...detail(0, { question: 'Frequency of services', answer: 'One time only' }),
		...detail(1, { question: 'Budget', answer: "$600- $750, I'm not sure" }),
		'data.request.proposedTimes': { proposedTimes: null, schedule: null },
		...times(),
		'data.request.attachments': { attachments: null },
		'data.request.attachments.0': { attachments: [] },
		...file('data.request.attachments.0', {
			fileName: 'pile.jpg',
			fileSize: 20,
			mimeType: 'image/jpeg',
			url: 'https://files.example/pile.jpg',
			description: 'the pile',
		}),
	},
	'legacy-lead': {
		leadID: { leadId: null, ...hashKey },
		createTimestamp: { occurredAt: null },
		'request.requestID': { requestId: null },
		'request.category': { category: null },
		'request.categoryID': { categoryId: null },
		'request.title': { title: null },
		'request.description': { description: null },
		'request.schedule': { schedule: null, scheduleParts: null },
		'request.location': { address: null, address1: null, address2: null, city: null, state: null, zipCode: null },
		'request.location.address1': { address: 'Unit 7', address1: null },
		'request.location.address2': { address: '20 Oak Ave', address2: null },
		'request.location.city': { city: null },
		'request.location.state': { state: null },
		'request.location.zipCode': { zipCode: null },
		'request.details': { details: null, answers: null },
		'request.details.0': withAnswers({ question: 'Screens', answer: "I'm not sure" }),
		'request.details.1': withAnswers({ question: 'Stories', answer: '2 stories' }),
		'request.details.0.question': withAnswers(
			{ question: null, answer: '2 stories' },
			{ question: 'Screens', answer: "I'm not sure" },
		),
		'request.details.0.answer': withAnswers(
			{ question: 'Stories', answer: null },
			{ question: 'Screens', answer: "I'm not sure" },
		),
		'request.details.1.question': withAnswers(
			{ question: 'Stories', answer: '2 stories' },
			{ question: null, answer: "I'm not sure" },
		),
		'request.details.1.answer': withAnswers(
			{ question: 'Stories', answer: '2 stories' },
			{ question: 'Screens', answer: null },
		),
		'request.travelPreferences': { travelPreferences: null },
		'request.attachments': { attachments: null },
		'request.attachments.0': { attachments: [] },
		...file('request.attachments.0', {
			fileName: 'front.jpg',
			fileSize: 20480,
			mimeType: 'image/jpeg',
			url: 'https://files.example/a/front.jpg',
			description: 'front side',
		}),
		request: {
			...Object.fromEntries(
				['category', 'categoryId', 'title', 'description', 'address', 'city', 'state', 'zipCode'].map((key) => [
					key,
					null,
				]),
			),
			...{ schedule: null, scheduleParts: null, details: null, answers: null, attachments: null, requestId: null },
			...{ address1: null, address2: null, travelPreferences: null },
		},
		customer: {
			...{ customerId: null, customerName: null, customerFirstName: null, customerLastName: null },
			customerPhone: null,
		},
		'customer.customerID': { customerId: null },
		'customer.name': { customerName: null, customerFirstName: null, customerLastName: null },
		'customer.phone': { customerPhone: null },
		business: { businessId: null, businessName: null },
		'business.businessID': { businessId: null },
		'business.name': { businessName: null },
		price: { estimate: null, estimateText: null },
		leadType: { leadType: null },
		leadPrice: { leadPrice: null, leadPriceText: null, eventKey: `${LEGACY_KEY}:null:Charged:null` },
		chargeState: { chargeState: null, eventKey: `${LEGACY_KEY}:null:null:$26.00` },
	},
	'v4-message-business': {
		event: { eventType: null },
		'event.eventType': { eventType: null },
		data: {
			...nothing('message', ...identity),
			...{ from: 'unknown', messageKind: 'message', occurredAt: '2026-08-16T17:25:01.000Z' },
			...hashKey,
		},
		'data.messageID': { messageId: null, ...hashKey },
		'data.negotiationID': { leadId: null },
		'data.from': { from: 'unknown' },
		'data.business': { businessId: null, businessName: null },
		'data.business.businessID': { businessId: null },
		'data.business.displayName': { businessName: null },
		'data.customer': { customerId: null, customerName: null },
		'data.customer.customerID': { customerId: null },
		'data.customer.displayName': { customerName: null },
		'data.text': { text: null },
		'data.attachments': { attachments: null },
		'data.sentAt': { occurredAt: '2026-08-16T17:25:01.000Z' },
	},
	'legacy-message': {
		leadID: { leadId: null },
		customerID: { customerId: null },
		businessID: { businessId: null },
		message: { messageId: null, text: null, attachments: null, occurredAt: null, ...hashKey },
		'message.messageID': { messageId: null, ...hashKey },
		'message.createTimestamp': { occurredAt: null },
		'message.text': { text: null },
		'message.attachments': { attachments: null },
		'message.attachments.0': { attachments: [] },
		...file('message.attachments.0', {
			fileName: 'screen.jpg',
			fileSize: 5120,
			mimeType: 'image/jpeg',
			url: 'https://files.example/a/screen.jpg',
			description: 'screen',
		}),
	},
	'legacy-lead-update': {
		leadID: { leadId: null, ...hashKey },
		// A price or state of a type that cannot be read must not make two updates look alike: then the data are hashed.
		leadPrice: (body) => ({
			leadPrice: null,
			leadPriceText: null,
			eventKey: body.leadPrice == null ? 'leadUpdate:402233445566770001:null:Charged' : expect.stringMatching(HASH),
		}),
		chargeState: (body) => ({
			chargeState: null,
			eventKey: body.chargeState == null ? 'leadUpdate:402233445566770001:$18.50:null' : expect.stringMatching(HASH),
		}),
	},
	'v4-review': {
		event: { eventType: null },
		'event.eventType': { eventType: null },
		data: {
			...nothing('review', ...identity),
			occurredAt: '2026-09-20T01:43:52.000Z',
			...hashKey,
		},
		'data.reviewID': { reviewId: null, ...hashKey },
		'data.negotiationID': { leadId: null, verified: null },
		'data.rating': { rating: null },
		'data.reviewText': { text: null },
		'data.reviewerName': { reviewerName: null },
		'data.createTime': { occurredAt: '2026-09-20T01:43:52.000Z' },
		'data.categoryID': { categoryId: null },
		'data.businessID': { businessId: null },
		'data.images': { attachments: null },
		'data.images.0': { attachments: [] },
		'data.images.0.imageURL': { attachments: [{ ...image(), url: null }] },
		'data.images.0.caption': { attachments: [{ ...image(), description: null }] },
	},
	'legacy-review': {
		reviewEventType: { eventType: null },
		review: { ...nothing('review'), businessId: null, leadId: null, occurredAt: null, ...hashKey },
		'review.businessID': { businessId: null },
		'review.categoryID': { categoryId: null },
		'review.createTime': { occurredAt: null },
		'review.leadID': { leadId: null },
		'review.modifyTime': { modifiedAt: null },
		'review.photos': { attachments: null },
		'review.photos.0': { attachments: [] },
		...file('review.photos.0', {
			fileName: 'after.jpg',
			fileSize: 2048,
			mimeType: 'image/jpeg',
			url: 'https://files.example/r/after.jpg',
			description: 'after',
		}),
		'review.rating': { rating: null },
		'review.reviewID': { reviewId: null, ...hashKey },
		'review.reviewerNickname': { reviewerName: null },
		'review.text': { text: null },
		'review.verified': { verified: null },
	},
	'v4-job-matched': {
		// Nothing but its name tells a job.
		event: (body) => ({
			...{ jobStatus: undefined, jobId: undefined, link: undefined },
			...{ event: 'other', eventType: null, api: null, occurredAt: null, businessId: null, leadId: null },
			payload: body,
			...hashKey,
		}),
		'event.eventType': {
			...{ event: 'other', eventType: null, api: null, ...hashKey },
			...{ jobStatus: undefined, jobId: undefined, link: undefined },
		},
		'event.triggeredAt': { occurredAt: null, ...hashKey },
		data: (body) => ({
			...{ businessId: null, leadId: null, jobStatus: null, link: null, ...hashKey },
			payload: body.data === undefined ? body : body.data,
		}),
		'data.businessID': (body) => ({ businessId: null, payload: body.data, ...hashKey }),
		'data.negotiationID': (body) => ({ leadId: null, payload: body.data, ...hashKey }),
		'data.status': (body) => ({ jobStatus: null, payload: body.data, ...hashKey }),
		'data.deepLink': (body) => ({ link: null, payload: body.data, ...hashKey }),
	},
};

function withAnswers(...details: Array<{ question: string | null; answer: string | null }>) {
	const named = details.filter(({ question }) => question !== null);
	return { details, answers: Object.fromEntries(named.map(({ question, answer }) => [question, answer])) };
}

function detail(index: number, whole: { question: string; answer: string }): Losses {
	const others = [
		{ question: 'Frequency of services', answer: 'One time only' },
		{ question: 'Budget', answer: "$600- $750, I'm not sure" },
	];
	const without = (key: string) =>
		withAnswers(...others.map((one, at) => (at === index ? { ...whole, [key]: null } : one)));
	return {
		[`data.request.details.${index}.question`]: without('question'),
		[`data.request.details.${index}.answer`]: without('answer'),
	};
}

function times(): Losses {
	const path = 'data.request.proposedTimes';
	const one = { start: '2026-09-16T10:00:00.000Z', end: '2026-09-16T11:00:00.000Z' };
	const two = { start: '2026-09-16T22:00:00.000Z', end: '2026-09-17T01:30:00.000Z' };
	const oneText = '2026-09-16 10:00–11:00 UTC';
	const twoText = '2026-09-16 22:00 – 2026-09-17 01:30 UTC';
	return {
		[`${path}.0`]: { proposedTimes: [two], schedule: twoText },
		[`${path}.1`]: { proposedTimes: [one], schedule: oneText },
		[`${path}.0.start`]: {
			proposedTimes: [{ ...one, start: null }, two],
			schedule: `until 2026-09-16 11:00 UTC\n${twoText}`,
		},
		[`${path}.0.end`]: { proposedTimes: [{ ...one, end: null }, two], schedule: `2026-09-16 10:00 UTC\n${twoText}` },
		[`${path}.1.start`]: {
			proposedTimes: [one, { ...two, start: null }],
			schedule: `${oneText}\nuntil 2026-09-17 01:30 UTC`,
		},
		[`${path}.1.end`]: { proposedTimes: [one, { ...two, end: null }], schedule: `${oneText}\n2026-09-16 22:00 UTC` },
	};
}

function file(path: string, whole: Record<string, unknown>): Losses {
	return Object.fromEntries(
		Object.keys(whole).map((key) => [`${path}.${key}`, { attachments: [{ ...whole, [key]: null }] }]),
	);
}

function image() {
	return { fileName: null, fileSize: null, mimeType: null, url: 'https://images.example/i.jpg', description: 'Done' };
}

function pathsOf(value: Json, prefix = ''): Array<{ path: string; value: Json }> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [
		{ path: prefix + key, value: inner },
		...pathsOf(inner, `${prefix}${key}.`),
	]);
}

// A text may come as a number, a boolean or a list: see "texts of another type".
const TEXT =
	/(name|Name|phone|phoneNumber|category|title|description|city|state|zipCode|address\d|schedule|travelPreferences(\.\d)?|question|answer|text|reviewText|reviewerNickname|caption|status|chargeState|leadType)$/;
const NOT_TEXT = /(fileName|unitName)$/;
const FILE = /(attachments|photos|images|proposedTimes)\.\d$/;

function wrongFor(path: string, value: Json): Json[] {
	// A list of one preference, or a message, may be its text.
	if (path.endsWith('travelPreferences') && Array.isArray(value)) return [{}];
	if (path === 'message') return [[]];
	if (Array.isArray(value)) return ['garbled', 7, true, {}];
	switch (typeof value) {
		case 'string':
			if (TEXT.test(path) && !NOT_TEXT.test(path)) return [{}, []];
			// A price may be a bare number.
			return /(leadPrice|subtotal|salesTax|total|pricePerUnit|price)$/.test(path)
				? [true, {}, []]
				: [7.5, true, {}, []];
		case 'number':
			return ['garbled', true, {}, []];
		case 'boolean':
			return ['garbled', 7, {}, []];
		default:
			// v4's category is an object, the Pro API's a text, so a text is not wrong there; nor is an estimate in one word.
			if (path.endsWith('category')) return [[]];
			if (path.endsWith('estimate')) return [true, []];
			// The link or name of a file, or a time in words.
			return FILE.test(path) ? [7, true, []] : ['garbled', 7, true, []];
	}
}

const cases = Object.keys(LOSSES).flatMap((name) =>
	pathsOf(fixture(name)).flatMap(({ path, value }) =>
		[
			{ damage: 'removed', next: undefined as Json | undefined },
			{ damage: 'null', next: null as Json | undefined },
			...wrongFor(path, value).map((wrong) => ({ damage: JSON.stringify(wrong), next: wrong as Json | undefined })),
		].map((damage) => ({ name, path, ...damage })),
	),
);

describe('every field removed, null and of the wrong type, one at a time', () => {
	it('covers at least 360 cases, and every listed field exists', () => {
		expect(cases.length).toBeGreaterThanOrEqual(360);
		for (const [name, losses] of Object.entries(LOSSES)) {
			const paths = pathsOf(fixture(name)).map(({ path }) => path);
			expect(Object.keys(losses).filter((path) => !paths.includes(path))).toEqual([]);
		}
	});

	it.each(cases)('$name: $path $damage', ({ name, path, next }) => {
		const body = withField(fixture(name), path, next);
		const event = readRecord(body);
		const loss = LOSSES[name][path] ?? {};
		const whole = readRecord(fixture(name));
		// A review's key holds its content.
		if (whole.event === 'review') whole.eventKey = expect.stringMatching(HASH);
		expect(event).toEqual({ ...whole, ...(typeof loss === 'function' ? loss(body) : loss) });
		expect(faultsOf(event as Parameters<typeof faultsOf>[0])).toEqual([]);
	});
});
