/* eslint-disable @n8n/community-nodes/no-restricted-globals -- lets what is ready happen; the rule is for code inside n8n Cloud */
import fc from 'fast-check';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { receive } from '../../../nodes/ThumbtackTrigger/webhook/receive';
import { FakeResponse } from '../../../tools/lib/testing/fake-response';
import { fuzz } from '../../../tools/lib/testing/fuzz';

/**
 * The life of events as a model: deliveries, copies, senders that hang up, stores and workflows that fail, and what is sent again, in
 * random interleavings, through the node's real code. n8n is played as it behaves (webhook-helpers.js): it stores the execution, runs the
 * workflow where that answers, and answers in any case, whether or not the sender is still there.
 */

/** What can be sent: two leads in three states, two messages, three prices of one lead. */
const EVENTS = [
	'lead1 Open',
	'lead1 Canceled',
	'lead2 Open',
	'lead2 Canceled',
	'message1',
	'message2',
	'price 1',
	'price 2',
	'price 3',
] as const;
type EventName = (typeof EVENTS)[number];

type Step =
	/** `isGone`: the sender has hung up before the node is asked. */
	| { do: 'send'; events: EventName[]; isGone?: boolean }
	/** The other steps are about the open delivery with this number, counted round. */
	| { do: 'hangUp' | 'store' | 'failToStore' | 'succeed' | 'fail'; of: number }
	/** All copies that wait have waited for long enough. */
	| { do: 'losePatience' };

interface Delivery {
	events: EventName[];
	/** Deliveries are numbered as they come. */
	place: number;
	response: FakeResponse;
	/** `handed`: n8n has items and stores them now. `runs`: stored, the workflow answers. */
	state: 'received' | 'handed' | 'runs' | 'over';
	items: IDataObject[];
	/** When it was sent, and when the node handed the items on. */
	sentAt: number;
	handedAt: number;
	/** For each event the place of the delivery for which this one stands: it came as a copy while that one was running. */
	standsAt: Map<EventName, number>;
	isHungUp: boolean;
}

interface Execution {
	event: EventName;
	/** `lead`, `leadUpdate` … as the workflow sees it. */
	kind: string;
	delivery: Delivery;
	/** When the node handed it on; in the order of everything that happened. */
	startedAt: number;
	outcome: 'running' | 'success' | 'failure';
}

const turn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

const subjectOf = (event: EventName): string => event.split(' ')[0];

let worlds = 0;

class World {
	readonly deliveries: Delivery[] = [];
	readonly executions: Execution[] = [];
	/** When a sender heard that an event was taken. */
	readonly heard: Array<{ event: EventName; at: number }> = [];
	clock = new AbortController();
	private now = 0;
	private readonly number = ++worlds;

	constructor(private readonly respond: 'onReceived' | 'lastNode') {}

	body(event: EventName): IDataObject {
		const id = (name: string) => `${this.number}${name.replace(/\D/g, '')}000`;
		const [subject, state] = event.split(' ');
		if (subject === 'price') return { leadID: id('9'), leadPrice: `$${state}.00`, chargeState: null };
		const type = subject.startsWith('lead') ? 'NegotiationCreatedV4' : 'MessageCreatedV4';
		const data = subject.startsWith('lead')
			? { negotiationID: id(subject), status: state, leadPrice: '$25.00', request: {}, customer: {} }
			: { messageID: id(subject), negotiationID: id('8'), from: 'Customer', text: subject };
		return { event: { eventType: type, webhookID: '1', triggeredAt: '2026-08-16T17:13:05Z' }, data };
	}

	async send(events: EventName[], isGone = false): Promise<Delivery> {
		const response = new FakeResponse();
		const running = this.deliveries.filter(({ state }) => state === 'handed' || state === 'runs');
		const place = this.deliveries.length;
		const standsAt = events.map((event): [EventName, number] => {
			const copied = running.filter(({ items }) => items.some((item) => this.eventOf(item) === event));
			return [event, Math.min(place, ...copied.map((one) => one.standsAt.get(event)!))];
		});
		const delivery: Delivery = {
			events,
			place,
			standsAt: new Map(standsAt),
			response,
			state: 'received',
			items: [],
			sentAt: this.now,
			handedAt: 0,
			isHungUp: isGone,
		};
		if (isGone) response.hangUp();
		this.deliveries.push(delivery);
		const bodies = events.map((event) => this.body(event));
		void this.take(delivery, bodies.length === 1 ? bodies[0] : bodies);
		await turn();
		return delivery;
	}

