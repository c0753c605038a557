import type { Operation } from '../../../operation';

/** GET /users/self (v4 Users page): userID, email, firstName, lastName. */
export const getSelf: Operation = {
	value: 'getSelf',
	name: 'Get Self',
	action: 'Get connected user',
	description: 'Find out whose Thumbtack account is connected: ID, name and email address',
	properties: [],
	request: () => ({ method: 'GET', path: '/api/v4/users/self' }),
};
