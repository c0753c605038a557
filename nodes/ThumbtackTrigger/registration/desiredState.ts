import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { connect, type Connection } from '../../shared/api';
import { listBusinesses } from '../../shared/api/businesses';
import { Webhooks, type WebhookSettings } from '../../shared/api/webhooks';
import { eventsOf, ownerKindOf, parametersOf } from '../parameters';
import { eventTypesOf } from './eventTypes';
import { addressRefusal } from './reachable';
import type { Owner } from '../staticData';

/** What there should be at Thumbtack: one webhook with these settings for each owner. */
export interface DesiredState extends WebhookSettings {
	owners: Owner[];
	webhooks: Webhooks;
}

/** The address for Thumbtack to call: in the editor's test mode the test URL, else the production URL. */
export function urlOf(ctx: IHookFunctions): string {
	const url = ctx.getNodeWebhookUrl('default');
	if (url === undefined)
		throw new NodeOperationError(ctx.getNode(), 'This node has no webhook URL. Delete the node and add it again.');
	return url;
}

/** @throws NodeOperationError when the credential is for another API than the owner needs */
export async function connectionOf(ctx: IHookFunctions): Promise<Connection> {
	const { api = 'v4' } = await ctx.getCredentials('thumbtackOAuth2Api');
	// Both sides of the Partner Platform have webhooks of the user; only pros have businesses.
	if (api !== 'v4' && !(api === 'marketplace' && ownerKindOf(parametersOf(ctx)) === 'user')) {
		throw new NodeOperationError(
			ctx.getNode(),
			`Managed Webhook needs a credential for Partner Platform (V4). ${
				api === 'marketplace'
					? 'The chosen one is for the marketplace, which has no businesses: choose another credential, or set "Owner" to "User".'
					: 'Choose another credential, or another "Webhook Source".'
			}`,
		);
	}
	return await connect(ctx, 'thumbtackOAuth2Api', 'v4');
}

/** The webhooks within reach, with the label that errors name. */
export const webhooksOf = (connection: Connection): Webhooks => new Webhooks(connection, 'Business Names or IDs');

/** Why no webhook can have this URL; undefined when one can. A custom environment may call a local address. */
export function urlRefusal(url: string, { environment }: Connection): string | undefined {
	return environment === 'custom' ? undefined : addressRefusal(url);
}

/** Whose webhooks there should be; with no business chosen, one for each of the account. */
export async function ownersOf(ctx: IHookFunctions, connection: Connection): Promise<Owner[]> {
	const parameters = parametersOf(ctx);
	if (ownerKindOf(parameters) === 'user') return [{ kind: 'user', businessId: null }];
	const chosen = parameters.ids('businessIds');
	const businessIds =
		chosen.length > 0 ? chosen : (await listBusinesses(connection)).map(({ businessId }) => businessId);
	return businessIds.map((businessId) => ({ kind: 'business', businessId }));
}

/** @throws NodeOperationError when there is nothing to register; ParameterError when a parameter is invalid */
export async function desiredState(ctx: IHookFunctions): Promise<DesiredState> {
	const node = ctx.getNode();
	const parameters = parametersOf(ctx);
	const eventTypes = eventTypesOf(eventsOf(parameters), ownerKindOf(parameters));
	if (eventTypes.length === 0) {
		throw new NodeOperationError(
			node,
			'A managed webhook cannot receive the chosen events. Choose "New Lead" or another event in "Trigger On".',
		);
	}
	const url = urlOf(ctx);
	const connection = await connectionOf(ctx);
	const refused = urlRefusal(url, connection);
	if (refused !== undefined) throw new NodeOperationError(node, refused);
	const owners = await ownersOf(ctx, connection);
	if (owners.length === 0) {
		throw new NodeOperationError(
			node,
			'The connected Thumbtack account has no business. Connect the account of a pro, or set "Owner" to "User".',
		);
	}
	return { url, eventTypes, enabled: true, owners, webhooks: webhooksOf(connection) };
}
