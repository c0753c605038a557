import type { Operation } from '../../../operation';
import { zipCode } from '../marketplace/descriptions';
import { object, objects, renamed } from '../marketplace/reply';
import { utmQuery, zipCode as zipCodeOf } from '../marketplace/values';
import { simplifiedCategory } from './simplified';

/** GET /categories/homecare. Of the property types only `townhouse` is known; there is no limit. */
export const getHomeCare: Operation = {
	value: 'getHomeCare',
	name: 'Get Home Care',
	action: 'Get home care tasks',
	description: 'List the maintenance tasks that a home needs now, with the category of pros for each task',
	properties: [
		zipCode,
		{
			displayName: 'Property Type',
			name: 'propertyType',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. townhouse',
			description: "What kind of home it is. Thumbtack's documentation names townhouse; other types may work.",
		},
	],
	method: 'GET',
	path: '/api/v4/categories/homecare',
	request: (parameters, context) => ({
		query: {
			zipCode: zipCodeOf(parameters),
			propertyType: parameters.text('propertyType').trim(),
			...utmQuery(context),
		},
	}),
	replyLists: 'data',
	read: ({ data }) => objects(data),
	simplify: (task) => ({
		...renamed(task, { taskId: 'taskID' }),
		...renamed(object(task.taskDetails), { title: 'title', description: 'description', tagline: 'tagline' }),
		...simplifiedCategory(task),
	}),
};
