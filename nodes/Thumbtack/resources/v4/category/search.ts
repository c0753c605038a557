import type { Operation } from '../../../operation';
import { resultLimit, searchQuery, zipCode } from '../marketplace/descriptions';
import { objects, renamed } from '../marketplace/reply';
import { resultLimit as limitOf, utmQuery, zipCode as zipCodeOf } from '../marketplace/values';

/** GET /categories/search */
export const search: Operation = {
	value: 'search',
	name: 'Search',
	action: 'Search categories',
	description: 'Find the categories that match a few words',
	properties: [searchQuery, zipCode, resultLimit],
	method: 'GET',
	path: '/api/v4/categories/search',
	request: (parameters, context) => ({
		query: {
			searchQuery: parameters.text('searchQuery').trim(),
			zipCode: zipCodeOf(parameters),
			limit: limitOf(parameters),
			...utmQuery(context),
		},
	}),
	replyLists: 'data',
	read: ({ data }) => objects(data),
	simplify: (category) => renamed(category, { categoryId: 'categoryID', name: 'name' }),
};
