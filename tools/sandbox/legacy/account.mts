import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import { isAlive, revokeGrant } from '../oauth/grants.mts';

export function getThumbtackInfo({ grant, sandbox, res }: Call): Reply {
	const business = sandbox.state.data.businesses[grant.businessId!]!;
	return {
		body: {
			business_pk: business.businessId,
			client_id: grant.clientId,
			scope: res.locals.scope as string[],
			business_name: business.name,
		},
	};
}

/** Deletes every code and token of the business for the calling client. */
export function disconnectPartner({ query, res, sandbox }: Call): Reply {
	const { state } = sandbox;
	const clientId = res.locals.basicUser as string;
	const businessId = query.business_pk!;
	if (!state.data.businesses[businessId]) throw new ApiError(404, `business ${businessId} not found`, 'NOT_FOUND');
	for (const grant of Object.values(state.data.grants)) {
		const hit = grant.generation === 'legacy' && grant.clientId === clientId && grant.businessId === businessId;
		if (hit && isAlive(state, grant.grantId)) revokeGrant(state, grant.grantId);
	}
	return { body: { business_pk: businessId, client_id: clientId } };
}
