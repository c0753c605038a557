import { byOffset } from '../../../../shared/api/pages';
import type { Operation } from '../../../operation';
import { limit, returnAll } from '../../descriptions';
import { ownerProperties, webhooksOf } from './owner';

/** GET …/webhooks. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many webhooks',
	description: 'List the webhooks that were made through the API. Those made by hand on the Thumbtack website may be missing.',
	properties: [...ownerProperties, returnAll, limit],
	pages: byOffset('webhookID'),
	request: (fields) => ({ method: 'GET', ...webhooksOf(fields) }),
};
