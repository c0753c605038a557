import { categories } from '../cast.mts';
import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import { requireTokenBusiness } from './access.mts';

export function setServiceTargeting(call: Call): Reply {
	return set(call, call.params.serviceID!);
}

export function setCategoryTargeting(call: Call): Reply {
	const { serviceID, categoryID } = call.params;
	if (!categories.some(({ categoryId }) => categoryId === categoryID)) {
		throw new ApiError(404, `category ${categoryID} not found`, 'NOT_FOUND');
	}
	return set(call, `${serviceID}/${categoryID}`);
}

function set(call: Call, what: string): Reply {
	requireTokenBusiness(call, call.params.serviceID!, 401, 'INVALID_TOKEN');
	const { enabled } = call.body as { enabled: boolean | 'true' | 'false' };
	call.sandbox.state.data.targeting[what] = String(enabled) === 'true';
	call.sandbox.state.changed();
	return { body: { status: 'success' } };
}
