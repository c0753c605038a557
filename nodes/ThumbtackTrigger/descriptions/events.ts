import type { EventName } from '../../shared/events';

/** What most people look for comes first. n8n's node panel lists them in this order. */
export const eventOptions: Array<{ name: string; value: EventName; description: string }> = [
	{ name: 'New Lead', value: 'lead', description: 'A customer requests a job: name, place, answers and lead price' },
	{
		name: 'New Message',
		value: 'message',
		description: 'A customer writes. To include your own messages, see "Messages From" in Options.',
	},
	{ name: 'Lead Updated', value: 'leadUpdate', description: 'The price, charge state or status of a lead changed' },
	{ name: 'New Review', value: 'review', description: 'A customer rated your work' },
	{
		name: 'Job Updated',
		value: 'job',
		description: 'An on-demand job was matched, changed, canceled or completed (V4)',
	},
	{ name: 'Any Other Event', value: 'other', description: 'All other event types, unmodified' },
];
