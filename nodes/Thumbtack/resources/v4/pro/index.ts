import type { Resource } from '../../../operation';
import { search } from './search';
import { searchByDescription } from './searchByDescription';

export const pro: Resource = {
	value: 'pro',
	name: 'Pro',
	generation: 'v4',
	sides: ['marketplace'],
	operations: [search, searchByDescription],
};
