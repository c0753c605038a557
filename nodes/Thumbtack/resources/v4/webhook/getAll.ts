import { byOffset } from '../../../../shared/api/pagination';
import type { Operation } from '../../../operation';
import { limit, returnAll } from '../../descriptions';
import { ownerProperties, webhooksOf } from './owner';

/** GET …/webhooks. */
export const getAll: Operation = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many webhooks',
	description:
		'List the webhooks that were made through the API. Those made by hand on the Thumbtack website may be missing.',
	properties: [...ownerProperties, returnAll, limit],
	pages: byOffset('webhookID'),
	request: (parameters) => ({ method: 'GET', ...webhooksOf(parameters) }),
};
