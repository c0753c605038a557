import type { JsonObject } from '../../../../shared/json';
import { renamed } from '../marketplace/reply';

export function simplifiedCategory(category: JsonObject): JsonObject {
	return renamed(category, {
		categoryId: 'categoryID',
		name: 'name',
		activeServices: 'activeServices',
		nearMeUrl: 'nearMeURL',
		imageUrl: 'imageURL',
	});
}
