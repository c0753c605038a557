import type { Operation } from '../../../operation';
import { accountId, serviceId, targetingEnabled, targetingFields, targetingRequest } from './preferences';

/** PATCH /v3/accounts/{accountID}/services/{serviceID}/categories/{categoryID}/preferences/targeting (Pro API, scope targeting). */
export const setCategory: Operation = {
	value: 'setCategory',
	name: 'Set for Category',
	action: 'Set targeting for category (legacy)',
	description: 'Turn new leads for one category of a business on or off',
	authentication: ['oAuth2', 'legacyToken'],
	properties: [
		serviceId,
		{
			displayName: 'Category ID',
			name: 'categoryId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 122000111222333444',
			description: 'The category of the work. The Thumbtack Trigger outputs it with every lead as categoryId.',
		},
		targetingEnabled,
		targetingFields,
	],
	method: 'PATCH',
	replyKeys: ['status'],
	path: '/v3/accounts/{accountId}/services/{serviceId}/categories/{categoryId}/preferences/targeting',
	pathValues: { accountId },
	request: targetingRequest,
};
