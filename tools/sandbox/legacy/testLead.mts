import { ApiError } from '../apiError.mts';
import { business } from '../cast.mts';
import type { Call, Reply } from '../http.mts';
import { parseExact } from '../json.mts';
import type { JsonObject } from '../types.mts';
import { createdTestLead } from '../wire/legacy.mts';

/** Makes a lead, and a dummy business when none is named; tells nobody. */
export function createTestLead({ rawBody, sandbox }: Call): Reply {
	const { state, thumbtack } = sandbox;
	// The business id is a bare number longer than a JavaScript number is exact.
	const { businessID } = parseExact(rawBody) as JsonObject;
	const businessId = businessID === undefined ? newDummyBusiness(sandbox) : String(businessID);
	if (!state.data.businesses[businessId]) throw new ApiError(404, `business ${businessId} not found`, 'NOT_FOUND');
	return { body: createdTestLead(thumbtack.createLead(businessId, 'legacy')) };
}

function newDummyBusiness({ state }: Call['sandbox']): string {
	const businessId = state.nextId();
	state.data.businesses[businessId] = business(businessId, 'Clear View LLC', null);
	return businessId;
}
