import type { Resource } from '../../../operation';
import { getSelf } from './getSelf';

export const user: Resource = { value: 'user', name: 'User', generation: 'v4', operations: [getSelf] };
