import type { Call, Reply } from '../http.mts';
import { ownBusiness } from './access.mts';
import { offsetPage } from './pages.mts';
import { businessBlock } from '../wire/v4.mts';

const defaultLimit = 20;

export function listBusinesses(call: Call): Reply {
	const { state } = call.sandbox;
	const items = state.businessesOf(call.grant.userId).map(businessBlock);
	if (state.data.settings.businessPaging === 'none') {
		return { body: { data: items, pagination: { limit: defaultLimit } } };
	}
	return { body: offsetPage(call, items, defaultLimit) };
}

export function getBusiness(call: Call): Reply {
	return { body: businessBlock(ownBusiness(call)) };
}
