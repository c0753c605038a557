import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import { without } from '../json.mts';
import type { JsonObject } from '../types.mts';
import { isHomeowner, ownBusiness, ownLead } from './access.mts';
import { offsetPage } from './pages.mts';

const defaultLimit = 20;
/** What the pro pays is no business of the homeowner's: a guess. */
const proOnly = ['leadPrice', 'leadPriceBreakdown', 'chargeState', 'requestReviewLink', 'refundRequestLink'];

export function getNegotiation(call: Call): Reply {
	const { v4 } = ownLead(call);
	return { body: isHomeowner(call.grant) ? without(v4, proOnly) : v4 };
}

/** Stands on one page of the docs and not in Thumbtack's own spec: may be a 404 in reality. */
export function listNegotiations(call: Call): Reply {
	if (!call.sandbox.state.data.settings.leadList) throw new ApiError(404, 'page not found');
	const { businessId } = ownBusiness(call);
	const leads = call.sandbox.state.leadsOf(businessId).map(({ v4 }) => v4);
	return { body: offsetPage(call, leads.reverse(), defaultLimit) };
}

export function postJobStatus(call: Call): Reply {
	const lead = ownLead(call);
	lead.jobStatuses.push({ ...(call.body as JsonObject), receivedAt: new Date().toISOString() });
	call.sandbox.state.changed();
	return { body: {} };
}
