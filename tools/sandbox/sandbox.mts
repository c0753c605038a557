import { Deliveries } from './deliveries.mts';
import { Faults } from './faults.mts';
import { RequestLog } from './requestLog.mts';
import { State } from './state.mts';
import { Thumbtack } from './thumbtack.mts';

export interface SandboxOptions {
	/** Keeps the state over restarts; null means memory only. */
	dataFile: string | null;
	/** Lets deliveries leave this machine. */
	allowAnyHost: boolean;
}

/** The parts of one running sandbox. */
export interface Sandbox {
	state: State;
	deliveries: Deliveries;
	thumbtack: Thumbtack;
	faults: Faults;
	requests: RequestLog;
}

export function newSandbox({ dataFile, allowAnyHost }: SandboxOptions): Sandbox {
	const state = new State(dataFile);
	const deliveries = new Deliveries(state, allowAnyHost);
	return {
		state,
		deliveries,
		thumbtack: new Thumbtack(state, deliveries),
		faults: new Faults(),
		requests: new RequestLog(),
	};
}

export function resetSandbox(sandbox: Sandbox): void {
	sandbox.deliveries.forgetRetries();
	sandbox.faults.clear();
	sandbox.requests.clear();
	sandbox.state.reset();
}
