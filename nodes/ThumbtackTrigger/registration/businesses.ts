import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { connect } from '../../shared/api';
import { listBusinesses } from '../../shared/api/businesses';

/** The choices of "Business Names or IDs"; none while the credential is not connected, which is no failure: n8n asks before and after. */
export async function businessOptions(ctx: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { oauthTokenData } = await ctx.getCredentials('thumbtackOAuth2Api');
	if (!oauthTokenData) return [];
	const businesses = await listBusinesses(await connect(ctx, 'thumbtackOAuth2Api', 'v4'));
	return businesses.map(({ businessId, name }) => ({ name, value: businessId, description: `ID ${businessId}` }));
}
