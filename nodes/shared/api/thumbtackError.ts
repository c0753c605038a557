import type { Failure } from './types';

/** A call that failed, with what happened (`message`) and what to do next (`description`) in the words of the screen. */
export class ThumbtackError extends Error {
	constructor(
		message: string,
		readonly description: string,
		readonly failure: Failure,
	) {
		super(message);
		this.name = 'ThumbtackError';
	}

	/** The status with which Thumbtack answered; undefined when it didn't. */
	get status(): number | undefined {
		if (this.failure.kind === 'rateLimit') return 429;
		return 'reply' in this.failure ? this.failure.reply.status : undefined;
	}

	get httpCode(): string | undefined {
		return this.status === undefined ? undefined : String(this.status);
	}
}
