import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import type { Review } from '../types.mts';
import { ownBusiness } from './access.mts';
import { offsetPage } from './pages.mts';
import { reviewV4 } from '../wire/v4.mts';

const defaultLimit = 10;

export function listBusinessReviews(call: Call): Reply {
	const { businessId } = ownBusiness(call);
	return { body: pageOf(call, (review) => review.businessId === businessId) };
}

export function listReviews(call: Call): Reply {
	const own = new Set(call.sandbox.state.businessesOf(call.grant.userId).map(({ businessId }) => businessId));
	return { body: pageOf(call, ({ businessId }) => own.has(businessId)) };
}

export function respondToReview(call: Call): Reply {
	const { businessId } = ownBusiness(call);
	const review = call.sandbox.state.data.reviews[call.params.reviewID!];
	if (!review || review.businessId !== businessId) throw new ApiError(404, `review ${call.params.reviewID} not found`);
	review.responseText = (call.body as { responseText: string }).responseText;
	review.respondedAt = new Date().toISOString();
	call.sandbox.state.changed();
	return { body: reviewV4(review) };
}

function pageOf(call: Call, wanted: (review: Review) => boolean) {
	const reviews = Object.values(call.sandbox.state.data.reviews).filter(wanted).reverse();
	return offsetPage(call, reviews.map(reviewV4), defaultLimit, true);
}
