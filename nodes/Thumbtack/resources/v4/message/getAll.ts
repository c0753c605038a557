import { byTimestamp } from '../../../../shared/api/pagination';
import { readMessage } from '../../../../shared/events';
import type { Operation } from '../../../operation';
import { leadId } from '../../descriptions';

/** Lists the messages of a lead; also read by Send before it sends. */
export const messagePages = byTimestamp('messageID', 'sentAt', 20);

/** GET /negotiations/{negotiationID}/messages (v4 Messages page): limit 1 to 20, sentBefore, sentAfter; messages of both sides. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many messages',
	description: 'Get the messages of a lead, from the customer and from the business',
	sides: ['pro', 'marketplace'],
	properties: [
		leadId,
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
					description: 'Only messages sent after this time. A time without a zone is in the time zone of the workflow.',
				},
				{
					displayName: 'Sent Before',
					name: 'sentBefore',
					type: 'dateTime',
					default: '',
					description:
						'Only messages sent before this time. A time without a zone is in the time zone of the workflow.',
				},
			],
		},
	],
	method: 'GET',
	path: '/api/v4/negotiations/{leadId}/messages',
	pages: messagePages,
	request(parameters) {
		const filters = parameters.group('filters');
		return { query: { sentAfter: filters.dateTime('sentAfter'), sentBefore: filters.dateTime('sentBefore') } };
	},
	simplify: (message) => readMessage(message, 'v4'),
};
