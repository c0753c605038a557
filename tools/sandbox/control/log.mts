import type { Router } from 'express';
import type { Sandbox } from '../sandbox.mts';
import { answer } from './input.mts';

/** What went out and what came in. */
export function logRoutes(router: Router, sandbox: Sandbox): void {
	router.get('/deliveries', (req, res) => {
		const { leadId, last } = req.query;
		const all = sandbox.deliveries.list(typeof leadId === 'string' ? leadId : undefined);
		res.json(typeof last === 'string' ? all.slice(-Number(last)) : all);
	});
	router.post('/deliveries/:deliveryId/resend', async (req, res) => {
		const { deliveryId, done } = sandbox.deliveries.resend(req.params.deliveryId);
		await answer(req, res, { deliveries: [deliveryId], done }, { deliveryId });
	});

	router.get('/requests', (req, res) => {
		const { path } = req.query;
		res.json(sandbox.requests.list(typeof path === 'string' ? path : undefined));
	});
	router.delete('/requests', (_req, res) => {
		sandbox.requests.clear();
		res.json({ ok: true });
	});
}
