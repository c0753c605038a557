import express, { type Request, type RequestHandler, type Response } from 'express';
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

export interface Route {
	operationId: string;
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** As Express writes it: /users/webhooks/:webhookID */
	path: string;
	handle: (call: Call) => Reply | Promise<Reply>;
}

export function routerOf(routes: Route[], sandbox: Sandbox, base = ''): express.Router {
	const router = express.Router();
	for (const route of routes) {
		const method = route.method.toLowerCase() as 'get';
		router[method](base + route.path, handlerOf(route, sandbox));
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
