import type { Router } from 'express';
import type { Sandbox } from '../sandbox.mts';
import { changedSettings } from '../settings.mts';
import { bodyOf } from './input.mts';

export function switchRoutes(router: Router, { state, faults }: Sandbox): void {
	router.post('/faults', (req, res) => void res.json({ faultId: faults.add(bodyOf(req)) }));
	router.delete('/faults', (_req, res) => {
		faults.clear();
		res.json({ ok: true });
	});
	router.get('/settings', (_req, res) => void res.json(state.data.settings));
	router.put('/settings', (req, res) => {
		state.data.settings = changedSettings(state.data.settings, bodyOf(req));
		state.changed();
		res.json(state.data.settings);
	});
}
