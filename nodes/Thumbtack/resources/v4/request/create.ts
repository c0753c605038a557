import type { JsonObject } from '../../../../shared/json';
import { ParameterError, type ParameterReader } from '../../../../shared/parameters';
import type { Operation } from '../../../operation';
import { additionalFields } from '../../descriptions';
import { categoryId, utmFields } from '../marketplace/descriptions';
import { object, objects, renamed } from '../marketplace/reply';
import { utmData } from '../marketplace/values';

/**
 * POST /requests, for the person who signed in. Each business gets a lead, which most pay for: sent once, never repeated.
 * The form of an entry of `contactErrors` is not known; it comes out as sent.
 */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create request (contacts real pros who pay for the lead)',
	description:
		"Send a homeowner's request to the pros you name. Each pro gets a real lead, in the homeowner's name, and may pay for it. It can't be taken back.",
	properties: [
		{
			displayName:
				'This contacts real pros in the name of the homeowner who signed in, and pros pay for leads. Search first, show the homeowner who will be contacted, and send the request once.',
			name: 'requestNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Search ID',
			name: 'searchId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 545000111222333444',
			description:
				'The searchId of the pros that a search found. Valid for 7 days, for the client that made the search.',
		},
		{
			displayName: 'Business IDs',
			name: 'businessIds',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 501100200300400500, 501100200300400501',
			description: 'The pros to contact, from the results of that search. Separate several with commas.',
		},
		categoryId,
		{
			displayName: 'The Homeowner Agreed to Contact These Pros',
			name: 'homeownerAgreed',
			type: 'boolean',
			default: false,
			description:
				'Whether the homeowner has seen these pros and agreed to be contacted by them. Nothing is sent without it.',
		},
		additionalFields(...utmFields),
	],
	method: 'POST',
	path: '/api/v4/requests',
	request(parameters, context) {
		const body = {
			searchID: parameters.id('searchId'),
			businessIDs: businessIds(parameters),
			categoryID: parameters.id('categoryId'),
			utmData: utmData(parameters, context),
		};
		requireAgreement(parameters);
		return { body, about: ['searchId', 'categoryId'] };
	},
	replyKeys: ['request'],
	duplicateEffect: 'the pros would be contacted twice and could pay twice',
	simplify: simplifiedRequest,
};

function businessIds(parameters: ParameterReader): string[] {
	const ids = parameters.ids('businessIds', 'business');
	if (ids.length > 0) return ids;
	throw new ParameterError(
		`"${parameters.label('businessIds')}" is empty`,
		'Enter the businessId of at least one pro that the search found.',
	);
}

function requireAgreement(parameters: ParameterReader): void {
	if (parameters.boolean('homeownerAgreed')) return;
	throw new ParameterError(
		`"${parameters.label('homeownerAgreed')}" is off, so no pro was contacted`,
		'Ask the homeowner first, then turn it on: each pro gets a real lead and may pay for it.',
	);
}

function simplifiedRequest(reply: JsonObject): JsonObject {
	const request = object(reply.request);
	return {
		...renamed(request, { requestId: 'requestID', customerId: 'customerID', description: 'description' }),
		...renamed(object(request.category), { categoryId: 'categoryID', categoryName: 'name' }),
		...renamed(object(request.location), { city: 'city', state: 'state', zipCode: 'zipCode' }),
		details: request.details ?? [],
		contactedBusinesses: objects(request.contactedBusinesses).map((business) =>
			renamed(business, {
				businessId: 'businessID',
				businessName: 'name',
				leadId: 'negotiationID',
				businessPhone: 'phoneNumber',
				businessImageUrl: 'imageURL',
			}),
		),
		contactErrors: reply.contactErrors ?? [],
	};
}
