import type { Resource } from '../../../operation';
import { disconnect } from './disconnect';
import { getInfo } from './getInfo';

export const account: Resource = {
	value: 'account',
	name: 'Account',
	generation: 'legacy',
	operations: [getInfo, disconnect],
};
