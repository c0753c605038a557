/* eslint-disable @n8n/community-nodes/no-restricted-imports -- stands in for Node's own response; the rule is for code inside n8n Cloud */
import { EventEmitter } from 'node:events';

import type { Answer } from '../../../nodes/ThumbtackTrigger/webhook/answer';

/**
 * Does what Node's ServerResponse does, as far as answers and hang-ups go, but at once. test/core/trigger/responses.test.ts holds it
 * beside a real one.
 */
export class FakeResponse extends EventEmitter implements Answer {
	statusCode = 200;
	writableEnded = false;
	destroyed = false;
	readonly headers: Record<string, string> = {};

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	set(name: string, value: string): this {
		this.headers[name.toLowerCase()] = value;
		return this;
	}

	/** n8n answers. On a connection that is gone `finish` never comes. */
	end(): void {
		if (this.writableEnded) return;
		this.writableEnded = true;
		this.emit('prefinish');
		if (this.destroyed) return;
		this.emit('finish');
		this.destroyed = true;
		this.emit('close');
	}

	/** The sender hangs up. */
	hangUp(): void {
		if (this.destroyed) return;
		this.destroyed = true;
		this.emit('close');
	}
}
