import { ControlError } from '../controlError.mts';
import type { Sandbox } from '../sandbox.mts';
import type { HookAuth, JsonObject } from '../types.mts';

export function authView({ type, ...secret }: HookAuth): JsonObject | null {
	return type === 'None' ? null : secret;
}

export function removed({ state }: Sandbox, hooksById: Record<string, unknown>, id: string): boolean {
	if (!hooksById[id]) throw new ControlError(`no webhook ${id}`, 404);
	delete hooksById[id];
	state.changed();
	return true;
}
