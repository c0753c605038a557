import type { Operation } from '../../../operation';
import { businessByHand } from '../../descriptions';

/** POST /v2/disconnect-partner (Pro API): business_pk in the query, no body, Basic with the client id and secret. */
export const disconnect: Operation = {
	value: 'disconnect',
	name: 'Disconnect',
	action: 'Disconnect account (legacy)',
	description: 'Disconnect a business. Thumbtack deletes all its codes and tokens for your client.',
	authentication: ['basic'],
	properties: [businessByHand],
	method: 'POST',
	replyKeys: ['business_pk'],
	path: '/v2/disconnect-partner',
	request: (parameters) => ({ query: { business_pk: parameters.id('businessId') }, about: ['businessId'] }),
	duplicateEffect: 'a connection made in the meantime would be deleted too',
};
