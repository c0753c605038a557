import type { Resource } from '../../../operation';
import { getAll } from './getAll';
import { send } from './send';

export const message: Resource = { value: 'message', name: 'Message', generation: 'v4', operations: [send, getAll] };
