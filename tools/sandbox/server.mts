import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { controlRouter } from './control/router.mts';
import { parseBody, readRawBody } from './body.mts';
import { pathPattern, routerOf } from './http.mts';
import { legacyErrors } from './legacy/errors.mts';
import { legacyRoutes } from './legacy/routes.mts';
import { legacySecurity } from './legacy/security.mts';
import { legacyTokenParameters } from './legacy/tokenParameters.mts';
import { marketplaceRoutes } from './marketplace/routes.mts';
import { authorizeRouter } from './oauth/authorize.mts';
import { described } from './openapi.mts';
import { rateLimit } from './rateLimit.mts';
import { newSandbox, type Sandbox, type SandboxOptions } from './sandbox.mts';
import { v4Errors } from './v4/errors.mts';
import { v4Routes } from './v4/routes.mts';
import { v4Security } from './v4/security.mts';
import { requireUserAgent } from './v4/userAgent.mts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const pages = [
	{ operationId: 'authorizeV4', path: '/oauth2/auth' },
	{ operationId: 'authorizeLegacy', path: '/services/partner-connect' },
];
const operations = [
	...[...v4Routes, ...marketplaceRoutes, ...legacyRoutes].map(({ operationId, method, path }) => ({
		operationId,
		method,
		pattern: pathPattern(path),
	})),
	...pages.flatMap(({ operationId, path }) =>
		['GET', 'POST'].map((method) => ({ operationId, method, pattern: pathPattern(path) })),
	),
];

const isV4 = (path: string) => /^\/(api|oauth2)(\/|$)/.test(path) && !/^\/oauth2\/auth\/?$/.test(path);
const isLegacy = (path: string) => /^\/v[1-4](\/|$)/.test(path);
const isPage = (path: string) => pages.some((page) => pathPattern(page.path).test(path));
const isThumbtack = (path: string) => isV4(path) || isLegacy(path) || isPage(path);

export function sandboxApp(sandbox: Sandbox): express.Express {
	const app = express();
	app.disable('x-powered-by').disable('etag');
	app.use(...readRawBody);

	app.use(only(isThumbtack, nameOperation, sandbox.requests.middleware, sandbox.faults.middleware));
	app.use(only(isThumbtack, rateLimit(sandbox)));

	app.use(only(isPage, parseBody, authorizeRouter(sandbox)));

	app.use(only((path) => path.startsWith('/api'), requireUserAgent));
	app.use(only(isV4, parseBody));
	app.use(onlyMarketplace(...described(here('openapi/marketplace.yaml'), v4Security(sandbox))));
	app.use(onlyMarketplace(routerOf(marketplaceRoutes, sandbox)));
	app.use(exceptMarketplace(only(isV4, ...described(here('openapi/v4.yaml'), v4Security(sandbox)))));
	app.use(only(isV4, routerOf(v4Routes, sandbox)));
	app.use(only(isV4, noSuchRoute), onlyErrors(isV4, v4Errors));

	app.use(only(isLegacy, parseBody));
	app.use(only((path) => path === '/v2/tokens/access', legacyTokenParameters(sandbox)));
	app.use(only(isLegacy, ...described(here('openapi/legacy.yaml'), legacySecurity(sandbox))));
	app.use(only(isLegacy, routerOf(legacyRoutes, sandbox), noSuchRoute), onlyErrors(isLegacy, legacyErrors));

	app.use('/_sandbox', controlRouter(sandbox));
	app.use(express.static(here('inbox')));
	return app;
}

export interface RunningSandbox {
	url: string;
	sandbox: Sandbox;
	close: () => Promise<void>;
}

export async function startSandbox(port: number, options: SandboxOptions): Promise<RunningSandbox> {
	const sandbox = newSandbox(options);
	const server = createServer(sandboxApp(sandbox));
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		sandbox,
		close: () => closed(server, sandbox),
	};
}

async function closed(server: Server, sandbox: Sandbox): Promise<void> {
	sandbox.deliveries.forgetRetries();
	sandbox.state.save();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}

function only(wanted: (path: string) => boolean, ...handlers: RequestHandler[]): express.Router {
	const router = express.Router();
	router.use((req, _res, next) => next(wanted(req.path) ? undefined : 'router'));
	router.use(...handlers);
	return router;
}

const marketplaceOperations = new Set<unknown>(marketplaceRoutes.map(({ operationId }) => operationId));

/** The two sides share the paths below /businesses: the operation tells which description counts. */
function onlyMarketplace(...handlers: RequestHandler[]): express.Router {
	return when((res) => marketplaceOperations.has(res.locals.operationId), handlers);
}

function exceptMarketplace(...handlers: RequestHandler[]): express.Router {
	return when((res) => !marketplaceOperations.has(res.locals.operationId), handlers);
}

function when(wanted: (res: Response) => boolean, handlers: RequestHandler[]): express.Router {
	const router = express.Router();
	router.use((_req, res, next) => next(wanted(res) ? undefined : 'router'));
	router.use(...handlers);
	return router;
}

type ErrorHandler = (error: Error, req: Request, res: Response, next: NextFunction) => void;

function onlyErrors(wanted: (path: string) => boolean, handler: ErrorHandler): ErrorHandler {
	return (error, req, res, next) => (wanted(req.path) ? handler(error, req, res, next) : next(error));
}

function nameOperation(req: Request, res: Response, next: NextFunction): void {
	const found = operations.find(({ method, pattern }) => method === req.method && pattern.test(req.path));
	res.locals.operationId = found?.operationId;
	next();
}

function noSuchRoute(req: Request, _res: Response, next: NextFunction): void {
	next(Object.assign(new Error(`no route ${req.method} ${req.path}`), { status: 404 }));
}
