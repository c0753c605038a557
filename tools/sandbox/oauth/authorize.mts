import OAuth2Server from '@node-oauth/oauth2-server';
import express, { type Request, type Response } from 'express';
import { clientById } from '../cast.mts';
import { isLoopback } from '../deliveries.mts';
import type { Sandbox } from '../sandbox.mts';
import type { Generation } from '../types.mts';
import type { GrantFor } from './grants.mts';
import { oauthModel } from './model.mts';
import { codePage, errorPage, partnerConnectPage, v4ConsentPage } from './pages.mts';
import { oauthServer, rulesOf } from './servers.mts';
import { audience, refusedAudience } from './v4Token.mts';

/** The authorize pages of both generations: checks first, then the pro's decision, then the library's code. */

type Query = Record<string, string>;

const shortestState = 8;

export function authorizeRouter(sandbox: Sandbox): express.Router {
	const router = express.Router();
	router.get('/oauth2/auth', async (req, res) => {
		if (!(await mayAskV4(sandbox, req, res))) return;
		const { client_id, scope } = queryOf(req);
		res.send(v4ConsentPage(sandbox.state, client_id!, scope!.split(/\s+/)));
	});
	router.post('/oauth2/auth', async (req, res) => {
		if (!(await mayAskV4(sandbox, req, res))) return;
		const { userId } = req.body as Query;
		if (!sandbox.state.data.users[userId!]) return fail(res, 400, 'invalid_request', 'Choose an account.');
		await decide(sandbox, req, res, 'v4', { userId: userId!, businessId: null });
	});
	router.get('/services/partner-connect', async (req, res) => {
		if (!(await mayAskLegacy(sandbox, req, res))) return;
		const { client_id, scope } = queryOf(req);
		res.send(partnerConnectPage(sandbox.state, client_id!, scope!));
	});
	router.post('/services/partner-connect', async (req, res) => {
		if (!(await mayAskLegacy(sandbox, req, res))) return;
		const business = sandbox.state.data.businesses[(req.body as Query).businessId!];
		if (!business?.ownerId) return fail(res, 400, 'invalid_request', 'Choose a business.');
		await decide(sandbox, req, res, 'legacy', { userId: business.ownerId, businessId: business.businessId });
	});
	return router;
}

/**
 * Of a parameter that comes twice Hydra reads the first: n8n before 2.35 puts an empty scope behind the one of the credential. What the
 * page of the Pro API does is not known; the same here.
 */
function queryOf(req: Request): Query {
	return Object.fromEntries([...new URL(req.originalUrl, 'http://localhost').searchParams].reverse());
}

/** Hydra's order: client and redirect address first, since a wrong one must not be redirected to. */
async function mayAskV4(sandbox: Sandbox, req: Request, res: Response): Promise<boolean> {
	const query = queryOf(req);
	if (query.audience !== audience) {
		res.status(502).json(refusedAudience(query.audience ?? ''));
		return false;
	}
	if (!query.redirect_uri) {
		fail(res, 400, 'invalid_request', "The 'redirect_uri' parameter is missing.");
		return false;
	}
	if (!(await knownClient(sandbox, 'v4', query, res))) return false;
	if (clientById(query.client_id!)!.scopes.length === 0) {
		sendBack(res, query, 'unauthorized_client', 'The client is not allowed to use grant authorization_code.');
		return false;
	}
	if ((query.state ?? '').length < shortestState) {
		const text = `The state is missing or does not have enough characters and is therefore considered too weak. Request parameter 'state' must be at least be ${shortestState} characters long to ensure sufficient entropy.`;
		sendBack(res, query, 'invalid_state', text);
		return false;
	}
	return wellAsked(sandbox, 'v4', query, res);
}

async function mayAskLegacy(sandbox: Sandbox, req: Request, res: Response): Promise<boolean> {
	const query = queryOf(req);
	return (await knownClient(sandbox, 'legacy', query, res)) && wellAsked(sandbox, 'legacy', query, res);
}

async function knownClient(sandbox: Sandbox, generation: Generation, query: Query, res: Response): Promise<boolean> {
	const { state } = sandbox;
	const client = await oauthModel(state, rulesOf(state, generation)).getClient(query.client_id ?? '', null as never);
	if (!client) {
		fail(res, 401, 'invalid_client', `The client '${query.client_id ?? ''}' does not exist.`);
		return false;
	}
	if (query.redirect_uri !== undefined && !isLoopback(query.redirect_uri)) {
		fail(
			res,
			400,
			'invalid_request',
			`The redirect address '${query.redirect_uri}' is not registered for this client.`,
		);
		return false;
	}
	return true;
}

async function wellAsked(sandbox: Sandbox, generation: Generation, query: Query, res: Response): Promise<boolean> {
	if (query.response_type !== 'code') {
		sendBack(res, query, 'unsupported_response_type', "The authorization server knows the response type 'code' only.");
		return false;
	}
	const model = oauthModel(sandbox.state, rulesOf(sandbox.state, generation));
	const scope = (query.scope ?? '').split(/\s+/).filter(Boolean);
	try {
		await model.validateScope!({}, { id: query.client_id!, grants: [] }, scope);
		return true;
	} catch (error) {
		sendBack(res, query, 'invalid_scope', (error as Error).message);
		return false;
	}
}

async function decide(
	sandbox: Sandbox,
	req: Request,
	res: Response,
	generation: Generation,
	subject: Pick<GrantFor, 'userId' | 'businessId'>,
): Promise<void> {
	const query = queryOf(req);
	const grantFor: GrantFor = { generation, clientId: query.client_id!, ...subject };
	const allowed = (req.body as Query).decision === 'allow';
	const request = new OAuth2Server.Request({
		method: 'POST',
		headers: {},
		query: { ...query },
		body: { allowed: String(allowed) },
	});
	const response = new OAuth2Server.Response({});
	try {
		const code = await oauthServer(sandbox.state, generation).authorize(request, response, {
			authenticateHandler: { handle: () => ({ grantFor }) },
		});
		if (query.redirect_uri === undefined) {
			res.send(codePage(code.authorizationCode));
			return;
		}
		const target = new URL(String(response.get('location')));
		target.searchParams.set('scope', (code.scope ?? []).join(' '));
		res.redirect(target.href);
	} catch (error) {
		if (!(error instanceof OAuth2Server.OAuthError)) throw error;
		sendBack(res, query, error.name, error.message);
	}
}

function sendBack(res: Response, { redirect_uri, state }: Query, error: string, description: string): void {
	if (redirect_uri === undefined) return fail(res, 400, error, description);
	const target = new URL(redirect_uri);
	target.searchParams.set('error', error);
	target.searchParams.set('error_description', description);
	if (state !== undefined) target.searchParams.set('state', state);
	res.redirect(target.href);
}

function fail(res: Response, status: number, error: string, description: string): void {
	res.status(status).send(errorPage(error, description));
}
