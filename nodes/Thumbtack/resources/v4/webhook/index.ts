import type { Resource } from '../../../operation';
import { create } from './create';
import { deleteOperation } from './delete';
import { deleteAuth } from './deleteAuth';
import { get } from './get';
import { getAll } from './getAll';
import { sendTestLead } from './sendTestLead';
import { setAuth } from './setAuth';
import { update } from './update';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	generation: 'v4',
	operations: [create, deleteOperation, deleteAuth, get, getAll, sendTestLead, setAuth, update],
};
