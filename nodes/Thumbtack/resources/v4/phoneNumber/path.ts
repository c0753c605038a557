import type { Subject } from '../../../../shared/api';
import type { Fields } from '../../../fields';

/** Where the numbers of the chosen business are, or one of them (v4 Business Phone Numbers page). */
export function phoneNumbersOf(fields: Fields, suffix = ''): { path: string; about: Subject[] } {
	const id = fields.id('businessId');
	return {
		path: `/api/v4/businesses/${id}/associate-phone-numbers${suffix}`,
		about: [{ what: 'business', id, field: fields.label('businessId') }],
	};
}

export function onePhoneNumber(fields: Fields): { path: string; about: Subject[] } {
	const id = fields.id('phoneNumberId');
	const { path, about } = phoneNumbersOf(fields, `/${id}`);
	return { path, about: [{ what: 'phone number', id, field: fields.label('phoneNumberId') }, ...about] };
}
