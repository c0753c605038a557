import type { Operation } from '../../../operation';
import { additionalFields, leadId, valuesOf } from '../../descriptions';

const STATUSES = [
	{ name: 'Appointment Scheduled', value: 'appt_scheduled' },
	{ name: 'Canceled by Customer', value: 'customer_cancel' },
	{ name: 'Canceled by Pro', value: 'pro_cancel' },
	{ name: 'Invoice Paid', value: 'invoice_paid' },
	{ name: 'Job Complete', value: 'job_complete' },
	{ name: 'Not Scheduled', value: 'not_scheduled' },
];

/**
 * POST /negotiations/{negotiationID}/job-status. The values and three of the fields are documented; the name of the status field
 * itself is not in any source we have, `status` is the likeliest.
 */
export const updateJobStatus: Operation = {
	value: 'updateJobStatus',
	name: 'Update Job Status',
	action: 'Update lead job status',
	description:
		"Update the status of a lead's job: scheduled, done, paid or canceled. It changes the labels in the Thumbtack inbox and the hire counts.",
	properties: [
		leadId,
		{
			displayName: 'Job Status',
			name: 'jobStatus',
			type: 'options',
			options: STATUSES,
			default: 'appt_scheduled',
			required: true,
			description: 'The new status of the job',
		},
		additionalFields(
			{
				displayName: 'Changed At',
				name: 'partnerStatusChangedAt',
				type: 'dateTime',
				default: '',
				description: 'When the status changed. A time without a zone is in the time zone of the workflow.',
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
				description: 'The ID of the booking in your own system',
			},
		),
	],
	method: 'POST',
	path: '/api/v4/negotiations/{leadId}/job-status',
	request(parameters) {
		const fields = parameters.group('additionalFields');
		return {
			body: {
				status: parameters.option('jobStatus', valuesOf(STATUSES)),
				partnerStatusChangedAt: fields.dateTime('partnerStatusChangedAt'),
				invoiceAmountInCents: fields.has('invoiceAmountInCents')
					? fields.wholeNumber('invoiceAmountInCents', { min: 0 })
					: undefined,
				partnerBookingId: fields.optionalText('partnerBookingId'),
			},
		};
	},
	duplicateEffect: 'the status would be reported twice',
};
