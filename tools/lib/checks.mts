import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { attempt, cleanEnvironment, npm, run } from './command.mts';
import { localFolder, root } from './paths.mts';
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
	testResults: Array<{
		name: string;
		startTime: number;
		endTime: number;
		assertionResults: Array<{ status: string; fullName: string }>;
	}>;
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

/** Linters and types. */
export async function staticChecks(): Promise<Outcome[]> {
	return [
		await check('lint, n8n', async () => await run(path.join(root, 'node_modules', '.bin', 'n8n-node'), ['lint'])),
		await check('lint, second pass', async () => await npm(['run', 'lint:base', '--silent'])),
		await check('format', async () => await npm(['run', 'format:check', '--silent'])),
		await check('types', async () => await npm(['run', 'typecheck', '--silent'])),
	];
}

/** Runs projects of jest.config.js and counts their tests. */
export async function jest(
	projects: string[],
	options: { workers?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
	return await timed(projects.join(' and '), async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-jest-'));
		const outputFile = path.join(folder, 'report.json');
		const jestFile = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
		const args = ['--ci', '--json', `--outputFile=${outputFile}`, '--selectProjects', ...projects];
		// Of two cores Jest would leave one idle.
		args.push(`--maxWorkers=${options.workers ?? availableParallelism()}`);
		const env = cleanEnvironment(options.env);
		const { code, output } = await attempt(process.execPath, [jestFile, ...args], { env });
		const report = existsSync(outputFile) ? (JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport) : undefined;
		rmSync(folder, { recursive: true, force: true });
		if (code !== 0) say(`\n${withoutReport(output)}\n`);
		if (report) remember(report);
		return count(report, code);
	});
}

/** What each test file cost, the dearest first, for `.local/test-files.txt`. */
function remember(report: JestReport): void {
	const lines = report.testResults
		.map(({ name, startTime, endTime }) => ({ file: path.relative(root, name), ms: endTime - startTime }))
		.sort((a, b) => b.ms - a.ms)
		.map(({ file, ms }) => `${seconds(ms).padStart(8)}  ${file}`);
	mkdirSync(localFolder, { recursive: true });
	appendFileSync(path.join(localFolder, 'test-files.txt'), `${lines.join('\n')}\n\n`);
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
