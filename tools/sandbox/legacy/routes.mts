import type { Route } from '../http.mts';
import { exchangeLegacyToken } from '../oauth/legacyToken.mts';
import { disconnectPartner, getThumbtackInfo } from './account.mts';
import { sendMessageV1, sendMessageV2 } from './messages.mts';
import { setCategoryTargeting, setServiceTargeting } from './targeting.mts';
import { createTestLead } from './testLead.mts';

/** The Pro API: v1, v2 and, for targeting, v3. Shapes and authentication: ../openapi/legacy.yaml */

const service = '/v3/accounts/:accountID/services/:serviceID';

export const legacyRoutes: Route[] = [
	{
		operationId: 'exchangeLegacyToken',
		method: 'POST',
		path: '/v2/tokens/access',
		handle: exchangeLegacyToken,
	},
	{
		operationId: 'sendMessageV2',
		method: 'POST',
		path: '/v2/business/:businessID/lead/:leadID/message',
		handle: sendMessageV2,
	},
	{
		operationId: 'sendMessageV1',
		method: 'POST',
		path: '/v1/business/:businessID/lead/:leadID/message',
		handle: sendMessageV1,
	},
	{
		operationId: 'getThumbtackInfo',
		method: 'GET',
		path: '/v2/get-thumbtack-info',
		handle: getThumbtackInfo,
	},
	{
		operationId: 'disconnectPartner',
		method: 'POST',
		path: '/v2/disconnect-partner',
		handle: disconnectPartner,
	},
	{
		operationId: 'setServiceTargeting',
		method: 'PATCH',
		path: `${service}/preferences/targeting`,
		handle: setServiceTargeting,
	},
	{
		operationId: 'setCategoryTargeting',
		method: 'PATCH',
		path: `${service}/categories/:categoryID/preferences/targeting`,
		handle: setCategoryTargeting,
	},
	{ operationId: 'createTestLead', method: 'POST', path: '/v1/test/create-lead', handle: createTestLead },
];
