import { webhookBody } from '../../../../shared/api/webhooks';
import type { Operation } from '../../../operation';
import { enabled, eventTypes, webhookUrl } from '../../descriptions';
import { eventTypes as eventTypesOf, webhookUrl as webhookUrlOf } from '../../values';
import { authProperties, optionalAuthFrom } from './auth';
import { ofOwner, ownerProperties } from './owner';

/** POST /businesses/{businessID}/webhooks or /users/webhooks. Thumbtack accepts the same URL twice and then calls it twice. */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create webhook',
	description:
		'Have Thumbtack call a URL for the chosen events. The Thumbtack Trigger registers its own webhooks; use this for other systems.',
	properties: [...ownerProperties, webhookUrl, eventTypes, enabled, ...authProperties],
	method: 'POST',
	replyKeys: ['webhookID'],
	...ofOwner(''),
	request: (parameters) => ({
		body: webhookBody({
			url: webhookUrlOf(parameters),
			eventTypes: eventTypesOf(parameters),
			enabled: parameters.boolean('enabled'),
			auth: optionalAuthFrom(parameters),
		}),
	}),
	duplicateEffect: 'every event would then be delivered twice',
};
