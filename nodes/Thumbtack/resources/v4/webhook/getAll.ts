import { byOffset } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { ofOwner, ownerProperties } from './owner';

/** GET …/webhooks. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many webhooks',
	description: 'Get the webhooks created through the API. Webhooks added on the Thumbtack website may be missing.',
	properties: ownerProperties,
	method: 'GET',
	...ofOwner(''),
	pages: byOffset('webhookID'),
};
