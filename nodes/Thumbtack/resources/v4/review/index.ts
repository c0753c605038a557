import type { Resource } from '../../../operation';
import { getAll } from './getAll';
import { respond } from './respond';

export const review: Resource = { value: 'review', name: 'Review', generation: 'v4', operations: [getAll, respond] };
