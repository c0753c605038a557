import type { Resource } from '../../../operation';
import { getHomeCare } from './getHomeCare';
import { getRecommended } from './getRecommended';
import { getRequestForm } from './getRequestForm';
import { search } from './search';

export const category: Resource = {
	value: 'category',
	name: 'Category',
	generation: 'v4',
	sides: ['marketplace'],
	operations: [search, getRequestForm, getRecommended, getHomeCare],
};
