import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { attempt, run } from '../../lib/command.mts';
import { step } from '../../lib/progress.mts';

export interface Tools {
	redis: string;
	caddy: string;
	/** Folder of initdb, postgres and createdb. */
	postgres: string;
}

export const isRoot = process.getuid?.() === 0;

/** Redis, PostgreSQL and Caddy on this machine; installed where that can be done without asking. */
export async function ensureTools(): Promise<Tools> {
	let found = await find();
	if (!isComplete(found)) {
		if (!isRoot || !existsSync('/etc/debian_version')) {
			throw new Error(
				'This needs Redis 6, PostgreSQL 13 and Caddy 2.6, or newer ones. Install them, for example with ' +
					'"sudo apt-get install redis-server postgresql caddy" or "brew install redis postgresql caddy", and run the command again. Nothing has to be started or set up.',
			);
		}
		await step('Installing Redis, PostgreSQL and Caddy', async () => {
			const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
			await run('apt-get', ['update', '-qq'], { env });
			const packages = ['redis-server', 'postgresql', 'caddy'];
			await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
		});
		found = await find();
	}
	if (!isComplete(found)) throw new Error('Redis, PostgreSQL and Caddy were installed, but cannot be found');
	return found;
}

function isComplete(found: Partial<Tools>): found is Tools {
	return found.redis !== undefined && found.postgres !== undefined && found.caddy !== undefined;
}

async function find(): Promise<Partial<Tools>> {
	return { redis: await which('redis-server'), caddy: await which('caddy'), postgres: await findPostgres() };
}

async function findPostgres(): Promise<string | undefined> {
	const initdb = await which('initdb');
	// Where it is a link, the others are beside what it leads to.
	if (initdb !== undefined) return path.dirname(realpathSync(initdb));
	// Debian keeps PostgreSQL's own programs off the path, a folder for each version.
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	return versions
		.map((version) => path.join(debian, version, 'bin'))
		.find((bin) => existsSync(path.join(bin, 'initdb')));
}

async function which(program: string): Promise<string | undefined> {
	const found = await attempt('which', [program]).catch(() => undefined);
	return found?.code === 0 ? found.stdout.trim() : undefined;
}
