import type { Resource } from '../../../operation';
import { create } from './create';

export const request: Resource = {
	value: 'request',
	name: 'Request',
	generation: 'v4',
	sides: ['marketplace'],
	operations: [create],
};
