import { readLead } from '../../../../shared/events';
import type { Operation } from '../../../operation';
import { businessByHand } from '../../descriptions';

/**
 * POST /v1/test/create-lead on the test host (Pro API). `businessID` is a bare JSON number of up to 19 digits, which JavaScript
 * would round: the body is put together as text. Without it an empty object must be sent all the same.
 */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create test lead (legacy)',
	description: "Create a lead in Thumbtack's test environment, and a test business if you enter none",
	authentication: ['basic'],
	environments: ['staging', 'custom'],
	properties: [
		{
			...businessByHand,
			required: undefined,
			description: 'The test business that gets the lead',
			hint: 'Leave empty to create a test business',
		},
	],
	method: 'POST',
	replyKeys: ['leadID'],
	path: '/v1/test/create-lead',
	request(parameters) {
		const business = parameters.optionalId('businessId');
		return {
			body: business === undefined ? '{}' : `{"businessID":${business.replace(/^0+(?=\d)/, '')}}`,
			about: ['businessId'],
		};
	},
	duplicateEffect: 'a second test lead would be created',
	simplify: (lead) => readLead(lead, 'legacy'),
};
