import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { legacyRoutes } from '../legacy/routes.mts';
import { marketplaceRoutes } from '../marketplace/routes.mts';
import { v4Routes } from '../v4/routes.mts';
import { check } from './harness.mts';

/** Every described operation has a handler, and every handler a description. */
export async function descriptionChecks(): Promise<void> {
	for (const [file, routes] of [
		['v4', [...v4Routes.map(({ operationId }) => operationId), 'exchangeV4Token']],
		['marketplace', marketplaceRoutes.map(({ operationId }) => operationId)],
		['legacy', legacyRoutes.map(({ operationId }) => operationId)],
	] as const) {
		await check(`${file}.yaml and the route table name the same operations`, async () => {
			const text = readFileSync(new URL(`../openapi/${file}.yaml`, import.meta.url), 'utf8');
			const described = [...text.matchAll(/operationId: (\w+)/g)].map(([, operationId]) => operationId!);
			assert.deepEqual(described.sort(), [...routes].sort());
		});
	}
}
