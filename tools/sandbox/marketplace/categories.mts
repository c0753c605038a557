import { ApiError } from '../apiError.mts';
import { categories } from '../cast.mts';
import type { Call, Reply } from '../http.mts';
import type { JsonObject } from '../types.mts';
import { categoriesFor, categoryName, homeCareTasks, keywords, requestForm } from './catalog.mts';

const defaultLimit = 10;

export function recommendCategories({ query }: Call): Reply {
	return { body: { data: categories.slice(0, limitOf(query)).map(({ categoryId }) => categoryCard(categoryId)) } };
}

export function listHomeCare({ query }: Call): Reply {
	const tasks = homeCareTasks.filter(({ propertyTypes }) => propertyTypes.includes(query.propertyType!.toLowerCase()));
	return {
		body: {
			data: tasks.map(({ taskId, categoryId, title, description, tagline }) => ({
				...categoryCard(categoryId),
				taskID: taskId,
				taskDetails: { title, description, tagline },
			})),
		},
	};
}

export function searchCategories({ query }: Call): Reply {
	const data = categoriesFor(query.searchQuery!).map((categoryID) => ({ categoryID, name: categoryName(categoryID)! }));
	return { body: { data: data.slice(0, limitOf(query)) } };
}

export function getRequestForm({ params }: Call): Reply {
	if (categoryName(params.categoryID!) === undefined)
		throw new ApiError(404, `category ${params.categoryID} not found`);
	return { body: requestForm(params.categoryID!) as unknown as JsonObject };
}

export function searchKeywords({ query }: Call): Reply {
	const asked = query.searchQuery!.toLowerCase();
	const hits = keywords.filter(
		({ name, categoryIds }) =>
			name.toLowerCase().includes(asked) || categoryIds.some((id) => categoriesFor(asked).includes(id)),
	);
	const data = hits.map(({ keywordId, name }) => ({ keywordID: keywordId, name }));
	return { body: { data: data.slice(0, limitOf(query)) } };
}

function categoryCard(categoryId: string): JsonObject {
	const name = categoryName(categoryId)!;
	const slug = name.toLowerCase().replaceAll(' ', '-');
	return {
		categoryID: categoryId,
		name,
		nearMeURL: `https://www.thumbtack.com/k/${slug}/near-me`,
		imageURL: `https://images.thumbtack.example/category/${categoryId}.jpg`,
		activeServices: 100 + name.length,
	};
}

function limitOf({ limit }: Record<string, string>): number {
	return Number(limit ?? defaultLimit);
}
