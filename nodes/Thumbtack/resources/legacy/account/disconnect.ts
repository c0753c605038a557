import type { Operation } from '../../../operation';
import { businessByHand } from '../../descriptions';

/** POST /v2/disconnect-partner (Pro API): business_pk in the query, no body, Basic with the client id and secret. */
export const disconnect: Operation = {
	value: 'disconnect',
	name: 'Disconnect',
	action: 'Disconnect account (legacy)',
	description:
		'End the connection of a business: all its codes and tokens for this client are deleted, and it has to be connected anew',
	authentication: ['basic'],
	properties: [businessByHand],
	request(parameters) {
		const id = parameters.id('businessId');
		return {
			method: 'POST',
			path: '/v2/disconnect-partner',
			query: { business_pk: id },
			subjects: [{ what: 'business', id, field: parameters.label('businessId') }],
			duplicateEffect: 'a connection made in the meantime would be ended too',
		};
	},
};
