import type { JsonObject } from '../../../../shared/json';

/** A business with the names that the Thumbtack Trigger uses (v4 Pro Profiles page: businessID, name, imageURL). */
export const simplifiedBusiness = ({ businessID, name, imageURL }: JsonObject): JsonObject => ({
	businessName: name ?? null,
	businessId: businessID ?? null,
	imageUrl: imageURL ?? null,
});
