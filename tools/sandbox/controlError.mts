/** A wrong call of the control API: answered 400 (or `status`) with {error}. */
export class ControlError extends Error {
	constructor(
		message: string,
		readonly status = 400,
	) {
		super(message);
	}
}
