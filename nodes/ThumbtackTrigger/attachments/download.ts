import type { IBinaryKeyData, IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Attachment } from '../../shared/events';
import { safeFileName } from './fileName';
import { fetchFile, type Allowance } from './files';

/** Thumbtack waits for the answer until the files are here, so they get little time. */
const DEADLINE_MS = 10_000;
const MAX_FILES = 10;
const MAX_BYTES_TOGETHER = 50 * 1024 * 1024;

export interface Files {
	/** The files that came, as attachment_0, attachment_1 … by their place in the list. */
	binary: IBinaryKeyData;
	/** Why the others did not, by their place in the list. */
	errors: Map<number, string>;
}

/** Downloads what can be downloaded within the limits. Never throws: an event is worth more than its pictures. */
export async function download(ctx: IWebhookFunctions, attachments: Attachment[]): Promise<Files> {
	const files: Files = { binary: {}, errors: new Map() };
	const allowance: Allowance = { bytes: MAX_BYTES_TOGETHER, signal: AbortSignal.timeout(DEADLINE_MS) };
	await Promise.all(
		attachments.map(async (attachment, index) => {
			try {
				if (index >= MAX_FILES) throw new Error(`only the first ${MAX_FILES} files are downloaded`);
				const { content, mimeType } = await fetchFile(ctx, attachment, allowance);
				const name = safeFileName(attachment.fileName, `attachment_${index}`);
				files.binary[`attachment_${index}`] = await ctx.helpers.prepareBinaryData(content, name, mimeType);
			} catch (error) {
				const reason = allowance.signal.aborted
					? `not all files came within ${DEADLINE_MS / 1000} seconds`
					: (error as Error).message;
				files.errors.set(index, reason);
				ctx.logger.warn(`Thumbtack Trigger could not download attachment ${index}: ${reason}`);
			}
		}),
	);
	return files;
}

/** The list for the item: each file that did not come says why. */
export function withErrors(attachments: Attachment[], { errors }: Files): IDataObject[] {
	return attachments.map((attachment, index) => {
		const downloadError = errors.get(index);
		return downloadError === undefined ? { ...attachment } : { ...attachment, downloadError };
	});
}
