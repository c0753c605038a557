import type { Router } from 'express';
import { ControlError } from '../controlError.mts';
import { hookAuth } from '../hookAuth.mts';
import type { Sandbox } from '../sandbox.mts';
import { partnerEvents } from '../types.mts';
import { authView } from './hooks.mts';
import { bodyOf, webUrl } from './input.mts';

/** Where Thumbtack's staff entered the legacy partner's addresses. */
export function partnerRoutes(router: Router, { state }: Sandbox): void {
	router.get('/partner-endpoints', (_req, res) => {
		const partner = state.data.partnerEndpoints;
		res.json(partner ? { ...partner.urls, auth: authView(partner.auth) } : {});
	});
	router.put('/partner-endpoints', (req, res) => {
		const body = bodyOf(req, ['url', ...partnerEvents, 'username', 'password']);
		const urls = Object.fromEntries(
			partnerEvents.flatMap((event) => {
				const url = body[event] ?? body.url;
				return url === undefined ? [] : [[event, webUrl(url, event)]];
			}),
		);
		if (Object.keys(urls).length === 0) throw new ControlError(`give url, or some of ${partnerEvents.join(', ')}`);
		const auth = body.username === undefined ? { type: 'None' as const } : hookAuth(body);
		state.data.partnerEndpoints = { urls, auth };
		state.changed();
		res.json(urls);
	});
	router.delete('/partner-endpoints', (_req, res) => {
		state.data.partnerEndpoints = null;
		state.changed();
		res.json({ ok: true });
	});
}
