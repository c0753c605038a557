import type { Route } from '../http.mts';
import { getBusiness, listBusinesses } from './businesses.mts';
import { listMessages, sendMessage } from './messages.mts';
import { getNegotiation, listNegotiations, postJobStatus } from './negotiations.mts';
import {
	createPhoneNumber,
	createPhoneNumbers,
	deletePhoneNumber,
	listPhoneNumbers,
	updatePhoneNumber,
} from './phoneNumbers.mts';
import { listBusinessReviews, listReviews, respondToReview } from './reviews.mts';
import { getSelf } from './users.mts';
import { webhookRoutes } from './webhooks.mts';

/** The supply side of the v4 API. Scopes and shapes: ../openapi/v4.yaml */

export const v4Base = '/api/v4';

const phoneNumbers = '/businesses/:businessID/associate-phone-numbers';
const negotiation = '/negotiations/:negotiationID';

export const v4Routes: Route[] = [
	{ operationId: 'getSelf', method: 'GET', path: '/users/self', handle: getSelf },
	...webhookRoutes,
	{ operationId: 'listBusinesses', method: 'GET', path: '/businesses', handle: listBusinesses },
	{ operationId: 'getBusiness', method: 'GET', path: '/businesses/:businessID', handle: getBusiness },
	{
		operationId: 'listNegotiations',
		method: 'GET',
		path: '/businesses/:businessID/negotiations',
		handle: listNegotiations,
	},
	{ operationId: 'getNegotiation', method: 'GET', path: negotiation, handle: getNegotiation },
	{ operationId: 'postJobStatus', method: 'POST', path: `${negotiation}/job-status`, handle: postJobStatus },
	{ operationId: 'listMessages', method: 'GET', path: `${negotiation}/messages`, handle: listMessages },
	{ operationId: 'sendMessage', method: 'POST', path: `${negotiation}/messages`, handle: sendMessage },
	{
		operationId: 'listBusinessReviews',
		method: 'GET',
		path: '/businesses/:businessID/reviews',
		handle: listBusinessReviews,
	},
	{
		operationId: 'respondToReview',
		method: 'POST',
		path: '/businesses/:businessID/reviews/:reviewID/response',
		handle: respondToReview,
	},
	{ operationId: 'listReviews', method: 'GET', path: '/reviews', handle: listReviews },
	{ operationId: 'listPhoneNumbers', method: 'GET', path: phoneNumbers, handle: listPhoneNumbers },
	{ operationId: 'createPhoneNumber', method: 'POST', path: phoneNumbers, handle: createPhoneNumber },
	{
		operationId: 'createPhoneNumbers',
		method: 'POST',
		path: `${phoneNumbers}-bulk-create`,
		handle: createPhoneNumbers,
	},
	{
		operationId: 'updatePhoneNumber',
		method: 'PUT',
		path: `${phoneNumbers}/:phoneNumberID`,
		handle: updatePhoneNumber,
	},
	{
		operationId: 'deletePhoneNumber',
		method: 'DELETE',
		path: `${phoneNumbers}/:phoneNumberID`,
		handle: deletePhoneNumber,
	},
];
