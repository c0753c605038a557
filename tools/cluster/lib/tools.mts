import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { attempt, run } from '../../lib/command.mts';
import { step } from '../../lib/progress.mts';

export interface Tools {
	redis: string;
	/** Folder of initdb, postgres and createdb. */
	postgres: string;
}

export const isRoot = process.getuid?.() === 0;

/** Redis and PostgreSQL on this machine; installed where that can be done without asking. */
export async function ensureTools(): Promise<Tools> {
	let [redis, postgres] = await find();
	if (redis === undefined || postgres === undefined) {
		if (!isRoot || !existsSync('/etc/debian_version')) {
			throw new Error(
				'This needs Redis 6 or newer and PostgreSQL 13 or newer. Install them, for example with ' +
					'"sudo apt-get install redis-server postgresql" or "brew install redis postgresql", and run the command again. Nothing has to be started or set up.',
			);
		}
		await step('Installing Redis and PostgreSQL', async () => {
			const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
			await run('apt-get', ['update', '-qq'], { env });
			await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server', 'postgresql'], { env });
		});
		[redis, postgres] = await find();
	}
	if (redis === undefined || postgres === undefined)
		throw new Error('Redis and PostgreSQL were installed, but cannot be found');
	return { redis, postgres };
}

async function find(): Promise<[string | undefined, string | undefined]> {
	const redis = await which('redis-server');
	const initdb = await which('initdb');
	// Where it is a link, the others are beside what it leads to.
	if (initdb !== undefined) return [redis, path.dirname(realpathSync(initdb))];
	// Debian keeps PostgreSQL's own programs off the path, a folder for each version.
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	const folder = versions
		.map((version) => path.join(debian, version, 'bin'))
		.find((bin) => existsSync(path.join(bin, 'initdb')));
	return [redis, folder];
}

async function which(program: string): Promise<string | undefined> {
	const found = await attempt('which', [program]).catch(() => undefined);
	return found?.code === 0 ? found.stdout.trim() : undefined;
}
