/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions --
   starts a program on the developer's machine; the rules are for code that runs inside n8n Cloud */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');
/** Ten times as many by `npm run bench -- crash`. */
const KILLS = 5;

interface Account {
	accepted: number;
	missing: number;
	twice: number;
	acceptedDuring: number;
	/** How often each status came that is no 2xx, while n8n could not store anything. */
	during: Record<string, number>;
	skipped?: string;
}

let counts: Account & { kills: number; locked: Account; full: Account };

beforeAll(async () => {
	const results = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-crash-'));
	// An n8n of its own, since this one is killed.
	const args = ['--import', 'tsx', path.join('bench', 'main.mts'), 'crash', '--kills', String(KILLS), '--results', results];
	const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await once(child, 'exit')) as [number];
	if (code !== 0) throw new Error(`The crash program ended with code ${code}:\n${output}`);
	counts = (JSON.parse(readFileSync(path.join(results, 'crash.json'), 'utf8')) as { counts: typeof counts }).counts;
	rmSync(results, { recursive: true, force: true });
}, 600_000);

it(`n8n killed ${KILLS} times amid deliveries has an execution for every event that was answered 2xx`, () => {
	expect(counts).toMatchObject({ kills: KILLS, missing: 0, twice: 0 });
	expect(counts.accepted).toBeGreaterThan(KILLS);
});

it('with the database locked by another process nothing is answered 2xx that is not kept', () => {
	const { locked } = counts;
	expect(locked).toMatchObject({ acceptedDuring: 0, missing: 0 });
	expect(Object.keys(locked.during).length).toBeGreaterThan(0);
	for (const status of Object.keys(locked.during)) expect(status).toMatch(/^5\d\d$/);
});

it('with the disk full nothing is answered 2xx that is not kept', () => {
	const { full } = counts;
	if (full.skipped !== undefined) return;
	expect(full.missing).toBe(0);
	// 0 is no answer at all: n8n's own connection to the database hangs after a commit that failed. The sender's patience ends that.
	expect(Object.keys(full.during)).toContain('500');
	for (const status of Object.keys(full.during)) expect(status).toMatch(/^(0|5\d\d)$/);
});
