import type { Request, Response } from 'express';
import { ControlError } from '../controlError.mts';
import { isObject } from '../json.mts';
import type { Sandbox } from '../sandbox.mts';
import type { Sent } from '../thumbtack.mts';
import type { Generation, Json, JsonObject, Lead } from '../types.mts';

/** What the control API's routes read from a call, and how those that deliver answer it. */

export function bodyOf(req: Request, known?: string[]): JsonObject {
	const body: unknown = req.body ?? {};
	if (!isObject(body)) throw new ControlError('the body is a JSON object');
	const unknown = known && Object.keys(body).find((key) => !known.includes(key));
	if (unknown) throw new ControlError(`unknown key '${unknown}'; known: ${known.join(', ')}`);
	return body;
}

export function text(value: Json | undefined, name: string): string {
	if (typeof value !== 'string' || value === '') throw new ControlError(`${name} is a non-empty string`);
	return value;
}

export function webUrl(value: Json | undefined, name: string): string {
	const url = text(value, name);
	if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new ControlError(`${name} is an http or https URL`);
	return url;
}

export function generationOf({ generation }: JsonObject, otherwise: Generation = 'v4'): Generation {
	if (generation === undefined) return otherwise;
	if (generation !== 'v4' && generation !== 'legacy') throw new ControlError("generation is 'v4' or 'legacy'");
	return generation;
}

export function leadOf({ state }: Sandbox, req: Request): Lead {
	const lead = state.data.leads[String(req.params.leadId)];
	if (!lead) throw new ControlError(`no lead ${String(req.params.leadId)}`, 404);
	return lead;
}

/** Waits for the answers of the deliveries, so that a test may look at once; ?wait=false does not. */
export async function answer(req: Request, res: Response, sent: Sent, body: JsonObject): Promise<void> {
	if (req.query.wait !== 'false') await sent.done;
	res.json({ ...body, deliveries: sent.deliveries });
}
