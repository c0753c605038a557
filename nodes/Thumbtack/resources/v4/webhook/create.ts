import type { Operation } from '../../../operation';
import { enabled, eventTypes, webhookUrl } from '../../descriptions';
import { eventTypes as eventTypesOf, webhookUrl as webhookUrlOf } from '../../values';
import { authFrom, authProperties } from './auth';
import { ownerProperties, webhooksOf } from './owner';

/** POST /businesses/{businessID}/webhooks or /users/webhooks. Thumbtack accepts the same URL twice and then calls it twice. */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create webhook',
	description:
		'Have Thumbtack call a URL for the chosen events. The Thumbtack Trigger does this by itself; use this for other systems.',
	properties: [...ownerProperties, webhookUrl, eventTypes, enabled, ...authProperties],
	request(parameters) {
		const auth = authFrom(parameters);
		return {
			method: 'POST',
			...webhooksOf(parameters),
			body: {
				webhookURL: webhookUrlOf(parameters),
				eventTypes: eventTypesOf(parameters),
				enabled: parameters.boolean('enabled'),
				...(auth && { auth }),
			},
			duplicateEffect: 'every event would then be delivered twice',
		};
	},
};
