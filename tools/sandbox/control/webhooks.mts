import type { Router } from 'express';
import { ControlError } from '../controlError.mts';
import { hookAuth } from '../hookAuth.mts';
import type { Sandbox } from '../sandbox.mts';
import type { JsonObject, Owner, Webhook } from '../types.mts';
import { webhookV4 } from '../wire/v4.mts';
import { authView, removed } from './hooks.mts';
import { bodyOf, text } from './input.mts';

/** API-made webhooks as only their owner's Thumbtack sees them, and planting them as somebody else would. */
export function webhookRoutes(router: Router, sandbox: Sandbox): void {
	const { state } = sandbox;

	router.get('/webhooks', (_req, res) => void res.json(Object.values(state.data.webhooks).map(webhookView)));
	router.post('/webhooks', (req, res) => {
		const known = ['webhookURL', 'eventTypes', 'enabled', 'auth', 'businessID', 'userID', 'ownerKind', 'ownerId'];
		const body = bodyOf(req, known);
		if (!Array.isArray(body.eventTypes)) throw new ControlError('eventTypes is a list of strings');
		const hook: Webhook = {
			webhookId: state.nextId(),
			url: text(body.webhookURL, 'webhookURL'),
			eventTypes: body.eventTypes as string[],
			enabled: body.enabled !== false,
			auth: hookAuth(body.auth),
			owner: ownerOf(body),
		};
		state.data.webhooks[hook.webhookId] = hook;
		state.changed();
		res.json(webhookView(hook));
	});
	router.put('/webhooks/:webhookId', (req, res) => {
		const hook = state.data.webhooks[req.params.webhookId];
		if (!hook) throw new ControlError(`no webhook ${req.params.webhookId}`, 404);
		const { webhookURL, eventTypes, enabled, auth } = bodyOf(req, ['webhookURL', 'eventTypes', 'enabled', 'auth']);
		if (webhookURL !== undefined) hook.url = text(webhookURL, 'webhookURL');
		if (Array.isArray(eventTypes)) hook.eventTypes = eventTypes as string[];
		if (typeof enabled === 'boolean') hook.enabled = enabled;
		if (auth !== undefined) hook.auth = hookAuth(auth);
		state.changed();
		res.json(webhookView(hook));
	});
	router.delete('/webhooks/:webhookId', (req, res) => {
		res.json({ deleted: removed(sandbox, state.data.webhooks, req.params.webhookId) });
	});
}

function webhookView(hook: Webhook): JsonObject {
	return {
		...webhookV4(hook),
		ownerKind: hook.owner.kind,
		ownerId: hook.owner.id,
		auth: authView(hook.auth),
	};
}

function ownerOf({ businessID, userID, ownerKind, ownerId }: JsonObject): Owner {
	if (businessID !== undefined) return { kind: 'business', id: text(businessID, 'businessID') };
	if (userID !== undefined) return { kind: 'user', id: text(userID, 'userID') };
	return { kind: ownerKind === 'user' ? 'user' : 'business', id: text(ownerId, 'ownerId') };
}
