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
 * text `reviewText` and the pictures `images`.
 */
export function reviewFields({ subject: review }: Delivery): ReviewFields {
	return {
		reviewId: id(own(review, 'reviewID')),
		rating: ratingOf(own(review, 'rating')),
		text: text(first(review, 'text', 'reviewText')),
		reviewerName: text(first(review, 'reviewerName', 'reviewerNickname')),
		verified: booleanOf(own(review, 'verified')),
		attachments: attachmentsOf(review, 'photos', 'images', 'attachments'),
		categoryId: id(own(review, 'categoryID')),
		modifiedAt: isoTime(first(review, 'modifyTime', 'modifiedAt')),
	};
}
