import type { Operation } from '../../../operation';
import { additionalFields, leadId } from '../../descriptions';

const STATUSES = [
	'appt_scheduled',
	'customer_cancel',
	'pro_cancel',
	'invoice_paid',
	'job_complete',
	'not_scheduled',
] as const;

/**
 * POST /negotiations/{negotiationID}/job-status. The values and three of the fields are documented; the name of the status field
 * itself is not in any source we have, `status` is the likeliest.
 */
export const updateJobStatus: Operation = {
	value: 'updateJobStatus',
	name: 'Update Job Status',
	action: 'Update job status of lead',
	description:
		'Tell Thumbtack what became of a lead: scheduled, done, paid or cancelled. It changes the labels in the Thumbtack inbox and the hire counts.',
	properties: [
		leadId,
		{
			displayName: 'Job Status',
			name: 'jobStatus',
			type: 'options',
			options: [
				{ name: 'Appointment Scheduled', value: 'appt_scheduled' },
				{ name: 'Cancelled by Customer', value: 'customer_cancel' },
				{ name: 'Cancelled by Pro', value: 'pro_cancel' },
				{ name: 'Invoice Paid', value: 'invoice_paid' },
				{ name: 'Job Complete', value: 'job_complete' },
				{ name: 'Not Scheduled', value: 'not_scheduled' },
			],
			default: 'appt_scheduled',
			required: true,
			description: 'What became of the lead',
		},
		additionalFields(
			{
				displayName: 'Changed At',
				name: 'partnerStatusChangedAt',
				type: 'dateTime',
				default: '',
				description: 'When it really happened, not when Thumbtack is told',
			},
			{
				displayName: 'Invoice Amount in Cents',
				name: 'invoiceAmountInCents',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'What the customer paid, e.g. 12500 for $125.00',
			},
			{
				displayName: 'Your Booking ID',
				name: 'partnerBookingId',
				type: 'string',
				default: '',
				description: 'The number of the booking in your own system',
			},
		),
	],
	request(parameters) {
		const id = parameters.id('leadId');
		const extra = parameters.group('additionalFields');
		const changedAt = extra.dateTime('partnerStatusChangedAt');
		const bookingId = extra.optionalText('partnerBookingId');
		return {
			method: 'POST',
			path: `/api/v4/negotiations/${id}/job-status`,
			body: {
				status: parameters.option('jobStatus', STATUSES),
				...(changedAt && { partnerStatusChangedAt: changedAt }),
				...(extra.has('invoiceAmountInCents') && {
					invoiceAmountInCents: extra.wholeNumber('invoiceAmountInCents', { min: 0 }),
				}),
				...(bookingId && { partnerBookingId: bookingId }),
				...extra.json('additionalBody'),
			},
			subjects: [{ what: 'lead', id, field: parameters.label('leadId') }],
			duplicateEffect: 'the status would be reported twice',
		};
	},
};
