import type { Delivery } from './envelope';
import { first, id, word } from '../jsonAccess';
import { plainText } from './text';
import type { JobFields } from './types';

/** The fields of an on-demand job (PresetJob…). Thumbtack documents its events and statuses, not the shape of its data. */
export function jobFields({ subject: job, payload }: Delivery): JobFields {
	return {
		jobStatus: plainText(first(job, 'status', 'jobStatus')),
		link: word(first(job, 'deepLink', 'link')),
		jobId: id(first(job, 'jobID', 'presetJobID')),
		payload,
	};
}
