import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import type { Business, JsonObject, Search } from '../types.mts';
import { categoriesFor, categoryName, emptyZipCode, placeOf, prosOf, requestForm } from './catalog.mts';

/** POST /businesses/search and /businesses/search-filtered. */

const defaultLimit = 10;

interface FormAnswers {
	questionID: string;
	answers: Array<{ answerID?: string; value?: string }>;
}

export function searchBusinesses(call: Call): Reply {
	const { searchQuery, categoryID, requestFormDetails } = call.body as JsonObject;
	if (typeof searchQuery === 'string') return found(call, categoriesFor(searchQuery), null, []);
	const details = detailsOf(categoryID as string, (requestFormDetails ?? []) as unknown as FormAnswers[]);
	return found(call, [categoryID as string], null, details);
}

export function searchBusinessesFiltered(call: Call): Reply {
	const { userQuery, categoryID } = call.body as JsonObject;
	const categoryIds = typeof categoryID === 'string' ? [known(categoryID)] : categoriesFor(userQuery as string);
	return found(call, categoryIds, userQuery as string, []);
}

function found(call: Call, categoryIds: string[], userQuery: string | null, details: Search['details']): Reply {
	const { state } = call.sandbox;
	const { zipCode, limit = defaultLimit } = call.body as { zipCode: string; limit?: number };
	const nobody = zipCode === emptyZipCode || categoryIds.length === 0;
	const pros = nobody ? [] : prosOf(categoryIds, state.data.businesses).slice(0, limit);
	const categoryId = categoryIds[0] ?? null;
	const search: Search = {
		searchId: state.nextId(),
		clientId: call.grant.clientId,
		categoryId,
		zipCode,
		userQuery,
		details,
		businessIds: pros.map(({ businessId }) => businessId),
		createdAt: Date.now(),
	};
	state.data.searches[search.searchId] = search;
	state.changed();
	const { city, state: stateName } = placeOf(zipCode);
	return {
		body: {
			searchID: search.searchId,
			data: pros.map((pro, i) => businessCard(pro, i, search)),
			metadata: {
				...(categoryId === null ? {} : { categoryID: categoryId, categoryName: categoryName(categoryId)! }),
				requestLocation: `${city}, ${stateName} ${zipCode}`,
			},
		},
	};
}

/** What the homeowner answered, in words. Ids that the form does not have are refused. */
function detailsOf(categoryId: string, answers: FormAnswers[]): Search['details'] {
	const { questions } = requestForm(known(categoryId));
	return answers.map(({ questionID, answers: given }) => {
		const question = questions.find((one) => one.questionID === questionID);
		if (!question) throw new ApiError(400, `question ${questionID} is not part of the request form`);
		const texts = given.map(({ answerID, value }) => {
			const option = question.answers.find((one) => one.answerID === answerID);
			if (answerID !== undefined && !option)
				throw new ApiError(400, `answer ${answerID} is not part of the request form`);
			return value ?? option?.value ?? '';
		});
		return { question: question.prompt, answer: texts.join(', ') };
	});
}

function known(categoryId: string): string {
	if (categoryName(categoryId) === undefined) throw new ApiError(404, `category ${categoryId} not found`);
	return categoryId;
}

/** Optional things are there for some and not for others; the cost comes in the three forms that integrators met. */
function businessCard(
	{ businessId, name, imageUrl }: Business,
	place: number,
	{ searchId, zipCode }: Search,
): JsonObject {
	const { city, state } = placeOf(zipCode);
	const page = `https://www.thumbtack.com/pro/${businessId}`;
	const seed = Number(businessId.slice(-2));
	const costs = [9500, '$95', 95.5];
	return {
		businessID: businessId,
		businessName: name,
		businessIntroduction: `${name} has served ${city} for ${seed + 5} years. We answer within the hour & bring our own tools.`,
		businessLocation: `${city}, ${state}`,
		businessImageURL: imageUrl,
		rating: 4.9 - (seed % 3) / 10,
		numberOfReviews: 12 + seed,
		...(place === 0 ? { featuredReview: 'On time, tidy, and the price was as agreed.' } : {}),
		yearsInBusiness: seed + 5,
		numberOfHires: 40 + seed,
		responseTimeHours: 1 + place,
		isTopPro: place === 0,
		isBackgroundChecked: true,
		isBusinessLicenseVerified: seed % 2 === 0,
		...(place === 3 ? {} : { quote: { startingCost: costs[place % 3]!, costUnit: 'on-site estimate' } }),
		servicePageURL: `${page}?search=${searchId}`,
		widgets: { servicePageURL: `${page}/embed`, requestFlowURL: `${page}/embed/request-flow?zip_code=${zipCode}` },
		pills: place === 0 ? ['popular', 'licensed'] : place === 1 ? ['low_price'] : [],
	};
}
