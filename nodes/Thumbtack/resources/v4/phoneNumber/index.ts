import type { Resource } from '../../../operation';
import { create } from './create';
import { createMany } from './createMany';
import { deleteOperation } from './delete';
import { getAll } from './getAll';
import { update } from './update';

export const phoneNumber: Resource = {
	value: 'phoneNumber',
	name: 'Phone Number',
	generation: 'v4',
	operations: [create, createMany, deleteOperation, getAll, update],
};
