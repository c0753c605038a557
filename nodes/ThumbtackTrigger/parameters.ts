import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

export type Source = 'selfServe' | 'managed' | 'legacy';

/** The trigger's own parameters; an expression may have made anything of them, so all are read with care. */
type Context = Pick<IHookFunctions | IWebhookFunctions, 'getNode' | 'getNodeParameter'>;

export function sourceOf(ctx: Context): Source {
	const source = ctx.getNodeParameter('source', 'selfServe');
	return source === 'managed' || source === 'legacy' ? source : 'selfServe';
}

export function eventsOf(ctx: Context): string[] {
	return texts(ctx.getNodeParameter('events', []));
}

/** A list of words: an array, or one text with commas (what an expression easily gives). */
function texts(value: unknown): string[] {
	const list = Array.isArray(value) ? value : String(value ?? '').split(',');
	return list.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}

/**
 * A list of ids, always as strings.
 * @param field the parameter's name on the screen
 * @throws NodeOperationError for a number that has lost digits already: the id that it stands for cannot be told any
 *   more
 */
export function ids(ctx: Context, value: unknown, field: string): string[] {
	const numbers = (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'number');
	if (numbers.some((entry) => !Number.isSafeInteger(entry))) {
		throw new NodeOperationError(
			ctx.getNode(),
			`"${field}" holds an ID as a number, and such long numbers lose their last digits. Enter the ID as text, in quotes.`,
		);
	}
	return [...new Set(texts(value))];
}
