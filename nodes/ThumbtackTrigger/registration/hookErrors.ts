import type { IHookFunctions, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { toNodeError } from '../../shared/nodeError';
import { ParameterError } from '../../shared/parameters';

const FAILED = {
	check: 'The webhook at Thumbtack could not be checked',
	register: 'The webhook could not be registered at Thumbtack',
	remove: 'The webhook could not be removed from Thumbtack',
};

/** Texts as sentences in a row. */
function sentences(...texts: string[]): string {
	return texts
		.map((text) => text.trim().replace(/[^.!?]$/, '$&.'))
		.filter((text) => text !== '')
		.join(' ');
}

function readable(node: INode, error: unknown, doing: keyof typeof FAILED): NodeApiError | NodeOperationError {
	if (error instanceof ParameterError) return new NodeOperationError(node, sentences(error.message, error.description));
	const found = toNodeError(node, error);
	const { message, description } = found;
	if (found instanceof NodeOperationError && !description) return found;
	return new NodeApiError(node, {} as JsonObject, {
		message: sentences(FAILED[doing], message, ...(description ?? '').split('\n')),
		httpCode: found instanceof NodeApiError ? (found.httpCode ?? undefined) : undefined,
	});
}

/** Runs a hook. Of a failed activation n8n shows nothing but the message, so the next step has to be in it. */
export async function withHookErrors<T>(
	ctx: IHookFunctions,
	doing: keyof typeof FAILED,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw readable(ctx.getNode(), error, doing);
	}
}
