import type { Business, Generation, User } from './types.mts';

/** The people, businesses and clients that are always there after a reset. */

export interface Client {
	id: string;
	secret: string;
	generation: Generation;
	name: string;
	scopes: string[];
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
];

export const defaultUserId = '500100200300400500';

export const businesses: Business[] = [
	business('501100200300400500', 'Rivera Handyman', '500100200300400500'),
	business('501100200300400501', 'Rivera Lawn Care', '500100200300400500'),
	business('501100200300400600', 'Stone Plumbing', '500100200300400600'),
];

export const categories = [
	{ categoryId: '240123621172183344', name: 'Full Service Lawn Care' },
	{ categoryId: '201000111222333444', name: 'Deck Repair' },
	{ categoryId: '122000111222333444', name: 'Window Cleaning' },
];

export function business(businessId: string, name: string, ownerId: string | null): Business {
	return {
		businessId,
		name,
		ownerId,
		imageUrl: `https://images.thumbtack.example/business/${businessId}.jpg`,
	};
}

export function clientOf(generation: Generation): Client {
	return clients.find((client) => client.generation === generation)!;
}
