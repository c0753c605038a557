import { execa } from 'execa';
import { root } from './paths.mts';
import { stopping } from './stopping.mts';

const TAIL_LINES = 60;

export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Hand the output on as it comes, besides keeping it. */
	show?: boolean;
}

export interface CommandResult {
	code: number;
	stdout: string;
	/** Both streams in the order in which they came. */
	output: string;
}

export class CommandFailed extends Error {
	constructor(
		readonly command: string,
		readonly result: CommandResult,
	) {
		super(`"${command}" ended with code ${result.code}\n${tail(result.output)}`);
	}
}

export function tail(text: string, lines = TAIL_LINES): string {
	return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** What npm and jest add to the environment is about our own package: another program would take it for its own. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const ours = /^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD$|NODE_(ENV|OPTIONS|PATH)$|JEST_)/;
	const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
	return { ...Object.fromEntries(kept), ...extra };
}

/** Runs a command to its end and tells how it ended, also when it failed; throws when it could not start, or when we are to stop. */
export async function attempt(command: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
	const result = await execa(command, args, {
		cwd: options.cwd ?? root,
		env: options.env ?? cleanEnvironment(),
		extendEnv: false,
		stdin: 'ignore',
		stdout: options.show ? ['pipe', 'inherit'] : 'pipe',
		stderr: options.show ? ['pipe', 'inherit'] : 'pipe',
		all: true,
		reject: false,
		stripFinalNewline: false,
		cancelSignal: stopping,
	});
	if (result instanceof Error && result.exitCode === undefined && result.signal === undefined) throw result;
	stopping.throwIfAborted();
	return { code: result.exitCode ?? 1, stdout: result.stdout, output: result.all };
}

/** Runs a command to its end; a failure is thrown with the last lines of its output. */
export async function run(command: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
	const result = await attempt(command, args, options);
	if (result.code !== 0) throw new CommandFailed([command, ...args].join(' '), result);
	return result;
}

export async function npm(args: string[], options: CommandOptions = {}): Promise<CommandResult> {
	const own = process.env.npm_execpath;
	return own?.endsWith('.js') ? await run(process.execPath, [own, ...args], options) : await run('npm', args, options);
}
