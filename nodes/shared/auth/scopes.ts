import type { Generation } from '../generation';

/**
 * What is asked for when "Scope" is empty: the least that the nodes need. Thumbtack refuses the whole connection for one scope that it
 * has not granted to the client, and gives v4 a refresh token only with offline_access.
 */
export const DEFAULT_SCOPE: Record<Generation, string> = {
	v4: 'offline_access supply::users.read supply::businesses.list supply::negotiations.read supply::negotiations.write supply::messages.read supply::messages.write supply::webhooks.read supply::webhooks.write',
	legacy: 'messages',
};
