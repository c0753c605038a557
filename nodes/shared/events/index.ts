export type { EventFilter } from './filters';
export { filterReason, LEAD_TYPES } from './filters';
export type { Json, JsonObject } from '../json';
export { parseJson } from '../json';
export { webhookIdOf } from './envelope';
export { looksLikeLeadDescription } from './message';
export {
	asLeadUpdate,
	leadState,
	normalizeDeliveries,
	normalizeDelivery,
	readDeliveries,
	readLead,
	readMessage,
	readReview,
} from './normalize';
export type { ReceivedEvent } from './normalize';
export type {
	Attachment,
	Author,
	CommonFields,
	Detail,
	EventName,
	Generation,
	JobEvent,
	JobFields,
	Lead,
	LeadEvent,
	LeadFields,
	LeadUpdateEvent,
	LeadUpdateFields,
	Message,
	MessageEvent,
	MessageFields,
	OtherEvent,
	ProposedTime,
	Review,
	ReviewEvent,
	ReviewFields,
	ScheduleDate,
	ScheduleParts,
	ScheduleTime,
	ThumbtackEvent,
} from './types';
