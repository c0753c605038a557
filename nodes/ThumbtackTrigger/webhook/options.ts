import type { IWebhookFunctions } from 'n8n-workflow';

import type { EventFilter } from '../../shared/events';
import { eventsOf, ids } from '../parameters';

/** What the user chose about deliveries. An absent option has its default. */
export interface ReceiveOptions {
	filter: EventFilter;
	skipDuplicates: boolean;
	downloadAttachments: boolean;
	includeRaw: boolean;
	output: 'simplified' | 'raw';
}

type Options = Partial<
	Record<
		| 'messagesFrom'
		| 'skipTestDeliveries'
		| 'skipDuplicates'
		| 'skipLeadDescriptionMessages'
		| 'businessFilter'
		| 'downloadAttachments'
		| 'includeRaw',
		unknown
	>
>;

export function readOptions(ctx: IWebhookFunctions): ReceiveOptions {
	const { messagesFrom, businessFilter, ...options } = ctx.getNodeParameter('options', {}) as Options;
	return {
		filter: {
			events: eventsOf(ctx),
			messagesFrom: messagesFrom === 'business' || messagesFrom === 'anyone' ? messagesFrom : 'customer',
			skipTestDeliveries: options.skipTestDeliveries === true,
			skipLeadDescriptionMessages: options.skipLeadDescriptionMessages === true,
			businessIds: ids(ctx, businessFilter ?? [], 'Only These Businesses'),
		},
		skipDuplicates: options.skipDuplicates !== false,
		downloadAttachments: options.downloadAttachments === true,
		includeRaw: options.includeRaw === true,
		output: ctx.getNodeParameter('output', 'simplified') === 'raw' ? 'raw' : 'simplified',
	};
}
