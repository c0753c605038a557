import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import type { Business, JsonObject, Lead, Search } from '../types.mts';
import { personOf } from '../v4/access.mts';
import { businessBlock, proxyPhone } from '../wire/v4.mts';
import { categoryName, placeOf } from './catalog.mts';

/** POST /requests: each contacted business gets a lead, and its webhooks hear of it. */
export function createRequest(call: Call): Reply {
	const { state, thumbtack } = call.sandbox;
	const { searchID, businessIDs, categoryID } = call.body as unknown as {
		searchID: string;
		businessIDs: string[];
		categoryID: string;
	};
	const homeownerId = personOf(call.grant);
	const search = ownSearch(call, searchID);
	const category = { categoryID, name: nameOf(categoryID) };
	const asked = [...new Set(businessIDs)];
	const stranger = asked.find((businessId) => !search.businessIds.includes(businessId));
	if (stranger !== undefined) throw new ApiError(400, `business ${stranger} is not a result of search ${searchID}`);

	const { firstName, lastName } = state.data.users[homeownerId]!;
	const request: JsonObject = {
		requestID: state.nextId(),
		customerID: homeownerId,
		description: search.userQuery ?? `Need ${category.name}`,
		category,
		location: { address1: '', address2: '', ...placeOf(search.zipCode) },
		details: search.details,
		attachments: [],
		proposedTimes: [],
	};
	const contact = (businessId: string): { business: Business; lead: Lead } => {
		const business = thumbtack.business(businessId);
		const overrides = { customer: { customerID: homeownerId, firstName, lastName }, request };
		return { business, lead: thumbtack.createLead(businessId, 'v4', overrides, [], homeownerId) };
	};
	const hasLeft = (businessId: string) => thumbtack.business(businessId).hasLeft;
	const contacted = asked.filter((businessId) => !hasLeft(businessId)).map(contact);
	for (const { lead } of contacted) void thumbtack.announceLead(lead).done;
	return {
		body: {
			request: {
				...request,
				// A sentence here, a list of constants in a webhook.
				travelPreferences: ['Professional must travel to my address.'],
				contactedBusinesses: contacted.map(({ business, lead }) => ({
					...businessBlock(business),
					phoneNumber: proxyPhone(lead.leadId),
					negotiationID: lead.leadId,
				})),
			},
			contactErrors: asked.filter(hasLeft).map((businessID) => ({
				businessID,
				code: 'BUSINESS_UNAVAILABLE',
				message: 'This business no longer takes requests.',
			})),
		},
	};
}

/** A search lives for seven days, and only for the client that made it. */
function ownSearch({ grant, sandbox }: Call, searchId: string): Search {
	const { searches, settings } = sandbox.state.data;
	const search = searches[searchId];
	const isAlive = search && Date.now() < search.createdAt + settings.searchSeconds * 1000;
	if (!isAlive || search.clientId !== grant.clientId) throw new ApiError(404, `search ${searchId} not found`);
	return search;
}

function nameOf(categoryId: string): string {
	const name = categoryName(categoryId);
	if (name === undefined) throw new ApiError(404, `category ${categoryId} not found`);
	return name;
}
