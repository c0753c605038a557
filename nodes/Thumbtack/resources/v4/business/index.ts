import type { Resource } from '../../../operation';
import { get } from './get';
import { getAll } from './getAll';

export const business: Resource = { value: 'business', name: 'Business', generation: 'v4', operations: [getAll, get] };
