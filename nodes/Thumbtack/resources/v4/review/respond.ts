import type { Operation } from '../../../operation';
import { additionalFields, businessId } from '../../descriptions';

/**
 * POST /businesses/{businessID}/reviews/{reviewID}/response. The name of the body's field is not documented; `responseText` is
 * what the reply of the list calls it.
 */
export const respond: Operation = {
	value: 'respond',
	name: 'Respond',
	action: 'Respond to review',
	description: 'Respond to a review in public, in the name of the business',
	properties: [
		businessId,
		{
			displayName: 'Review ID',
			name: 'reviewId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 530000111222333444',
			description: 'The Thumbtack Trigger and Review > Get Many output it as reviewId',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: 'e.g. Thank you, Maria!',
			description: 'Your response. Everyone who looks at the profile can read it.',
		},
		additionalFields(),
	],
	method: 'POST',
	path: '/api/v4/businesses/{businessId}/reviews/{reviewId}/response',
	request: (parameters) => ({ body: { responseText: parameters.text('text') } }),
	duplicateEffect: 'the response could appear twice',
};
