import { ApiError } from '../apiError.mts';
import type { Call, Reply } from '../http.mts';
import type { Lead } from '../types.mts';
import { requireTokenBusiness } from './access.mts';

export function sendMessageV2(call: Call): Reply {
	requireTokenBusiness(call, call.params.businessID!, 403, 'INSUFFICIENT_SCOPE');
	return sent(call, 'v2');
}

/** Basic only: the caller may write to any lead, as long as lead and business belong together. */
export function sendMessageV1(call: Call): Reply {
	return sent(call, 'v1');
}

function sent(call: Call, via: 'v1' | 'v2'): Reply {
	const lead = leadOfBusiness(call);
	const { text } = call.body as { text: string };
	const { thumbtack } = call.sandbox;
	const message = thumbtack.addMessage(lead, { from: 'Business', text, attachments: [], via });
	void thumbtack.announceMessage(lead, message).done;
	return { body: { status: 'success' } };
}

function leadOfBusiness({ params, sandbox }: Call): Lead {
	const lead = sandbox.state.data.leads[params.leadID!];
	if (!lead || lead.businessId !== params.businessID) {
		throw new ApiError(404, `lead ${params.leadID} of business ${params.businessID} not found`, 'NOT_FOUND');
	}
	return lead;
}
