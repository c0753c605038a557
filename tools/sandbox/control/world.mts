import type { Router } from 'express';
import { business as newBusiness, defaultUserId } from '../cast.mts';
import { ControlError } from '../controlError.mts';
import type { Sandbox } from '../sandbox.mts';
import type { JsonObject } from '../types.mts';
import { bodyOf, text } from './input.mts';

/** The rest of what the sandbox knows: to look at, and to add businesses to. */
export function worldRoutes(router: Router, { state, thumbtack }: Sandbox): void {
	router.get('/businesses', (_req, res) => void res.json(Object.values(state.data.businesses)));
	router.post('/businesses', (req, res) => {
		const { ownerId = defaultUserId, name = 'Another Business' } = bodyOf(req, ['ownerId', 'name']);
		const business = newBusiness(state.nextId(), text(name, 'name'), text(ownerId, 'ownerId'));
		state.data.businesses[business.businessId] = business;
		state.changed();
		res.json(business as unknown as JsonObject);
	});
	router.put('/businesses/:businessId', (req, res) => {
		const business = thumbtack.business(req.params.businessId);
		const { hasLeft } = bodyOf(req, ['hasLeft']);
		if (typeof hasLeft !== 'boolean') throw new ControlError('hasLeft is true or false');
		business.hasLeft = hasLeft;
		state.changed();
		res.json(business as unknown as JsonObject);
	});
	router.get('/searches', (_req, res) => void res.json(Object.values(state.data.searches)));
	router.get('/reviews', (_req, res) => void res.json(Object.values(state.data.reviews)));
	router.get('/targeting', (_req, res) => void res.json(state.data.targeting));
}
