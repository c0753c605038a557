import { categories } from '../cast.mts';
import type { Business, JsonObject } from '../types.mts';

/** What the marketplace side finds: keywords, categories with their request forms, home care, and the pros of each category. */

const [lawnCare, deckRepair, windowCleaning, plumbing, houseCleaning] = categories.map(({ categoryId }) => categoryId);

const rivera = '501100200300400500';
const riveraLawn = '501100200300400501';
const stone = '501100200300400600';
const brooks = '501100200300400800';
const brooksWindow = '501100200300400801';

export const keywords = [
	{ keywordId: '330000111222333401', name: 'Handyman', categoryIds: [deckRepair!, windowCleaning!] },
	{ keywordId: '330000111222333402', name: 'Lawn mowing', categoryIds: [lawnCare!] },
	{ keywordId: '330000111222333403', name: 'Deck repair', categoryIds: [deckRepair!] },
	{ keywordId: '330000111222333404', name: 'Window washing', categoryIds: [windowCleaning!] },
	{ keywordId: '330000111222333405', name: 'Plumber', categoryIds: [plumbing!] },
	{ keywordId: '330000111222333406', name: 'House cleaner', categoryIds: [houseCleaning!, windowCleaning!] },
];

/** In Thumbtack's order, which is that of no single field. */
const prosByCategory: Record<string, string[]> = {
	[lawnCare!]: [riveraLawn, brooks, rivera],
	[deckRepair!]: [brooks, rivera, riveraLawn],
	[windowCleaning!]: [brooksWindow, rivera, brooks],
	[plumbing!]: [stone, rivera, brooks],
	[houseCleaning!]: [brooksWindow, brooks, rivera],
};

const knownPros = new Set(Object.values(prosByCategory).flat());

/** Businesses that tests added serve every category, after the cast. */
export function prosOf(categoryIds: string[], businesses: Record<string, Business>): Business[] {
	const added = Object.keys(businesses).filter((businessId) => !knownPros.has(businessId));
	const ids = [...new Set([...categoryIds.flatMap((categoryId) => prosByCategory[categoryId] ?? []), ...added])];
	return ids
		.flatMap((businessId) => businesses[businessId] ?? [])
		.filter(({ hasLeft, ownerId }) => !hasLeft && ownerId);
}

/** The categories that share the most words with a text; none when there is no common word. */
export function categoriesFor(text: string): string[] {
	const words = wordsOf(text);
	const hits = (name: string) => wordsOf(name).filter((word) => words.includes(word)).length;
	const found = [
		...keywords.map(({ name, categoryIds }) => ({ hits: hits(name), categoryIds })),
		...categories.map(({ name, categoryId }) => ({ hits: hits(name), categoryIds: [categoryId] })),
	];
	const most = Math.max(...found.map((one) => one.hits));
	const best = most === 0 ? [] : found.filter((one) => one.hits === most);
	return [...new Set(best.flatMap(({ categoryIds }) => categoryIds))];
}

/** Singular, lower case, without the words that every request has. */
function wordsOf(text: string): string[] {
	return text
		.toLowerCase()
		.split(/[^a-z]+/)
		.filter((word) => word.length > 3)
		.map((word) => word.replace(/(er|ing|s)$/, ''));
}

export function categoryName(categoryId: string): string | undefined {
	return categories.find((category) => category.categoryId === categoryId)?.name;
}

const places: Record<string, [city: string, state: string]> = {
	'83702': ['Boise', 'ID'],
	'80202': ['Denver', 'CO'],
	'78704': ['Austin', 'TX'],
	'98402': ['Tacoma', 'WA'],
	'94103': ['San Francisco', 'CA'],
};

export function placeOf(zipCode: string): { city: string; state: string; zipCode: string } {
	const [city, state] = places[zipCode] ?? ['Springfield', 'IL'];
	return { city, state, zipCode };
}

/** Nobody lives there: a search finds no pro. */
export const emptyZipCode = '00000';

export interface Question {
	questionID: string;
	inputType: string;
	prompt: string;
	questionType: string;
	answers: Array<{ answerID: string; value: string; type: string }>;
	validationConstraints: JsonObject;
}

export function requestForm(categoryId: string): { requestFormID: string; questions: Question[] } {
	const id = (digits: string) => `${categoryId.slice(0, 10)}${digits}`;
	const answers = (start: number, values: string[], type = 'selectionOption') =>
		values.map((value, i) => ({ answerID: id(`5${start + i}`), value, type }));
	return {
		requestFormID: id('10'),
		questions: [
			{
				questionID: id('401'),
				inputType: 'checkbox',
				prompt: 'What do you need help with?',
				questionType: 'checkboxOption',
				answers: answers(10, ['Repair', 'Replacement', 'Regular upkeep']),
				validationConstraints: { minimumAnswersSelected: 1, maximumAnswersSelected: 3 },
			},
			{
				questionID: id('402'),
				inputType: 'radio',
				prompt: 'When do you need it?',
				questionType: 'radioOption',
				answers: answers(20, ['As soon as possible', 'Within a week', 'I am flexible']),
				validationConstraints: { minimumAnswersSelected: 1, maximumAnswersSelected: 1 },
			},
			{
				questionID: id('403'),
				inputType: 'textarea',
				prompt: 'Anything the pro should know?',
				questionType: 'textOption',
				answers: answers(30, [''], 'textOption'),
				validationConstraints: { minimumAnswerLength: 0, maximumAnswerLength: 500 },
			},
		],
	};
}

export const homeCareTasks = [
	{
		taskId: '770000111222333401',
		categoryId: plumbing!,
		title: 'Check for leaks under sinks',
		description: 'Look under every sink and around the water heater for drips.',
		tagline: 'Small drips become big bills',
		propertyTypes: ['house', 'townhouse', 'condo', 'apartment'],
	},
	{
		taskId: '770000111222333402',
		categoryId: windowCleaning!,
		title: 'Wash the windows',
		description: 'Inside and outside, with the screens taken out.',
		tagline: 'Let the light in',
		propertyTypes: ['house', 'townhouse', 'condo'],
	},
	{
		taskId: '770000111222333403',
		categoryId: deckRepair!,
		title: 'Seal the deck',
		description: 'Clean, sand and seal the boards before the rainy season.',
		tagline: 'Keep the boards dry',
		propertyTypes: ['house', 'townhouse'],
	},
	{
		taskId: '770000111222333404',
		categoryId: lawnCare!,
		title: 'Feed the lawn',
		description: 'Aerate and fertilize while the soil is still warm.',
		tagline: 'Greener next spring',
		propertyTypes: ['house'],
	},
];