	private async take(delivery: Delivery, body: IDataObject | IDataObject[]): Promise<void> {
		const parameters: IDataObject = {
			source: 'selfServe',
			authentication: 'none',
			events: ['lead', 'message', 'leadUpdate'],
			output: 'simplified',
			options: {},
		};
		const { response } = delivery;
		const ctx = {
			getNodeParameter: (name: string, otherwise: unknown) => parameters[name] ?? otherwise,
			getRequestObject: () => ({
				originalUrl: `/webhook/${this.number}/webhook`,
				contentType: 'application/json',
				headers: {},
			}),
			getResponseObject: () => response,
			getBodyData: () => body,
			getMode: () => 'webhook',
			getWorkflow: () => ({ id: 'w' }),
			getNode: () => ({ id: 'n', name: 'Trigger' }),
			getTimezone: () => 'UTC',
			logger: { debug() {}, info() {}, warn() {}, error() {} },
		} as unknown as IWebhookFunctions;
		const { noWebhookResponse, workflowData } = await receive(ctx);
		if (noWebhookResponse) delivery.state = 'over';
		else if (!workflowData) this.answer(delivery, 200);
		else {
			delivery.items = workflowData[0].map(({ json }) => json);
			delivery.handedAt = ++this.now;
			delivery.state = 'handed';
		}
	}

	private answer(delivery: Delivery, status: number): void {
		delivery.state = 'over';
		this.now++;
		if (!delivery.isHungUp && status < 300) {
			for (const event of delivery.events) this.heard.push({ event, at: this.now });
		}
		delivery.response.status(status).end();
	}

	/** The event that an item came from. */
	private eventOf(item: IDataObject): EventName {
		const found = EVENTS.find((event) => {
			const { data, leadPrice } = this.body(event) as { data?: IDataObject; leadPrice?: string };
			if (leadPrice !== undefined) return item.event === 'leadUpdate' && item.leadPriceText === leadPrice;
			if (data!.messageID !== undefined) return item.messageId === data!.messageID;
			return item.leadId === data!.negotiationID && item.status === data!.status;
		});
		if (!found) throw new Error(`nobody sent ${JSON.stringify(item)}`);
		return found;
	}

	async step(step: Step): Promise<void> {
		if (step.do === 'send') {
			await this.send(step.events, step.isGone);
			return;
		}
		if (step.do === 'losePatience') {
			const { clock } = this;
			this.clock = new AbortController();
			clock.abort();
			await turn();
			return;
		}
		const wanted = { hangUp: undefined, store: 'handed', failToStore: 'handed', succeed: 'runs', fail: 'runs' }[
			step.do
		];
		const open = this.deliveries.filter(({ state, isHungUp }) =>
			wanted === undefined ? state !== 'over' && !isHungUp : state === wanted,
		);
		if (open.length === 0) return;
		const delivery = open[step.of % open.length];
		if (step.do === 'hangUp') {
			delivery.isHungUp = true;
			delivery.response.hangUp();
		} else if (step.do === 'failToStore') {
			this.answer(delivery, 500);
		} else if (step.do === 'store') {
			this.now++;
			for (const item of delivery.items) {
				const outcome = this.respond === 'onReceived' ? 'success' : 'running';
				this.executions.push({
					event: this.eventOf(item),
					kind: String(item.event),
					delivery,
					startedAt: delivery.handedAt,
					outcome,
				});
			}
			delivery.state = 'runs';
			if (this.respond === 'onReceived') this.answer(delivery, 200);
		} else {
			for (const execution of this.executions) {
				if (execution.delivery === delivery) execution.outcome = step.do === 'succeed' ? 'success' : 'failure';
			}
			this.answer(delivery, step.do === 'succeed' ? 200 : 500);
		}
		await turn();
	}

	/** n8n gets done with everything. */
	async finish(): Promise<void> {
		for (let round = 0; round < 100; round++) {
			if (this.deliveries.every(({ state, isHungUp }) => state === 'over' || (isHungUp && state === 'received')))
				return;
			await this.step({ do: 'store', of: 0 });
			await this.step({ do: 'succeed', of: 0 });
		}
		throw new Error('a delivery waits for ever');
	}

