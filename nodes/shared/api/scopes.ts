/**
 * What is asked for when "Scope" is empty and a person signs in: the least that the nodes need. Thumbtack refuses the whole connection
 * for one scope that it has not granted to the client, and gives v4 a refresh token only with offline_access.
 */
export const DEFAULT_SCOPE = {
	v4: 'offline_access supply::users.read supply::businesses.list supply::negotiations.read supply::negotiations.write supply::messages.read supply::messages.write supply::webhooks.read supply::webhooks.write',
	marketplace:
		'offline_access demand::users.read demand::negotiations.read demand::messages.read demand::messages.write demand::webhooks.read demand::webhooks.write demand::requests.write',
	legacy: 'messages',
};
