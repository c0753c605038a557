/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports --
   takes the seed from the environment and keeps what failed in a file; the rules are for code that runs inside n8n Cloud */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import fc from 'fast-check';

const FOLDER = path.join(__dirname, '..', '..', '..', 'test', 'fixtures', 'fuzz');

/** The same cases on every run, unless FUZZ_SEED names another seed or says `random`. FUZZ_RUNS multiplies their number. */
const SEED =
	process.env.FUZZ_SEED === 'random'
		? Math.floor(Math.random() * 2 ** 31)
		: Number(process.env.FUZZ_SEED ?? 20_261_121);
const FACTOR = Number(process.env.FUZZ_RUNS ?? 1);

/**
 * A property that must hold for whatever is made up. What ever failed is in test/fixtures/fuzz/NAME.json and comes first from then on;
 * a new failure is written there, in its smallest form. Values are therefore to be JSON.
 */
export function fuzz<T>(
	name: string,
	claim: string,
	runs: number,
	arbitrary: fc.Arbitrary<T>,
	check: (value: T) => void | Promise<void>,
): void {
	const file = path.join(FOLDER, `${name}.json`);
	const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T[]) : [];
	const numRuns = Math.round(runs * FACTOR);
	it(`${claim} (${numRuns} cases, seed ${SEED}, ${kept.length} kept)`, async () => {
		// What failed once is tried as it is; fast-check would count it among the runs.
		for (const value of kept) await check(value);
		const details = await fc.check(
			fc.asyncProperty(arbitrary, async (value) => await check(value)),
			{ seed: SEED, numRuns },
		);
		if (!details.failed) {
			expect(details.numRuns).toBe(numRuns);
			return;
		}
		const [value] = details.counterexample ?? [];
		if (value !== undefined) {
			mkdirSync(FOLDER, { recursive: true });
			writeFileSync(file, `${JSON.stringify([...kept, value], undefined, '\t')}\n`);
		}
		throw new Error(
			`FUZZ_SEED=${SEED}, path ${details.counterexamplePath}: ${JSON.stringify(value)}\n${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}`,
		);
	}, 600_000);
}
