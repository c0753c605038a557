import type { Operation } from '../../../operation';
import { additionalFields } from '../../descriptions';
import { categoryId, resultLimit, utmFields, zipCode } from '../marketplace/descriptions';
import { resultLimit as limitOf, utmData, zipCode as zipCodeOf } from '../marketplace/values';
import { foundPros, simplifiedPro } from './found';

/** POST /businesses/search-filtered: a language model at Thumbtack reads the description. */
export const searchByDescription: Operation = {
	value: 'searchByDescription',
	name: 'Search by Description',
	action: 'Search pros by description',
	description: "Find pros for a job from the homeowner's own words. Returns one item per pro, best match first.",
	properties: [
		{
			displayName: 'Description',
			name: 'userQuery',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. Two boards of my deck are loose and the railing wobbles',
			description:
				"What the homeowner needs, in their own words. Leave out names and phone numbers: Thumbtack's AI reads it.",
		},
		zipCode,
		resultLimit,
		additionalFields(
			{ ...categoryId, required: undefined, description: 'Search in this category only' },
			{
				displayName: 'Project Metadata (JSON)',
				name: 'projectMetadata',
				type: 'json',
				default: '{}',
				description: 'More facts about the project, as an object. Thumbtack documents no fields for it.',
			},
			...utmFields,
		),
	],
	method: 'POST',
	path: '/api/v4/businesses/search-filtered',
	request(parameters, context) {
		const additional = parameters.group('additionalFields');
		return {
			body: {
				userQuery: parameters.text('userQuery').trim(),
				zipCode: zipCodeOf(parameters),
				limit: limitOf(parameters),
				categoryID: additional.optionalId('categoryId', 'category'),
				projectMetadata: additional.has('projectMetadata') ? additional.json('projectMetadata') : undefined,
				utmData: utmData(parameters, context),
			},
		};
	},
	replyLists: 'data',
	read: foundPros,
	simplify: simplifiedPro,
};
