import { ApiError } from '../apiError.mts';
import type { Call, Handler, Reply } from '../http.mts';
import { hookAuth } from '../hookAuth.mts';
import type { JsonObject, Owner, Webhook } from '../types.mts';
import { ownBusiness, personOf } from './access.mts';
import { offsetPage } from './pages.mts';
import { webhookV4 } from '../wire/v4.mts';

const defaultLimit = 10;

type OwnerOf = (call: Call) => Owner;

const user: OwnerOf = ({ grant }) => ({ kind: 'user', id: personOf(grant) });
const business: OwnerOf = (call) => ({ kind: 'business', id: ownBusiness(call).businessId });

/** The same seven operations stand under /users and under /businesses/{businessID}. */
export const webhookHandlers: Record<string, Handler> = {
	...handlersFor('User', user),
	...handlersFor('Business', business),
	sendTestNegotiation,
};

function handlersFor(name: string, ownerOf: OwnerOf): Record<string, Handler> {
	const of =
		(handle: (call: Call, owner: Owner) => Reply): Handler =>
		(call) =>
			handle(call, ownerOf(call));
	return {
		[`create${name}Webhook`]: of(create),
		[`list${name}Webhooks`]: of(list),
		[`get${name}Webhook`]: of((call, owner) => ({ body: webhookV4(ownHook(call, owner)) })),
		[`update${name}Webhook`]: of(update),
		[`delete${name}Webhook`]: of(remove),
		[`set${name}WebhookAuth`]: of(setAuth),
		[`delete${name}WebhookAuth`]: of(removeAuth),
	};
}

function create({ sandbox, body }: Call, owner: Owner): Reply {
	const { webhookURL, eventTypes, enabled, auth } = body as JsonObject;
	requireAllowedUrl(sandbox.state.data.settings.allowHttpWebhooks, webhookURL as string);
	const hook: Webhook = {
		webhookId: sandbox.state.nextId(),
		url: webhookURL as string,
		eventTypes: eventTypes as string[],
		enabled: enabled as boolean,
		auth: hookAuth(auth),
		owner,
	};
	sandbox.state.data.webhooks[hook.webhookId] = hook;
	sandbox.state.changed();
	return { status: 201, body: webhookV4(hook) };
}

function list(call: Call, owner: Owner): Reply {
	const hooks = Object.values(call.sandbox.state.data.webhooks).filter((hook) => belongsTo(hook, owner));
	return { body: offsetPage(call, hooks.map(webhookV4), defaultLimit) };
}

function update(call: Call, owner: Owner): Reply {
	const hook = ownHook(call, owner);
	const { webhookURL, eventTypes, enabled } = call.body as JsonObject;
	if (webhookURL !== undefined) {
		requireAllowedUrl(call.sandbox.state.data.settings.allowHttpWebhooks, webhookURL as string);
		hook.url = webhookURL as string;
	}
	if (eventTypes !== undefined) hook.eventTypes = eventTypes as string[];
	if (enabled !== undefined) hook.enabled = enabled as boolean;
	call.sandbox.state.changed();
	return { body: webhookV4(hook) };
}

function remove(call: Call, owner: Owner): Reply {
	const hook = ownHook(call, owner);
	delete call.sandbox.state.data.webhooks[hook.webhookId];
	call.sandbox.state.changed();
	return { status: 204 };
}

function setAuth(call: Call, owner: Owner): Reply {
	const hook = ownHook(call, owner);
	hook.auth = hookAuth(call.body);
	call.sandbox.state.changed();
	return { body: webhookV4(hook) };
}

function removeAuth(call: Call, owner: Owner): Reply {
	const hook = ownHook(call, owner);
	hook.auth = { type: 'None' };
	call.sandbox.state.changed();
	return { status: 204 };
}

function sendTestNegotiation(call: Call): Reply {
	const { businessId } = ownBusiness(call);
	const data = call.sandbox.thumbtack.testNegotiation(businessId);
	return { body: { negotiationID: data.negotiationID! } };
}

function ownHook({ params, sandbox }: Call, owner: Owner): Webhook {
	const hook = sandbox.state.data.webhooks[params.webhookID!];
	if (!hook || !belongsTo(hook, owner)) throw new ApiError(404, `webhook ${params.webhookID} not found`);
	return hook;
}

function belongsTo(hook: Webhook, owner: Owner): boolean {
	return hook.owner.kind === owner.kind && hook.owner.id === owner.id;
}

function requireAllowedUrl(httpToo: boolean, url: string): void {
	if (!url.startsWith('https://') && !(httpToo && url.startsWith('http://'))) {
		throw new ApiError(400, 'webhookURL must match ^https://');
	}
}
