import { ApiError } from '../apiError.mts';
import { clientById, isDemand } from '../cast.mts';
import type { Call } from '../http.mts';
import type { Business, Grant, Lead } from '../types.mts';

/** What a token may touch: the pro's own businesses and their leads, or the leads of the homeowner's own requests. */

export function ownBusiness({ params, grant, sandbox }: Call): Business {
	const business = sandbox.state.data.businesses[params.businessID!];
	if (!business) throw new ApiError(404, `business ${params.businessID} not found`);
	if (business.ownerId !== personOf(grant)) throw new ApiError(403, 'the business does not belong to this user');
	return business;
}

export function ownLead({ params, grant, sandbox }: Call): Lead {
	const lead = sandbox.state.data.leads[params.negotiationID!];
	if (!lead) throw new ApiError(404, `negotiation ${params.negotiationID} not found`);
	const ownerId = isHomeowner(grant) ? lead.homeownerId : sandbox.state.data.businesses[lead.businessId]?.ownerId;
	if (ownerId !== personOf(grant)) throw new ApiError(403, 'the negotiation does not belong to this user');
	return lead;
}

/** Whether the token acts for the homeowner's side of a conversation. */
export function isHomeowner(grant: Grant): boolean {
	return isDemand(clientById(grant.clientId)!);
}

/** A token of client credentials has nobody behind it, and so owns nothing. */
export function personOf({ userId }: Grant): string {
	if (userId === null) throw new ApiError(403, 'the token belongs to no user');
	return userId;
}
