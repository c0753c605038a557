import type { Resource } from '../../../operation';
import { setCategory } from './setCategory';
import { setService } from './setService';

export const targeting: Resource = {
	value: 'targeting',
	name: 'Targeting',
	generation: 'legacy',
	operations: [setService, setCategory],
};
