import { byTimestamp } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { leadId, limit, returnAll } from '../../descriptions';

/** GET /negotiations/{negotiationID}/messages (v4 Messages page): limit 1 to 20, sentBefore, sentAfter; messages of both sides. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many messages',
	description: 'List the messages of a lead, those of the customer and those of the business',
	properties: [
		leadId,
		returnAll,
		limit,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Sent After',
					name: 'sentAfter',
					type: 'dateTime',
					default: '',
					description: 'Only messages sent after this moment',
				},
				{
					displayName: 'Sent Before',
					name: 'sentBefore',
					type: 'dateTime',
					default: '',
					description: 'Only messages sent before this moment',
				},
			],
		},
	],
	pages: byTimestamp('messageID', 'sentAt', 20),
	request(parameters) {
		const id = parameters.id('leadId');
		const filters = parameters.group('filters');
		return {
			method: 'GET',
			path: `/api/v4/negotiations/${id}/messages`,
			query: { sentAfter: filters.dateTime('sentAfter'), sentBefore: filters.dateTime('sentBefore') },
			subjects: [{ what: 'lead', id, field: parameters.label('leadId') }],
		};
	},
};
