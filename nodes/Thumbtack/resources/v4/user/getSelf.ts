import { ACCOUNT_PATH } from '../../../../shared/api/hosts';
import type { Operation } from '../../../operation';

/** GET /users/self (v4 Users page): userID, email, firstName, lastName. */
export const getSelf: Operation = {
	value: 'getSelf',
	name: 'Get Self',
	action: 'Get connected user',
	description: 'Get the connected Thumbtack user: ID, name and email address',
	sides: ['pro', 'marketplace'],
	properties: [],
	method: 'GET',
	replyKeys: ['userID'],
	path: ACCOUNT_PATH.v4,
};
