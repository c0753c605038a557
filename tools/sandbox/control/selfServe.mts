import type { Router } from 'express';
import { ControlError } from '../controlError.mts';
import { hookAuth } from '../hookAuth.mts';
import type { Sandbox } from '../sandbox.mts';
import { selfServeEvents, type SelfServeEvent } from '../types.mts';
import { authView, removed } from './hooks.mts';
import { answer, bodyOf, text, webUrl } from './input.mts';

/** Webhooks that the pro makes by hand on Thumbtack's page. */
export function selfServeRoutes(router: Router, sandbox: Sandbox): void {
	const { state, thumbtack } = sandbox;

	router.get('/self-serve-webhooks', (_req, res) => {
		res.json(
			Object.values(state.data.selfServeWebhooks).map(({ auth, ...hook }) => ({
				...hook,
				auth: authView(auth),
			})),
		);
	});
	router.post('/self-serve-webhooks', (req, res) => {
		const {
			url,
			businessId,
			events = [...selfServeEvents],
			auth,
		} = bodyOf(req, ['url', 'businessId', 'events', 'auth']);
		if (!Array.isArray(events) || !events.every((event) => selfServeEvents.includes(event as SelfServeEvent))) {
			throw new ControlError(`events is a list of ${selfServeEvents.join(', ')}`);
		}
		if (events.length === 0) throw new ControlError('events names at least one event');
		const webhookId = state.nextId();
		state.data.selfServeWebhooks[webhookId] = {
			webhookId,
			url: webUrl(url, 'url'),
			businessId: thumbtack.business(text(businessId, 'businessId')).businessId,
			events: events as SelfServeEvent[],
			auth: hookAuth(auth),
		};
		state.changed();
		res.json({ webhookId });
	});
	router.delete('/self-serve-webhooks/:webhookId', (req, res) => {
		res.json({ deleted: removed(sandbox, state.data.selfServeWebhooks, req.params.webhookId) });
	});
	router.post('/self-serve-webhooks/:webhookId/test', async (req, res) => {
		await answer(req, res, thumbtack.testSelfServe(req.params.webhookId), {});
	});
}
