import { ApiError } from '../apiError.mts';
import type { Call } from '../http.mts';

/** A legacy token is bound to one business: the one the pro chose on the consent page. */
export function requireTokenBusiness({ grant }: Call, businessId: string, status: number, code: string): void {
	if (grant.businessId !== businessId) {
		throw new ApiError(status, `business ${businessId} is not valid for this token`, code);
	}
}
