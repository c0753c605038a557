import type { Route } from '../http.mts';
import { getRequestForm, listHomeCare, recommendCategories, searchCategories, searchKeywords } from './categories.mts';
import { createRequest } from './requests.mts';
import { searchBusinesses, searchBusinessesFiltered } from './search.mts';

/** The demand side of the v4 API, as far as it is its own. Scopes and shapes: ../openapi/marketplace.yaml */
export const marketplaceRoutes: Route[] = [
	{ operationId: 'searchBusinesses', method: 'POST', path: '/businesses/search', handle: searchBusinesses },
	{
		operationId: 'searchBusinessesFiltered',
		method: 'POST',
		path: '/businesses/search-filtered',
		handle: searchBusinessesFiltered,
	},
	{
		operationId: 'recommendCategories',
		method: 'GET',
		path: '/categories/recommendations',
		handle: recommendCategories,
	},
	{ operationId: 'listHomeCare', method: 'GET', path: '/categories/homecare', handle: listHomeCare },
	{ operationId: 'searchCategories', method: 'GET', path: '/categories/search', handle: searchCategories },
	{
		operationId: 'getRequestForm',
		method: 'GET',
		path: '/categories/:categoryID/request-form',
		handle: getRequestForm,
	},
	{ operationId: 'searchKeywords', method: 'GET', path: '/keywords/search', handle: searchKeywords },
	{ operationId: 'createRequest', method: 'POST', path: '/requests', handle: createRequest },
];
