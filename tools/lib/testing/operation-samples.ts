import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../nodes/Thumbtack/operation';

const locator = (value: string) => ({ __rl: true, mode: 'id', value });

/** A usable value for every parameter of the action node. */
const VALUES: IDataObject = {
	leadId: locator('519000111222333444'),
	businessId: locator('501100200300400500'),
	webhookId: locator('587000111222333444'),
	reviewId: '530000111222333444',
	phoneNumberId: '540000111222333444',
	serviceId: '402233445566778899',
	categoryId: '122000111222333444',
	accountId: '~',
	text: 'Hi Maria, we can come on Tuesday.',
	phoneNumber: '+13125550100',
	phoneNumbers: {
		phoneNumber: [{ phoneNumber: '+13125550100', name: 'Front desk' }, { phoneNumber: '(312) 555-0101' }],
	},
	name: 'Front desk',
	jobStatus: 'appt_scheduled',
	additionalFields: { partnerStatusChangedAt: '2026-03-01T12:00:00Z', invoiceAmountInCents: 12500 },
	filters: {},
	owner: 'business',
	webhookUrl: 'https://n8n.example.com/webhook/thumbtack',
	eventTypes: ['NegotiationCreatedV4', 'MessageCreatedV4'],
	enabled: true,
	authType: 'basic',
	username: 'tt',
	password: 'sample',
	headerName: 'X-Key',
	headerValue: 'sample',
	returnAll: false,
	limit: 5,
	simplify: true,
};

const UPDATES: Record<string, IDataObject> = {
	'Update webhook': { enabled: true },
	'Update phone number': { name: 'Back office' },
};

/** Parameters with which an operation can be run. */
export function sampleParameters(operation: Operation): IDataObject {
	const parameters: IDataObject = {};
	for (const { name } of operation.properties) {
		parameters[name] = name === 'updateFields' ? UPDATES[operation.action] : VALUES[name];
		if (parameters[name] === undefined)
			throw new Error(`operation-samples.ts has no value for "${name}" of "${operation.action}"`);
	}
	return parameters;
}

/** The same in every variant that changes the call: all owners and kinds of authentication, and every optional field filled in. */
export function completeParameters(operation: Operation): IDataObject[] {
	const sample: IDataObject = {
		...sampleParameters(operation),
		...('filters' in sampleParameters(operation) && {
			filters: { sentAfter: '2026-01-01T00:00:00Z', sentBefore: '2026-02-01T00:00:00Z' },
		}),
		...('additionalFields' in sampleParameters(operation) && {
			additionalFields: {
				additionalBody: '{}',
				partnerStatusChangedAt: '2026-03-01T12:00:00Z',
				invoiceAmountInCents: 12500,
				partnerBookingId: 'B-7',
			},
		}),
		...('updateFields' in sampleParameters(operation) && {
			updateFields: operation.action.includes('webhook')
				? { enabled: true, webhookUrl: VALUES.webhookUrl, eventTypes: VALUES.eventTypes }
				: { phoneNumber: VALUES.phoneNumber, name: VALUES.name },
		}),
	};
	const owners = 'owner' in sample ? ['business', 'user'] : [undefined];
	const kinds = 'authType' in sample ? ['basic', 'header'] : [undefined];
	return owners.flatMap((owner) =>
		kinds.map((authType) => ({ ...sample, ...(owner && { owner }), ...(authType && { authType }) })),
	);
}
