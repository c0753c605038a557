import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ThumbtackError } from './api/thumbtackError';
import { ParameterError } from './parameters';

/** Turns what was thrown into n8n's own errors, at the edge of a node. Errors of n8n pass through, with the item added. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (itemIndex !== undefined) error.context.itemIndex = itemIndex;
		return error;
	}
	if (error instanceof ThumbtackError) {
		const { message, description, httpCode, failure } = error;
		const needsReconnecting =
			failure.kind === 'token' && (failure.cause === 'reconnect' || failure.cause === 'noRefreshToken');
		return new NodeApiError(node, {} as JsonObject, {
			message,
			description,
			httpCode,
			itemIndex,
			// n8n shows its own way to the credential then.
			...(needsReconnecting && { failure: { cause: 'credential-invalid' as const } }),
		});
	}
	const description = error instanceof ParameterError ? error.description : undefined;
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		...(error instanceof Error && { message: error.message }),
		description,
		itemIndex,
	});
}
