/** Deliveries in the real shape, as small as they can be. */
let number = 0;
const next = (): string => `5870001112223${String(++number).padStart(5, '0')}`;

const envelope = <T extends object>(eventType: string, data: T, webhookID = '587000111222333444') => ({
	event: { eventType, description: '', webhookID, triggeredAt: '2026-08-16T17:13:05Z' },
	data,
});

export const lead = (more: object = {}) =>
	envelope('NegotiationCreatedV4', {
		negotiationID: next(),
		createdAt: '2026-08-16T17:13:00Z',
		status: 'Open',
		leadPrice: '$25.00',
		customer: { customerID: '587000111222333501', firstName: 'Pat', lastName: 'Lee', phone: '3035550123' },
		business: { businessID: '501100200300400500', name: 'Rivera Handyman' },
		request: {
			requestID: '587000111222333502',
			description: 'Mow the lawn',
			category: { categoryID: '240123621172183344', name: 'Full Service Lawn Care' },
		},
		...more,
	});

export const message = (more: object = {}, webhookID?: string) =>
	envelope(
		'MessageCreatedV4',
		{
			messageID: next(),
			negotiationID: '587000111222333500',
			from: 'Customer',
			customer: { customerID: '587000111222333501', displayName: 'Pat L.' },
			text: 'Can you come Friday?',
			attachments: [],
			sentAt: '2026-09-30T15:01:00Z',
			...more,
		},
		webhookID,
	);

export const priceUpdate = (leadPrice: string | null, chargeState: string | null, leadID = '402233445566770001') => ({
	leadID,
	leadPrice,
	chargeState,
});
