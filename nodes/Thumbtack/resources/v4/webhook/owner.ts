import type { INodeProperties } from 'n8n-workflow';

import { WEBHOOK_PATHS } from '../../../../shared/api/webhooks';
import type { ParameterReader } from '../../../../shared/parameters';
import type { Operation } from '../../../operation';
import { businessId } from '../../descriptions';

/** A webhook belongs to a business or to the user; the two have the same calls under different paths (v4 Manage Webhooks and Users pages). */
export const ownerProperties: INodeProperties[] = [
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'options',
		options: [
			{ name: 'Business', value: 'business', description: 'Events of one business (pro profile)' },
			{ name: 'User', value: 'user', description: 'Events of the connected user' },
		],
		default: 'business',
		description: 'Whose webhooks these are',
	},
	{ ...businessId, displayOptions: { show: { owner: ['business'] } } },
];

const isOfUser = (parameters: ParameterReader) => parameters.option('owner', ['business', 'user']) === 'user';

/** Path below the owner's webhooks, and who may use it: businesses belong to pros, users are on both sides. */
export const ofOwner = (path: string) =>
	({
		path: (parameters) => WEBHOOK_PATHS[isOfUser(parameters) ? 'user' : 'business'] + path,
		sides: (parameters) => (isOfUser(parameters) ? ['pro', 'marketplace'] : ['pro']),
	}) satisfies Pick<Operation, 'path' | 'sides'>;
