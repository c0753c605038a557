import type { Business, Generation, User } from './types.mts';

/** The people, businesses and clients that are always there after a reset. */

export interface Client {
	id: string;
	secret: string;
	generation: Generation;
	name: string;
	/** What a person can grant it. Supply and demand scopes never stand together. */
	scopes: string[];
	/** What it may do without a person, by the client credentials grant. Absent: it lacks that grant. */
	appScopes?: string[];
}

export const supplyScopes = [
	'supply::users.read',
	'supply::users.disconnect',
	'supply::businesses.list',
	'supply::businesses/associate-phone-numbers.read',
	'supply::businesses/associate-phone-numbers.write',
	'supply::negotiations.read',
	'supply::negotiations.write',
	'supply::messages.read',
	'supply::messages.write',
	'supply::webhooks.read',
	'supply::webhooks.write',
];

export const demandScopes = [
	'demand::users.read',
	'demand::users.write',
	'demand::users.disconnect',
	'demand::negotiations.read',
	'demand::messages.read',
	'demand::messages.write',
	'demand::webhooks.read',
	'demand::webhooks.write',
	'demand::requests.write',
];

export const demandAppScopes = [
	'demand::businesses/search.read',
	'demand::businesses/reviews.read',
	'demand::businesses/media.read',
	'demand::categories.read',
	'demand::categories/request-form.read',
	'demand::keywords.read',
	'demand::orders.read',
	'demand::orders.write',
	'demand::orders/availability.read',
];

export const clients: Client[] = [
	{
		id: 'sandbox-v4-client',
		secret: 'sandbox-v4-secret',
		generation: 'v4',
		name: 'Sandbox Automations',
		scopes: ['offline_access', 'openid', 'profile', 'email', 'phone', ...supplyScopes],
	},
	{
		id: 'sandbox-v4-limited',
		secret: 'sandbox-v4-limited-secret',
		generation: 'v4',
		name: 'Sandbox Automations (few scopes)',
		scopes: ['offline_access', 'supply::users.read', 'supply::businesses.list'],
	},
	{
		id: 'sandbox-marketplace-client',
		secret: 'sandbox-marketplace-secret',
		generation: 'v4',
		name: 'Sandbox Home Helper',
		scopes: ['offline_access', ...demandScopes],
		appScopes: demandAppScopes,
	},
	{
		// What a live partner's client was granted: messages, and not even the name of the person.
		id: 'sandbox-marketplace-limited',
		secret: 'sandbox-marketplace-limited-secret',
		generation: 'v4',
		name: 'Sandbox Home Helper (few scopes)',
		scopes: ['offline_access', 'demand::negotiations.read', 'demand::messages.read', 'demand::messages.write'],
	},
	{
		id: 'sandbox-marketplace-search',
		secret: 'sandbox-marketplace-search-secret',
		generation: 'v4',
		name: 'Sandbox Home Search (no sign-in)',
		scopes: [],
		appScopes: ['demand::businesses/search.read', 'demand::categories.read'],
	},
	{
		// A space, a slash and base64 characters: real legacy ids and secrets have them.
		id: 'Sandbox CRM',
		secret: 'sandbox legacy/secret+=',
		generation: 'legacy',
		name: 'Sandbox CRM',
		scopes: ['messages', 'availability', 'bookings', 'targeting'],
	},
];

export const basicUser = { username: 'sandbox-basic', password: 'sandbox-basic-password' };

export const users: User[] = [
	{ userId: '500100200300400500', email: 'sam@example.com', firstName: 'Sam', lastName: 'Rivera' },
	{ userId: '500100200300400600', email: 'alex@example.com', firstName: 'Alex', lastName: 'Stone' },
	{ userId: '500100200300400700', email: 'noor@example.com', firstName: 'Noor', lastName: 'Haddad' },
	{ userId: '500100200300400800', email: 'riley@example.com', firstName: 'Riley', lastName: 'Brooks' },
];

export const defaultUserId = '500100200300400500';
/** Owns no business: the homeowner of the marketplace side. */
export const homeownerId = '500100200300400700';

export const businesses: Business[] = [
	business('501100200300400500', 'Rivera Handyman', '500100200300400500'),
	business('501100200300400501', 'Rivera Lawn Care', '500100200300400500'),
	business('501100200300400600', 'Stone Plumbing', '500100200300400600'),
	business('501100200300400800', 'Brooks Home Services', '500100200300400800'),
	business('501100200300400801', 'Brooks Window Care', '500100200300400800'),
];

export const categories = [
	{ categoryId: '240123621172183344', name: 'Full Service Lawn Care' },
	{ categoryId: '201000111222333444', name: 'Deck Repair' },
	{ categoryId: '122000111222333444', name: 'Window Cleaning' },
	{ categoryId: '190000111222333444', name: 'Plumbing Repair' },
	{ categoryId: '219000111222333444', name: 'House Cleaning' },
];

export function business(businessId: string, name: string, ownerId: string | null): Business {
	return {
		businessId,
		name,
		ownerId,
		imageUrl: `https://images.thumbtack.example/business/${businessId}.jpg`,
		hasLeft: false,
	};
}

export function clientById(clientId: string): Client | undefined {
	return clients.find(({ id }) => id === clientId);
}

/** A client acts for pros (supply) or sends homeowners to them (demand). */
export function isDemand({ scopes, appScopes = [] }: Client): boolean {
	return [...scopes, ...appScopes].some((scope) => scope.startsWith('demand::'));
}

export function clientOf(generation: Generation): Client {
	return clients.find((client) => client.generation === generation)!;
}
