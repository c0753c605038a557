import { routesOf } from '../http.mts';
import { exchangeV4Token } from '../oauth/v4Token.mts';
import * as businesses from './businesses.mts';
import * as messages from './messages.mts';
import * as negotiations from './negotiations.mts';
import * as phoneNumbers from './phoneNumbers.mts';
import * as reviews from './reviews.mts';
import * as users from './users.mts';
import { webhookHandlers } from './webhooks.mts';

/** The supply side of the v4 API, and its token endpoint. Each function answers the operationId of its name. */
export const v4Routes = routesOf('v4', {
	...businesses,
	...messages,
	...negotiations,
	...phoneNumbers,
	...reviews,
	...users,
	...webhookHandlers,
	exchangeV4Token,
});
