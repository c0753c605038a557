import { routesOf } from '../http.mts';
import { exchangeLegacyToken } from '../oauth/legacyToken.mts';
import * as account from './account.mts';
import * as messages from './messages.mts';
import * as targeting from './targeting.mts';
import * as testLead from './testLead.mts';

/** The Pro API: v1, v2 and, for targeting, v3. Each function answers the operationId of its name. */
export const legacyRoutes = routesOf('legacy', {
	exchangeLegacyToken,
	...account,
	...messages,
	...targeting,
	...testLead,
});
