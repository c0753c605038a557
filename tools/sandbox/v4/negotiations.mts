import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import type { JsonObject } from '../types.mts';
import { ownBusiness, ownLead } from './access.mts';
import { offsetPage } from './pages.mts';

const defaultLimit = 20;

export function getNegotiation(call: Call): Reply {
	return { body: ownLead(call).v4 };
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
