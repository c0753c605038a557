import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { cleanEnvironment, run, tail } from '../../lib/command.mts';
import { root } from '../../lib/paths.mts';
import { isRoot, type Tools } from './tools.mts';

const guard = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'lib', 'guard.mjs');

/** A program that others here lean on: no web server, so it is up when its port is. */
export class Backing {
	private constructor(
		private readonly child: ChildProcess,
		readonly port: number,
	) {}

	static async start(name: string, port: number, logFile: string, command: string, args: string[]): Promise<Backing> {
		const log = openSync(logFile, 'w');
		// The guard takes it down when we are gone, however we went.
		const child = spawn(process.execPath, [guard, command, ...args], {
			cwd: root,
			env: cleanEnvironment(),
			stdio: ['ignore', log, log, 'ipc'],
			detached: true,
		});
		closeSync(log);
		const backing = new Backing(child, port);
		for (let tries = 0; tries < 300; tries++) {
			if (child.exitCode !== null) break;
			if (await accepts(port)) return backing;
			await sleep(100);
		}
		await backing.stop();
		throw new Error(`${name} did not start.\n${tail(readFileSync(logFile, 'utf8'))}`);
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null) return;
		const ended = once(this.child, 'exit');
		if (this.child.connected) this.child.disconnect();
		await ended;
	}
}

async function accepts(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true));
		socket.once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

export async function startRedis({ redis }: Tools, folder: string): Promise<Backing> {
	const port = await getPort();
	const data = path.join(folder, 'redis');
	mkdirSync(data);
	const args = [
		'--port',
		String(port),
		'--bind',
		'127.0.0.1',
		'--dir',
		data,
		'--save',
		'',
		'--appendonly',
		'no',
		'--daemonize',
		'no',
	];
	return await Backing.start('Redis', port, path.join(folder, 'redis.log'), redis, args);
}

export interface Postgres {
	backing: Backing;
	user: string;
	password: string;
	database: string;
	/** Rows of a query, as text, columns apart by tabs. */
	query(sql: string): Promise<string[][]>;
}

export async function startPostgres({ postgres }: Tools, folder: string): Promise<Postgres> {
	const [user, password, database] = ['n8n', 'password-of-this-run', 'n8n'];
	const port = await getPort();
	const home = path.join(folder, 'postgres');
	mkdirSync(home);
	const passwordFile = path.join(home, 'password');
	writeFileSync(passwordFile, password);
	// PostgreSQL refuses to run as root: then it runs as the user that its package made.
	const prefix = isRoot ? ['runuser', '-u', 'postgres', '--'] : [];
	if (isRoot) {
		const { uid, gid } = await idOf('postgres');
		for (const file of [home, passwordFile]) chownSync(file, uid, gid);
		// The way to it belongs to root.
		chmodSync(folder, statSync(folder).mode | 0o011);
	}
	const as = (program: string, args: string[]): [string, string[]] => {
		const [command, ...rest] = [...prefix, path.join(postgres, program), ...args];
		return [command as string, rest];
	};
	const data = path.join(home, 'data');
	await run(
		...as('initdb', [
			'-D',
			data,
			'-U',
			user,
			'-A',
			'scram-sha-256',
			'--pwfile',
			passwordFile,
			'-E',
			'UTF8',
			'--locale=C',
		]),
		{ cwd: home },
	);
	const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'].flatMap(
		(setting) => ['-c', setting],
	);
	const backing = await Backing.start(
		'PostgreSQL',
		port,
		path.join(folder, 'postgres.log'),
		...as('postgres', ['-D', data, '-p', String(port), ...settings]),
	);
	const env = { ...cleanEnvironment(), PGPASSWORD: password };
	const where = ['-h', '127.0.0.1', '-p', String(port), '-U', user];
	await run(path.join(postgres, 'createdb'), [...where, database], { env });
	const query = async (sql: string) => {
		const { stdout } = await run(
			path.join(postgres, 'psql'),
			[...where, '-d', database, '-At', '-F', '\t', '-c', sql],
			{ env },
		);
		return stdout
			.split('\n')
			.filter(Boolean)
			.map((line) => line.split('\t'));
	};
	return { backing, user, password, database, query };
}

async function idOf(user: string): Promise<{ uid: number; gid: number }> {
	const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
	return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
