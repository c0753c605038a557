const controller = new AbortController();

/** Fires when the person at the keyboard, or whoever started us, wants us gone. */
export const stopping: AbortSignal = controller.signal;

export function listenForStop(): void {
	const stop = () => controller.abort(new Error('Stopped'));
	process.on('SIGINT', () => {
		// Pressed twice, we leave at once; the guards take the servers down behind us.
		if (stopping.aborted) process.exit(130);
		stop();
	});
	process.on('SIGTERM', stop);
	process.on('SIGHUP', stop);
	// The channel to the script that started us closes when that one dies, even if it is killed.
	process.on('disconnect', stop);
}

export async function untilStopped(): Promise<void> {
	if (stopping.aborted) return;
	await new Promise<void>((resolve) => stopping.addEventListener('abort', () => resolve(), { once: true }));
}
