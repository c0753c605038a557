import type { Subject } from '../../../../shared/api';
import type { ParameterReader } from '../../../../shared/parameters';

/** Where the numbers of the chosen business are, or one of them (v4 Business Phone Numbers page). */
export function phoneNumbersOf(parameters: ParameterReader, suffix = ''): { path: string; about: Subject[] } {
	const id = parameters.id('businessId');
	return {
		path: `/api/v4/businesses/${id}/associate-phone-numbers${suffix}`,
		about: [{ what: 'business', id, field: parameters.label('businessId') }],
	};
}

export function onePhoneNumber(parameters: ParameterReader): { path: string; about: Subject[] } {
	const id = parameters.id('phoneNumberId');
	const { path, about } = phoneNumbersOf(parameters, `/${id}`);
	return { path, about: [{ what: 'phone number', id, field: parameters.label('phoneNumberId') }, ...about] };
}
