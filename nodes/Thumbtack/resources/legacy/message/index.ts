import type { Resource } from '../../../operation';
import { send } from './send';

/** A separate value, because n8n's node panel takes the actions of a resource from the first `operation` parameter with its value. */
export const legacyMessage: Resource = {
	value: 'legacyMessage',
	name: 'Message (Legacy)',
	generation: 'legacy',
	operations: [send],
};
