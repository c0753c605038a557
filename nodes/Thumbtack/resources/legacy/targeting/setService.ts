import type { Operation } from '../../../operation';
import { accountId, serviceId, targetingEnabled, targetingCall } from './preferences';

/** PATCH /v3/accounts/{accountID}/services/{serviceID}/preferences/targeting (Pro API, scope targeting). */
export const setService: Operation = {
	value: 'setService',
	name: 'Set for Service',
	action: 'Set targeting of service (legacy)',
	description: 'Turn new leads of a whole business on or off',
	authentication: ['oAuth2', 'legacyToken'],
	properties: [serviceId, targetingEnabled, accountId],
	request: (parameters) => targetingCall(parameters, ''),
};
