import type { Operation } from '../../../operation';
import { additionalFields } from '../../descriptions';
import { categoryId, resultLimit, searchQuery, utmFields, zipCode } from '../marketplace/descriptions';
import { resultLimit as limitOf, utmData, zipCode as zipCodeOf } from '../marketplace/values';
import { foundPros, simplifiedPro } from './found';
import { requestFormDetails } from './requestFormDetails';

/**
 * POST /businesses/search: by words or by category, never by both. `settings.excludeOverserved` is known from one integration,
 * the form of `requestFormDetails` from none.
 */
export const search: Operation = {
	value: 'search',
	name: 'Search',
	action: 'Search pros',
	description: 'Find pros for a job by keyword or category. Returns one item per pro, best match first.',
	properties: [
		{
			displayName: 'Search By',
			name: 'searchBy',
			type: 'options',
			options: [
				{ name: 'Keyword', value: 'keyword', description: 'Words such as "deck repair"' },
				{ name: 'Category', value: 'category', description: "A category's ID, with answers to its request form" },
			],
			default: 'keyword',
			description: 'How to describe the job',
		},
		{ ...searchQuery, displayOptions: { show: { searchBy: ['keyword'] } } },
		{ ...categoryId, displayOptions: { show: { searchBy: ['category'] } } },
		{
			displayName: 'Request Form Details',
			name: 'requestFormDetails',
			type: 'json',
			default: '[]',
			displayOptions: { show: { searchBy: ['category'] } },
			placeholder: 'e.g. [{"questionID": "123", "answers": [{"answerID": "456"}]}]',
			description:
				"The homeowner's answers to the questions of Category > Get Request Form. Leave empty to search by category alone.",
		},
		zipCode,
		resultLimit,
		additionalFields(
			{
				displayName: 'Exclude Overserved Pros',
				name: 'excludeOverserved',
				type: 'boolean',
				default: true,
				description: 'Whether to leave out pros who already get many requests',
			},
			...utmFields,
		),
	],
	method: 'POST',
	path: '/api/v4/businesses/search',
	request(parameters, context) {
		const byKeyword = parameters.option('searchBy', ['keyword', 'category']) === 'keyword';
		const additional = parameters.group('additionalFields');
		return {
			body: {
				...(byKeyword
					? { searchQuery: parameters.text('searchQuery').trim() }
					: { categoryID: parameters.id('categoryId'), requestFormDetails: requestFormDetails(parameters) }),
				zipCode: zipCodeOf(parameters),
				limit: limitOf(parameters),
				settings: additional.has('excludeOverserved')
					? { excludeOverserved: additional.boolean('excludeOverserved') }
					: undefined,
				utmData: utmData(parameters, context),
			},
			about: byKeyword ? [] : ['categoryId'],
		};
	},
	replyLists: 'data',
	read: foundPros,
	simplify: simplifiedPro,
};
