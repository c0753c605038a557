import type { Operation } from '../../../operation';
import { resultLimit, searchQuery } from '../marketplace/descriptions';
import { objects, renamed } from '../marketplace/reply';
import { resultLimit as limitOf } from '../marketplace/values';

/** GET /keywords/search: one keyword covers several categories. */
export const search: Operation = {
	value: 'search',
	name: 'Search',
	action: 'Search keywords',
	description: 'Find the keywords that match a few words, for Pro > Search',
	properties: [searchQuery, resultLimit],
	method: 'GET',
	path: '/api/v4/keywords/search',
	request: (parameters) => ({
		query: { searchQuery: parameters.text('searchQuery').trim(), limit: limitOf(parameters) },
	}),
	replyLists: 'data',
	read: ({ data }) => objects(data),
	simplify: (keyword) => renamed(keyword, { keywordId: 'keywordID', name: 'name' }),
};
