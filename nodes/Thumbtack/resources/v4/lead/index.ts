import type { Resource } from '../../../operation';
import { get } from './get';
import { getAll } from './getAll';
import { updateJobStatus } from './updateJobStatus';

export const lead: Resource = {
	value: 'lead',
	name: 'Lead',
	generation: 'v4',
	operations: [get, getAll, updateJobStatus],
};
