import type { Resource } from '../../../operation';
import { search } from './search';

export const keyword: Resource = {
	value: 'keyword',
	name: 'Keyword',
	generation: 'v4',
	sides: ['marketplace'],
	operations: [search],
};
