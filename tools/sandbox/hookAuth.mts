import { isObject } from './json.mts';
import type { HookAuth } from './types.mts';

/** {username, password} | {header, value} | nothing → how a webhook's calls are authenticated. */
export function hookAuth(auth: unknown): HookAuth {
	if (!isObject(auth)) return { type: 'None' };
	return 'header' in auth
		? { type: 'CustomHeader', header: String(auth.header), value: String(auth.value) }
		: { type: 'Basic', username: String(auth.username), password: String(auth.password) };
}
