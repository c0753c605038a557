import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { collect, connect, type ApiContext, type Connection } from '../../shared/api';
import { byOffset } from '../../shared/api/pagination';

export interface Business {
	businessId: string;
	name: string;
}

/** The businesses of the connected account. */
export async function businessesOf(connection: Connection): Promise<Business[]> {
	const found = await collect(
		connection,
		{ method: 'GET', path: '/api/v4/businesses' },
		byOffset('businessID'),
		Infinity,
	);
	return found.flatMap(({ businessID, name }) =>
		typeof businessID === 'string'
			? [{ businessId: businessID, name: typeof name === 'string' && name !== '' ? name : businessID }]
			: [],
	);
}

/** The choices of "Business Names or IDs"; none while the credential is not connected, which is no failure: n8n asks before and after. */
export async function listBusinesses(ctx: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { oauthTokenData } = await ctx.getCredentials('thumbtackOAuth2Api');
	if (!oauthTokenData) return [];
	const businesses = await businessesOf(await connect(ctx as unknown as ApiContext, 'thumbtackOAuth2Api', 'v4'));
	return businesses.map(({ businessId, name }) => ({ name, value: businessId, description: `ID ${businessId}` }));
}
