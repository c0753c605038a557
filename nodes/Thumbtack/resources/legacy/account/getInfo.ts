import { ACCOUNT_PATH } from '../../../../shared/api/hosts';
import type { Operation } from '../../../operation';

/** GET /v2/get-thumbtack-info (Pro API): business_pk, client_id, scope, business_name, all taken from the access token. */
export const getInfo: Operation = {
	value: 'getInfo',
	name: 'Get Info',
	action: 'Get account info (legacy)',
	description: 'Get the connected business: its ID, name and granted scopes',
	authentication: ['oAuth2', 'legacyToken'],
	properties: [],
	method: 'GET',
	replyKeys: ['business_pk'],
	path: ACCOUNT_PATH.legacy,
};
