import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attempt, cleanEnvironment } from './command.mts';
import { root } from './paths.mts';
import { say, seconds } from './progress.mts';
import { stopping } from './stopping.mts';

export interface Outcome {
	name: string;
	passed: number;
	failed: number;
	skipped: string[];
	ms: number;
}

interface JestReport {
	numPassedTests: number;
	numFailedTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{ assertionResults: Array<{ status: string; fullName: string }> }>;
}

/** Runs one thing that is either well or not, and goes on in both cases. */
export async function check(name: string, work: () => Promise<unknown>): Promise<Outcome> {
	return await timed(name, async () => {
		try {
			await work();
			return { passed: 1, failed: 0, skipped: [] };
		} catch (error) {
			say(`\n${(error as Error).message}\n`);
			return { passed: 0, failed: 1, skipped: [] };
		}
	});
}

/** Runs one project of jest.config.js and counts its tests. */
export async function jest(project: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
	return await timed(project, async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-jest-'));
		const outputFile = path.join(folder, 'report.json');
		const jestFile = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
		// The end-to-end tests share one n8n, so one after the other.
		const args = ['--ci', '--json', `--outputFile=${outputFile}`, '--selectProjects', project];
		if (project === 'e2e') args.push('--runInBand');
		const { code, output } = await attempt(process.execPath, [jestFile, ...args], { env: cleanEnvironment(env) });
		const report = existsSync(outputFile) ? (JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport) : undefined;
		rmSync(folder, { recursive: true, force: true });
		if (code !== 0) say(`\n${withoutReport(output)}\n`);
		return count(report, code);
	});
}

function count(report: JestReport | undefined, code: number): Pick<Outcome, 'passed' | 'failed' | 'skipped'> {
	if (!report) return { passed: 0, failed: 1, skipped: [] };
	const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
	const skipped = tests.filter(({ status }) => ['pending', 'todo', 'skipped', 'disabled'].includes(status));
	const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
	return {
		passed: report.numPassedTests,
		// Jest also fails for what is no test: a setup that threw, no test at all.
		failed: code !== 0 && failed === 0 ? 1 : failed,
		skipped: skipped.map(({ fullName }) => fullName),
	};
}

/** Jest prints the report besides writing it. */
function withoutReport(output: string): string {
	return output
		.split('\n')
		.filter((line) => !line.startsWith('{"num'))
		.join('\n');
}

async function timed(
	name: string,
	work: () => Promise<Pick<Outcome, 'passed' | 'failed' | 'skipped'>>,
): Promise<Outcome> {
	stopping.throwIfAborted();
	const began = Date.now();
	say(`→ ${name}`);
	const result = await work();
	const ms = Date.now() - began;
	say(`${result.failed === 0 ? '✓' : '✗'} ${name}  ${seconds(ms)}`);
	return { name, ...result, ms };
}

/** The table of all outcomes; its last line alone is the sum. */
export function summarise(outcomes: Outcome[], began: number): void {
	const width = Math.max(...outcomes.map(({ name }) => name.length));
	say(`\n${'step'.padEnd(width)}  passed  failed  skipped      time`);
	for (const { name, passed, failed, skipped, ms } of outcomes) {
		const numbers = [String(passed).padStart(6), String(failed).padStart(6), String(skipped.length).padStart(7)];
		say(`${name.padEnd(width)}  ${numbers.join('  ')}  ${seconds(ms).padStart(8)}`);
	}
	const skipped = outcomes.flatMap((outcome) => outcome.skipped);
	if (skipped.length > 0) say(`\nSkipped on this machine:\n${skipped.map((name) => `  ${name}`).join('\n')}`);
	say(`\nTook ${seconds(Date.now() - began)}.`);
	const sum = (key: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[key], 0);
	say(`${sum('passed')} passed, ${sum('failed')} failed, ${skipped.length} skipped`);
}
