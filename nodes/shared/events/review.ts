import type { Delivery } from './envelope';
import type { Json } from '../json';
import { first, id, own } from '../jsonAccess';
import { attachmentsOf } from './identity';
import { text } from './text';
import { isoTime } from './time';
import type { ReviewFields } from './types';

/**
 * Stars as a number from 1 to 5. The Pro API sends text ("4"), v4 a number; fractions between are kept. Outside of the
 * scale there is no rating: 0 is how an unset number is sent.
 */
function ratingOf(value: Json | undefined): number | null {
	const stars =
		typeof value === 'string' && value.length <= 16 && /^\s*\d(?:\.\d{1,4})?\s*$/.test(value) ? Number(value) : value;
	return typeof stars === 'number' && stars >= 1 && stars <= 5 ? stars : null;
}

function booleanOf(value: Json | undefined): boolean | null {
	// A form carries it as text.
	if (value === 'true') return true;
	if (value === 'false') return false;
	return typeof value === 'boolean' ? value : null;
}

/**
 * The fields of a review. The Pro API's table calls the author `reviewerName`, its sample `reviewerNickname`; v4 calls the
 * text `reviewText` and the pictures `images`. v4 has no word for "verified" (tied to a Thumbtack lead), but names the lead.
 */
export function reviewFields({ api, subject: review }: Delivery, leadId: string | null): ReviewFields {
	return {
		reviewerName: text(first(review, 'reviewerName', 'reviewerNickname')),
		rating: ratingOf(own(review, 'rating')),
		text: text(first(review, 'text', 'reviewText')),
		responseText: text(own(review, 'responseText')),
		respondedAt: isoTime(first(review, 'responseTime', 'respondedAt')),
		verified: booleanOf(own(review, 'verified')) ?? (api === 'v4' && leadId !== null ? true : null),
		attachments: attachmentsOf(review, 'photos', 'images', 'attachments'),
		modifiedAt: isoTime(first(review, 'modifyTime', 'modifiedAt')),
		reviewId: id(own(review, 'reviewID')),
		categoryId: id(own(review, 'categoryID')),
	};
}
