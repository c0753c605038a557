import type { IBinaryKeyData, IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Attachment } from '../../shared/events';
import { safeFileName } from './fileName';
import { fetchFile, type Allowance } from './files';

export type { Allowance } from './files';

/** Thumbtack waits for the answer until the files are here, so they get little time. */
const DEADLINE_MS = 10_000;
const MAX_FILES = 10;
const MAX_BYTES_TOGETHER = 50 * 1024 * 1024;

/** What all files of one call may use. The time begins now and covers everything: looking up names, downloads, and storing. */
export function allowanceOf(): Allowance {
	const signal = AbortSignal.timeout(DEADLINE_MS);
	const expired = new Promise<never>((_, reject) =>
		signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
	);
	// Nobody may be waiting any more.
	expired.catch(() => {});
	return { bytes: MAX_BYTES_TOGETHER, signal, expired };
}

export interface Files {
	/** The files that came, as attachment_0, attachment_1 … by their place in the list. */
	binary: IBinaryKeyData;
	/** Why the others did not, by their place in the list. */
	errors: Map<number, string>;
}

/** Downloads what can be downloaded within the limits. Never throws: an event is worth more than its pictures. */
export async function download(
	ctx: IWebhookFunctions,
	attachments: Attachment[],
	allowance: Allowance,
): Promise<Files> {
	const files: Files = { binary: {}, errors: new Map() };
	await Promise.all(
		attachments.map(async (attachment, index) => {
			try {
				if (index >= MAX_FILES) throw new Error(`only the first ${MAX_FILES} files are downloaded`);
				const { content, mimeType } = await Promise.race([fetchFile(ctx, attachment, allowance), allowance.expired]);
				const name = safeFileName(attachment.fileName, `attachment_${index}`);
				const stored = ctx.helpers.prepareBinaryData(content, name, mimeType);
				files.binary[`attachment_${index}`] = await Promise.race([stored, allowance.expired]);
			} catch (error) {
				const reason = allowance.signal.aborted
					? `not all files arrived within ${DEADLINE_MS / 1000} seconds`
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
