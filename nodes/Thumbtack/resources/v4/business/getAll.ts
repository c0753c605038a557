import { BUSINESSES_PATH } from '../../../../shared/api/businesses';
import { byOffset } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { simplifiedBusiness } from './simplified';

/** GET /businesses (v4 Pro Profiles page). The list may be empty although the connection works: an account without a pro profile. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many businesses',
	description: 'Get the businesses (pro profiles) of the connected account, with ID, name and picture',
	properties: [],
	method: 'GET',
	path: BUSINESSES_PATH,
	pages: byOffset('businessID'),
	simplify: simplifiedBusiness,
};
