import { id, own, word } from '../jsonAccess';
import type { Connection } from './client';
import { byOffset, collect } from './pagination';

/** A business (pro profile) of the connected account. */
export interface Business {
	businessId: string;
	/** The ID where Thumbtack gives no name. */
	name: string;
}

export const BUSINESSES_PATH = '/api/v4/businesses';

/** The businesses of the connected account (v4 Pro Profiles page), all of them or the first `wanted`. */
export async function listBusinesses(connection: Connection, wanted = Infinity): Promise<Business[]> {
	const call = { method: 'GET', path: BUSINESSES_PATH } as const;
	const found = await collect(connection, call, byOffset('businessID'), wanted);
	return found.flatMap((business) => {
		const businessId = id(own(business, 'businessID'));
		return businessId === null ? [] : [{ businessId, name: word(own(business, 'name')) || businessId }];
	});
}
