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
	description: 'Answer a review in public, in the name of the business',
	properties: [
		businessId,
		{
			displayName: 'Review ID',
			name: 'reviewId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 530000111222333444',
			description: 'The ID comes with the trigger and with Get Many',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: 'e.g. Thank you, Maria!',
			description: 'The answer. Everybody who looks at the profile can read it.',
		},
		additionalFields(),
	],
	request(parameters) {
		const business = parameters.id('businessId');
		const id = parameters.id('reviewId');
		return {
			method: 'POST',
			path: `/api/v4/businesses/${business}/reviews/${id}/response`,
			body: { responseText: parameters.text('text'), ...parameters.group('additionalFields').json('additionalBody') },
			subjects: [
				{ what: 'review', id, field: parameters.label('reviewId') },
				{ what: 'business', id: business, field: parameters.label('businessId') },
			],
			duplicateEffect: 'the answer could appear twice',
		};
	},
};
