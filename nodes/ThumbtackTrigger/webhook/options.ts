import type { IWebhookFunctions } from 'n8n-workflow';

import { LEAD_TYPES, type EventFilter } from '../../shared/events';
import type { ParameterReader } from '../../shared/parameters';
import { eventsOf, ownerKindOf, parametersOf, sourceFrom, withNodeErrors } from '../parameters';

/** What the user chose about deliveries. An absent option has its default. */
export interface ReceiveOptions {
	filter: EventFilter;
	skipDuplicates: boolean;
	downloadAttachments: boolean;
	includeRaw: boolean;
	output: 'simplified' | 'raw';
}

/** @throws NodeOperationError that names the field for an invalid value: a guess could drop every lead without a trace */
export function readOptions(ctx: Pick<IWebhookFunctions, 'getNode' | 'getNodeParameter'>): ReceiveOptions {
	return withNodeErrors(ctx, () => optionsOf(parametersOf(ctx)));
}

/** The same. @throws ParameterError */
export function optionsOf(parameters: ParameterReader): ReceiveOptions {
	const options = parameters.group('options');
	const flag = (name: string, absent: boolean) => (options.has(name) ? options.boolean(name) : absent);
	return {
		filter: {
			events: eventsOf(parameters),
			messagesFrom: options.has('messagesFrom')
				? options.option('messagesFrom', ['customer', 'business', 'anyone'])
				: senderFor(parameters),
			skipTestDeliveries: flag('skipTestDeliveries', false),
			skipLeadDescriptionMessages: flag('skipLeadDescriptionMessages', false),
			businessIds: options.has('businessFilter') ? options.ids('businessFilter') : [],
			leadTypes: options.has('leadTypes') ? options.options('leadTypes', LEAD_TYPES) : [],
		},
		skipDuplicates: flag('skipDuplicates', true),
		downloadAttachments: flag('downloadAttachments', false),
		includeRaw: flag('includeRaw', false),
		output: parameters.option('output', ['simplified', 'raw']),
	};
}

/** Webhooks of the user are for customers: what comes from the other side is the business's. */
function senderFor(parameters: ParameterReader): 'customer' | 'business' {
	return sourceFrom(parameters) === 'managed' && ownerKindOf(parameters) === 'user' ? 'business' : 'customer';
}
