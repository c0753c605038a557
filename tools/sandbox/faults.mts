import { setTimeout as wait } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';
import { ControlError } from './controlError.mts';
import { isObject } from './json.mts';
import type { Json, JsonObject } from './types.mts';

interface Fault {
	faultId: string;
	method: string | null;
	path: RegExp | null;
	operationId: string | null;
	/** How often it still strikes; Infinity for ever. */
	left: number;
	status: number | null;
	headers: Record<string, string>;
	body: Json | undefined;
	delayMs: number;
	reset: boolean;
	dropAfter: boolean;
}

const replyKeys = ['status', 'headers', 'body', 'delayMs', 'reset', 'dropAfter'];

/** Switches that make the API fail as the real one might. */
export class Faults {
	private faults: Fault[] = [];
	private count = 0;

	add({ match = {}, times = 1, reply, ...rest }: JsonObject): string {
		const unknown = Object.keys(rest)[0];
		if (unknown) throw new ControlError(`unknown key '${unknown}'; a fault has match, times, reply`);
		if (!isObject(match) || !isObject(reply)) throw new ControlError('a fault needs match:{…} and reply:{…}');
		refuseUnknown(match, ['method', 'path', 'operationId'], 'match');
		refuseUnknown(reply, replyKeys, 'reply');
		if (typeof times !== 'number' || times < 0) throw new ControlError('times is a number from 0 (for ever)');
		const faultId = `fault-${++this.count}`;
		this.faults.push({
			faultId,
			method: typeof match.method === 'string' ? match.method.toUpperCase() : null,
			path: typeof match.path === 'string' ? pattern(match.path) : null,
			operationId: typeof match.operationId === 'string' ? match.operationId : null,
			left: times === 0 ? Infinity : times,
			status: typeof reply.status === 'number' ? reply.status : null,
			headers: (reply.headers ?? {}) as Record<string, string>,
			body: reply.body,
			delayMs: typeof reply.delayMs === 'number' ? reply.delayMs : 0,
			reset: reply.reset === true,
			dropAfter: reply.dropAfter === true,
		});
		return faultId;
	}

	clear(): void {
		this.faults = [];
	}

	readonly middleware = async (req: Request, res: Response, next: NextFunction): Promise<void> => {
		const fault = this.take(req, res.locals.operationId as string | undefined);
		if (!fault) return next();
		if (fault.delayMs > 0) await wait(fault.delayMs);
		if (fault.reset) {
			req.socket.destroy();
		} else if (fault.dropAfter) {
			loseReply(req, res);
			next();
		} else if (fault.status === null) {
			next();
		} else {
			res.status(fault.status).set(fault.headers);
			if (fault.body === undefined) res.end();
			else if (typeof fault.body === 'string') res.send(fault.body);
			else res.type('json').send(JSON.stringify(fault.body));
		}
	};

	private take(req: Request, operationId: string | undefined): Fault | undefined {
		const fault = this.faults.find(
			(candidate) =>
				candidate.left > 0 &&
				(candidate.method === null || candidate.method === req.method) &&
				(candidate.path === null || candidate.path.test(req.path)) &&
				(candidate.operationId === null || candidate.operationId === operationId),
		);
		if (fault) fault.left--;
		return fault;
	}
}

/** The work is done, and the client never learns of it. */
function loseReply(req: Request, res: Response): void {
	res.end = () => {
		req.socket.destroy();
		return res;
	};
}

function pattern(text: string): RegExp {
	try {
		return new RegExp(text);
	} catch {
		throw new ControlError(`'${text}' is not a regular expression`);
	}
}

function refuseUnknown(value: JsonObject, known: string[], where: string): void {
	const unknown = Object.keys(value).find((key) => !known.includes(key));
	if (unknown) throw new ControlError(`unknown key '${unknown}' in ${where}; known: ${known.join(', ')}`);
}
