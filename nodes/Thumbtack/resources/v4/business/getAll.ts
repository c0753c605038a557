import { byOffset } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { limit, returnAll } from '../../descriptions';

/** GET /businesses (v4 Pro Profiles page). The list may be empty although the connection works: an account without a pro profile. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many businesses',
	description: 'List the businesses (pro profiles) of the connected account, with ID, name and picture',
	properties: [returnAll, limit],
	pages: byOffset('businessID'),
	request: () => ({ method: 'GET', path: '/api/v4/businesses' }),
};
