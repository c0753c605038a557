import type { IHookFunctions } from 'n8n-workflow';

import { authenticationOf, parametersOf, sourceOf } from '../parameters';
import { optionsOf } from '../webhook/options';

/**
 * Reads everything that a call will read later, whatever the source, so that a slip stops publishing instead of
 * costing a lead.
 * @throws ParameterError
 */
export function checkParameters(ctx: IHookFunctions): void {
	const parameters = parametersOf(ctx);
	optionsOf(parameters);
	parameters.option('respond', ['onReceived', 'lastNode', 'responseNode']);
	if (sourceOf(ctx) !== 'managed') authenticationOf(ctx);
}
