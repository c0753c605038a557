import { readFileSync } from 'node:fs';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { parse } from 'yaml';
import type { Sandbox } from './sandbox.mts';
import type { Grant, Json } from './types.mts';

/** What the two generations' route tables have in common. */

export interface Call {
	req: Request;
	res: Response;
	sandbox: Sandbox;
	/** Path parameters by name. */
	params: Record<string, string>;
	query: Record<string, string>;
	body: Json | undefined;
	rawBody: string;
	/** The consent behind the bearer token; absent where Basic or nothing is asked for. */
	grant: Grant;
}

export interface Reply {
	status?: number;
	body?: Json;
	/** Sent as it is, past the validation of replies. */
	text?: string;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

export interface Route {
	operationId: string;
	method: string;
	/** As Express writes it: /api/v4/users/webhooks/:webhookID */
	path: string;
	handle: Handler;
}

/**
 * The routes that an OpenAPI file describes, in its order.
 * @param handlers by operationId
 */
export function routesOf(file: 'v4' | 'marketplace' | 'legacy', handlers: Record<string, Handler>): Route[] {
	const text = readFileSync(new URL(`openapi/${file}.yaml`, import.meta.url), 'utf8');
	const { paths } = parse(text) as { paths: Record<string, Record<string, { operationId?: string }>> };
	const routes = Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).flatMap(([method, { operationId }]): Route[] => {
			// What holds for all methods of a path stands beside them.
			if (operationId === undefined) return [];
			const handle = handlers[operationId];
			if (!handle) throw new Error(`openapi/${file}.yaml describes ${operationId}, and nothing answers it`);
			return [{ operationId, method: method.toUpperCase(), path: path.replace(/\{(\w+)\}/g, ':$1'), handle }];
		}),
	);
	const surplus = Object.keys(handlers).filter((name) => !routes.some(({ operationId }) => operationId === name));
	if (surplus.length > 0) throw new Error(`openapi/${file}.yaml does not describe ${surplus.join(', ')}`);
	return routes;
}

export function routerOf(routes: Route[], sandbox: Sandbox): express.Router {
	const router = express.Router();
	for (const route of routes) {
		const method = route.method.toLowerCase() as 'get';
		router[method](route.path, handlerOf(route, sandbox));
	}
	return router;
}

function handlerOf(route: Route, sandbox: Sandbox): RequestHandler {
	return async (req, res) => {
		const reply = await route.handle({
			req,
			res,
			sandbox,
			params: req.params as Record<string, string>,
			query: req.query as Record<string, string>,
			body: req.body as Json | undefined,
			rawBody: res.locals.rawBody as string,
			grant: res.locals.grant as Grant,
		});
		res.status(reply.status ?? 200);
		if (reply.text !== undefined) res.type('json').send(reply.text);
		else if (reply.body === undefined) res.end();
		else res.json(reply.body);
	};
}

/** /users/webhooks/:webhookID → a pattern for a request path. */
export function pathPattern(path: string): RegExp {
	return new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}/?$`);
}
