import { ControlError } from './controlError.mts';
import { parsedOrText } from './json.mts';
import type { State } from './state.mts';
import type { Delivery, DeliveryPlan, HookAuth, JsonObject } from './types.mts';

const keptDeliveries = 20_000;
const keptResponseChars = 10_000;
const retryLimit = 5;

/** Makes the calls to other people's webhooks, and keeps the log of them. */
export class Deliveries {
	private readonly retryTimers = new Set<NodeJS.Timeout>();

	constructor(
		private readonly state: State,
		private readonly anyHost: boolean,
	) {}

	/** Logged at once; `done` resolves when the answer is in the log too. */
	send(plan: DeliveryPlan, resendOf: string | null = null, attempt = 1): { deliveryId: string; done: Promise<void> } {
		const delivery: Delivery = {
			deliveryId: this.state.nextId(),
			at: new Date().toISOString(),
			attempt,
			resendOf,
			status: null,
			responseBody: null,
			ms: null,
			error: null,
			plan,
		};
		const log = this.state.data.deliveries;
		log.push(delivery);
		if (log.length > keptDeliveries) log.splice(0, keptDeliveries / 10);
		this.state.changed();
		return { deliveryId: delivery.deliveryId, done: this.call(delivery) };
	}

	resend(deliveryId: string): { deliveryId: string; done: Promise<void> } {
		const old = this.state.data.deliveries.find((delivery) => delivery.deliveryId === deliveryId);
		if (!old) throw new ControlError(`no delivery ${deliveryId}`, 404);
		return this.send(old.plan, deliveryId);
	}

	list(leadId?: string): JsonObject[] {
		return this.state.data.deliveries
			.filter((delivery) => leadId === undefined || delivery.plan.leadId === leadId)
			.map(logEntry);
	}

	forgetRetries(): void {
		for (const timer of this.retryTimers) clearTimeout(timer);
		this.retryTimers.clear();
	}

	private async call(delivery: Delivery): Promise<void> {
		const { plan } = delivery;
		const started = performance.now();
		try {
			if (!this.anyHost && !isLoopback(plan.url)) {
				throw new Error('refused: not a loopback address (start with --allow-any-host to allow it)');
			}
			const response = await fetch(plan.url, {
				method: plan.method,
				headers: {
					'content-type': 'application/json',
					'user-agent': 'Thumbtack-Webhooks/1.0 (sandbox)',
					...authHeaders(plan.auth),
				},
				body: plan.body,
				redirect: 'manual',
				signal: AbortSignal.timeout(this.state.data.settings.deliveryTimeoutMs),
			});
			delivery.responseBody = (await response.text()).slice(0, keptResponseChars);
			delivery.status = response.status;
		} catch (error) {
			delivery.error = reasonOf(error);
		}
		delivery.ms = Math.round(performance.now() - started);
		this.state.changed();
		this.retryIfWanted(delivery);
	}

	private retryIfWanted(delivery: Delivery): void {
		const { retryDeliveries, retryDelayMs } = this.state.data.settings;
		const received = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
		if (received || !retryDeliveries || delivery.attempt >= retryLimit || delivery.plan.generation !== 'v4') return;
		const timer = setTimeout(
			() => {
				this.retryTimers.delete(timer);
				void this.send(delivery.plan, delivery.resendOf ?? delivery.deliveryId, delivery.attempt + 1).done;
			},
			retryDelayMs * 2 ** (delivery.attempt - 1),
		);
		timer.unref();
		this.retryTimers.add(timer);
	}
}

/** One line of the log; the plan's auth stays out of it. */
function logEntry({ plan, ...delivery }: Delivery): JsonObject {
	return {
		deliveryId: delivery.deliveryId,
		at: delivery.at,
		method: plan.method,
		url: plan.url,
		generation: plan.generation,
		source: plan.source,
		eventType: plan.eventType,
		leadId: plan.leadId,
		webhookId: plan.webhookId,
		authType: plan.auth.type,
		attempt: delivery.attempt,
		resendOf: delivery.resendOf,
		requestBody: parsedOrText(plan.body),
		status: delivery.status,
		responseBody: delivery.responseBody,
		ms: delivery.ms,
		error: delivery.error,
	};
}

function authHeaders(auth: HookAuth): Record<string, string> {
	switch (auth.type) {
		case 'None':
			return {};
		case 'Basic':
			return {
				authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`,
			};
		case 'CustomHeader':
			return { [auth.header]: auth.value };
	}
}

export function isLoopback(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const host = new URL(url).hostname;
	return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

function reasonOf(error: unknown): string {
	const { name, message, cause } = error as Error & { cause?: Error & { code?: string } };
	if (name === 'TimeoutError') return 'timeout: no answer in time';
	return cause ? `${message}: ${cause.code ?? cause.message}` : message;
}
