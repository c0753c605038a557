import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { connect, type ApiContext, type Connection } from '../../shared/api';
import { eventsOf, ids } from '../parameters';
import { businessesOf } from './businesses';
import { eventTypesOf } from './eventTypes';
import { whyUnreachable } from './reachable';
import type { Owner } from '../staticData';
import { Webhooks, type Settings } from './webhooks';

/** What there should be at Thumbtack: one webhook with these settings for each owner. */
export interface DesiredState extends Settings {
	owners: Owner[];
	webhooks: Webhooks;
}

/** The address that Thumbtack is to call: in the editor's test mode the test URL, else the production URL. */
export function urlOf(ctx: IHookFunctions): string {
	const url = ctx.getNodeWebhookUrl('default');
	if (url === undefined)
		throw new NodeOperationError(
			ctx.getNode(),
			'n8n gives this node no webhook URL. Delete the node and add it again.',
		);
	return url;
}

export async function connectionOf(ctx: IHookFunctions): Promise<Connection> {
	return await connect(ctx as unknown as ApiContext, 'thumbtackOAuth2Api', 'v4');
}

/** Why no webhook can have this URL. A sandbox of one's own may well call a local address. */
export function whyRefused(url: string, { environment }: Connection): string | undefined {
	return environment === 'custom' ? undefined : whyUnreachable(url);
}

function kindOf(ctx: IHookFunctions): Owner['kind'] {
	return ctx.getNodeParameter('owner', 'business') === 'user' ? 'user' : 'business';
}

export async function ownersOf(ctx: IHookFunctions, connection: Connection): Promise<Owner[]> {
	if (kindOf(ctx) === 'user') return [{ kind: 'user', businessId: null }];
	const chosen = ids(ctx, ctx.getNodeParameter('businessIds', []), 'Business Names or IDs');
	const businessIds = chosen.length > 0 ? chosen : (await businessesOf(connection)).map(({ businessId }) => businessId);
	return businessIds.map((businessId) => ({ kind: 'business', businessId }));
}

/** @throws NodeOperationError when there is nothing that could be wished for */
export async function desiredState(ctx: IHookFunctions): Promise<DesiredState> {
	const node = ctx.getNode();
	const eventTypes = eventTypesOf(eventsOf(ctx), kindOf(ctx));
	if (eventTypes.length === 0) {
		throw new NodeOperationError(
			node,
			'No event is chosen that Thumbtack could send. Choose "New Lead" or another one in "Trigger On".',
		);
	}
	const url = urlOf(ctx);
	const connection = await connectionOf(ctx);
	const refused = whyRefused(url, connection);
	if (refused) throw new NodeOperationError(node, refused);
	const owners = await ownersOf(ctx, connection);
	if (owners.length === 0) {
		throw new NodeOperationError(
			node,
			'The connected Thumbtack account has no business, so there is nothing to listen to. Connect the account of a pro, or set "Owner" to "User".',
		);
	}
	return { url, eventTypes, owners, webhooks: new Webhooks(connection) };
}
