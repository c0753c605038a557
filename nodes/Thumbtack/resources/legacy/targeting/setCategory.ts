import type { Operation } from '../../../operation';
import { accountId, serviceId, targetingEnabled, targetingCall } from './preferences';

/** PATCH /v3/accounts/{accountID}/services/{serviceID}/categories/{categoryID}/preferences/targeting (Pro API, scope targeting). */
export const setCategory: Operation = {
	value: 'setCategory',
	name: 'Set for Category',
	action: 'Set targeting of category (legacy)',
	description: 'Turn new leads of one category of a business on or off',
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
			description: 'The category of work. The trigger gives it with every lead as categoryId.',
		},
		targetingEnabled,
		accountId,
	],
	request(parameters) {
		const id = parameters.id('categoryId');
		return targetingCall(parameters, `/categories/${id}`, [
			{ what: 'category', id, field: parameters.label('categoryId') },
		]);
	},
};
