export type { EventFilter } from './filters';
export { wanted } from './filters';
export type { Json, JsonObject } from '../json';
export { parseJson } from '../json';
export { webhookIdOf } from './envelope';
export { looksLikeLeadDescription } from './message';
export { normalizeDelivery } from './normalize';
export type {
	Attachment,
	Author,
	CommonFields,
	Detail,
	EventName,
	Generation,
	JobEvent,
	LeadEvent,
	LeadFields,
	LeadUpdateEvent,
	LeadUpdateFields,
	MessageEvent,
	MessageFields,
	OtherEvent,
	ProposedTime,
	ReviewEvent,
	ReviewFields,
	ThumbtackEvent,
} from './types';
