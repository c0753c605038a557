import { routesOf } from '../http.mts';
import * as categories from './categories.mts';
import * as requests from './requests.mts';
import * as search from './search.mts';

/** The demand side of the v4 API, as far as it is its own. Each function answers the operationId of its name. */
export const marketplaceRoutes = routesOf('marketplace', { ...categories, ...requests, ...search });
