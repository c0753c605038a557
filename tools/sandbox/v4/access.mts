import { ApiError } from '../apiError.mts';
import type { Call } from '../http.mts';
import type { Business, Lead } from '../types.mts';

/** What a token may touch: the user's own businesses and their leads. */

export function ownBusiness({ params, grant, sandbox }: Call): Business {
	const business = sandbox.state.data.businesses[params.businessID!];
	if (!business) throw new ApiError(404, `business ${params.businessID} not found`);
	if (business.ownerId !== grant.userId) throw new ApiError(403, 'the business does not belong to this user');
	return business;
}

export function ownLead({ params, grant, sandbox }: Call): Lead {
	const lead = sandbox.state.data.leads[params.negotiationID!];
	if (!lead) throw new ApiError(404, `negotiation ${params.negotiationID} not found`);
	if (sandbox.state.data.businesses[lead.businessId]?.ownerId !== grant.userId) {
		throw new ApiError(403, "the negotiation does not belong to one of this user's businesses");
	}
	return lead;
}
