import type { Operation } from '../../../operation';
import { accountId, serviceId, targetingEnabled, targetingFields, targetingRequest } from './preferences';

/** PATCH /v3/accounts/{accountID}/services/{serviceID}/preferences/targeting (Pro API, scope targeting). */
export const setService: Operation = {
	value: 'setService',
	name: 'Set for Service',
	action: 'Set targeting for service (legacy)',
	description: 'Turn all new leads of a business on or off',
	authentication: ['oAuth2', 'legacyToken'],
	properties: [serviceId, targetingEnabled, targetingFields],
	method: 'PATCH',
	replyKeys: ['status'],
	path: '/v3/accounts/{accountId}/services/{serviceId}/preferences/targeting',
	pathValues: { accountId },
	request: targetingRequest,
};
