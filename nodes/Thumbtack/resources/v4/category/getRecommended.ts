import type { Operation } from '../../../operation';
import { resultLimit, zipCode } from '../marketplace/descriptions';
import { objects } from '../marketplace/reply';
import { resultLimit as limitOf, utmQuery, zipCode as zipCodeOf } from '../marketplace/values';
import { simplifiedCategory } from './simplified';

/** GET /categories/recommendations. `popular` is the only known type. */
export const getRecommended: Operation = {
	value: 'getRecommended',
	name: 'Get Recommended',
	action: 'Get recommended categories',
	description: 'List the categories that are popular where the homeowner lives',
	properties: [zipCode, resultLimit],
	method: 'GET',
	path: '/api/v4/categories/recommendations',
	request: (parameters, context) => ({
		query: {
			zipCode: zipCodeOf(parameters),
			recommendationType: 'popular',
			limit: limitOf(parameters),
			...utmQuery(context),
		},
	}),
	replyLists: 'data',
	read: ({ data }) => objects(data),
	simplify: simplifiedCategory,
};
