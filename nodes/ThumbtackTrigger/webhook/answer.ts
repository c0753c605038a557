/** n8n's answer to a call, as far as it is watched: Node's ServerResponse. */
export interface Answer {
	statusCode: number;
	writableEnded: boolean;
	/** The connection is gone. */
	destroyed: boolean;
	once(event: 'prefinish' | 'close', listener: () => void): unknown;
}

/** Whether the response tells how it ends; undefined when it doesn't. */
export function watchable(response: Partial<Answer> | undefined): Answer | undefined {
	return typeof response?.writableEnded === 'boolean' && typeof response.once === 'function'
		? (response as Answer)
		: undefined;
}

/** Whether the sender has hung up before it got an answer. */
export function isHungUp(answer: Partial<Answer> | undefined): boolean {
	return answer?.destroyed === true && answer.writableEnded !== true;
}

export const isSuccess = ({ statusCode }: Answer): boolean => statusCode >= 200 && statusCode < 300;

/**
 * Calls back once n8n has decided on its answer, whether or not the sender is still there. `prefinish` comes when n8n
 * calls `end()`, on a connection that is gone as well; `finish` never comes on such a one, and `close` comes too early.
 */
export function onDecided(answer: Answer, decided: () => void): void {
	if (answer.writableEnded) decided();
	else answer.once('prefinish', decided);
}

/** Resolves when the connection is gone. */
export async function closed(answer: Answer): Promise<void> {
	if (answer.destroyed) return;
	await new Promise<void>((resolve) => answer.once('close', resolve));
}
