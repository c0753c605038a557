import type { JsonObject } from '../../../../shared/json';
import { object, objects, renamed } from '../marketplace/reply';

/** One item for each pro, in Thumbtack's order: the search that found it, then the pro as sent. A search without a match gives no item. */
export function foundPros(reply: JsonObject): JsonObject[] {
	const metadata = object(reply.metadata);
	const search = {
		searchId: reply.searchID ?? null,
		categoryId: metadata.categoryID ?? null,
		categoryName: metadata.categoryName ?? null,
		requestLocation: metadata.requestLocation ?? null,
	};
	return objects(reply.data).map((pro) => ({ ...search, ...pro }));
}

/** Flat, with the names that the other operations use. The unit of `startingCost` is not documented: it comes as sent. */
export function simplifiedPro(pro: JsonObject): JsonObject {
	const names = {
		searchId: 'searchId',
		categoryId: 'categoryId',
		categoryName: 'categoryName',
		requestLocation: 'requestLocation',
		businessId: 'businessID',
		businessName: 'businessName',
		businessIntroduction: 'businessIntroduction',
		businessLocation: 'businessLocation',
		rating: 'rating',
		numberOfReviews: 'numberOfReviews',
		featuredReview: 'featuredReview',
		yearsInBusiness: 'yearsInBusiness',
		numberOfHires: 'numberOfHires',
		responseTimeHours: 'responseTimeHours',
		isTopPro: 'isTopPro',
		isBackgroundChecked: 'isBackgroundChecked',
		isBusinessLicenseVerified: 'isBusinessLicenseVerified',
	};
	return {
		...renamed(pro, names),
		...renamed(object(pro.quote), { startingCost: 'startingCost', costUnit: 'costUnit' }),
		pills: pro.pills ?? [],
		...renamed(pro, { servicePageUrl: 'servicePageURL', businessImageUrl: 'businessImageURL' }),
		...renamed(object(pro.widgets), { requestFlowUrl: 'requestFlowURL' }),
	};
}
