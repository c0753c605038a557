import express, { type NextFunction, type Request, type Response } from 'express';
import { ControlError } from '../controlError.mts';
import { parseBody } from '../body.mts';
import { resetSandbox, type Sandbox } from '../sandbox.mts';
import { leadRoutes } from './leads.mts';
import { logRoutes } from './log.mts';
import { partnerRoutes } from './partner.mts';
import { selfServeRoutes } from './selfServe.mts';
import { switchRoutes } from './switches.mts';
import { tokenRoutes } from './tokens.mts';
import { webhookRoutes } from './webhooks.mts';
import { worldRoutes } from './world.mts';

/** /_sandbox: how tests and the inbox page play the homeowner, and turn the switches. */
export function controlRouter(sandbox: Sandbox): express.Router {
	const router = express.Router();
	router.use(parseBody);
	router.get('/health', (_req, res) => void res.json({ ok: true }));
	router.get('/version', (_req, res) => void res.json({ version: sandbox.state.version }));
	router.post('/reset', (_req, res) => {
		resetSandbox(sandbox);
		res.json({ ok: true });
	});
	for (const add of [
		tokenRoutes,
		leadRoutes,
		worldRoutes,
		webhookRoutes,
		selfServeRoutes,
		partnerRoutes,
		logRoutes,
		switchRoutes,
	]) {
		add(router, sandbox);
	}
	router.use((req) => {
		throw new ControlError(`no ${req.method} /_sandbox${req.path}`, 404);
	});
	router.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
		const { status = 500 } = error as { status?: number };
		if (status >= 500) process.stderr.write(`sandbox: ${error.stack}\n`);
		res.status(status).json({ error: error.message });
	});
	return router;
}