	check(): void {
		const good = this.executions
			.filter(({ outcome }) => outcome !== 'failure')
			.sort((a, b) => a.startedAt - b.startedAt);
		for (const { response, events } of this.deliveries) {
			if (!response.writableEnded || response.statusCode >= 300) continue;
			for (const event of events) {
				if (!good.some((execution) => execution.event === event))
					throw new Error(`"${event}" was answered 2xx and never ran`);
			}
		}
		for (const [index, execution] of good.entries()) {
			const earlier = good.slice(0, index).filter(({ event }) => subjectOf(event) === subjectOf(execution.event));
			this.checkTwice(execution, earlier);
			const place = execution.delivery.standsAt.get(execution.event)!;
			if (earlier.some(({ event, delivery }) => event !== execution.event && delivery.standsAt.get(event)! > place)) {
				throw new Error(`"${execution.event}" came out after something newer`);
			}
			if (
				subjectOf(execution.event).startsWith('lead') &&
				execution.kind !== (earlier.length === 0 ? 'lead' : 'leadUpdate')
			) {
				throw new Error(`"${execution.event}" came out as ${execution.kind}`);
			}
		}
	}

	/** Only a return to an older state may come out again, and only once a sender knows that the first one was taken. */
	private checkTwice({ event, delivery }: Execution, earlier: Execution[]): void {
		const before = earlier.map((execution) => execution.event).lastIndexOf(event);
		if (before === -1) return;
		const isReturn = earlier.slice(before + 1).length > 0;
		const isHeard = this.heard.some(
			(one) => one.event === event && one.at >= earlier[before].startedAt && one.at <= delivery.sentAt,
		);
		if (!isReturn || !isHeard || earlier[before].delivery === delivery) throw new Error(`"${event}" came out twice`);
	}
}

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant('send' as const),
			events: fc.oneof(
				{ weight: 9, arbitrary: fc.constantFrom(...EVENTS).map((event) => [event]) },
				{ weight: 1, arbitrary: fc.array(fc.constantFrom(...EVENTS), { minLength: 2, maxLength: 4 }) },
			),
			isGone: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
		}),
	},
	{
		weight: 7,
		arbitrary: fc.record({
			do: fc.constantFrom(
				'hangUp' as const,
				'store' as const,
				'failToStore' as const,
				'succeed' as const,
				'fail' as const,
			),
			of: fc.nat(3),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('losePatience' as const) }) },
);
/** Which of two states of a lead in one body is the newer one, nobody can say. */
const ofDifferentSubjects = (events: EventName[]): EventName[] =>
	events.filter((event, index) => events.findIndex((other) => subjectOf(other) === subjectOf(event)) === index);

/** Of few events, so that they meet. */
const story = fc
	.tuple(
		fc.constantFrom('onReceived' as const, 'lastNode' as const),
		fc.array(step, { minLength: 1, maxLength: 30 }),
		fc.constantFrom<EventName[]>(
			[...EVENTS],
			['price 1', 'price 2', 'price 3'],
			['lead1 Open', 'lead1 Canceled'],
			['message1', 'price 1'],
		),
	)
	.map(([respond, steps, few]) => ({
		respond,
		steps: steps.map((one) =>
			one.do === 'send'
				? { ...one, events: ofDifferentSubjects(one.events.map((event) => few[EVENTS.indexOf(event) % few.length])) }
				: one,
		),
	}));

let world: World;

beforeEach(() => {
	jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => world.clock.signal);
});
afterEach(() => jest.restoreAllMocks());

describe('the life of events in any interleaving', () => {
	fuzz(
		'deduplication',
		'what is answered 2xx has an execution, nothing comes out twice, nothing older after something newer',
		10_000,
		story,
		async ({ respond, steps }) => {
			world = new World(respond);
			for (const one of steps) await world.step(one);
			await world.finish();
			world.check();
			// Whatever was sent can still come through.
			for (const event of new Set(world.deliveries.flatMap(({ events }) => events))) {
				const again = await world.send([event]);
				await world.finish();
				if (again.response.statusCode !== 200)
					throw new Error(`"${event}" is answered ${again.response.statusCode} for good`);
			}
			world.check();
		},
	);
});
