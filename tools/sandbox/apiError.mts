/** A refusal by the API; each generation writes it in its own form. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		message: string,
		/** The legacy API's word for it. */
		readonly code = '',
	) {
		super(message);
	}
}
