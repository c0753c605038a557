// node tools/scripts/install-runtime.mjs [FOLDER]: installs the n8n that is pinned there, and compiles its database module meanwhile.
// Runs before anything is installed, so Node's own modules only.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isInstalled, npmStep, root } from '../lib/npm.mjs';

const BINARY = path.join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

/** Those entries of a lockfile that a package of it needs. */
function closure(packages, name, from = '', found = {}) {
	// As Node looks them up: in the nearest node_modules first.
	let folder = from;
	let key = '';
	for (;;) {
		key = path.posix.join(folder, 'node_modules', name);
		if (packages[key] || folder === '') break;
		folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0));
	}
	const entry = packages[key];
	if (!entry || found[key]) return found;
	found[key] = entry;
	for (const dependency of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
		closure(packages, dependency, key, found);
	}
	return found;
}

/**
 * Compiles it in a folder of its own, where it is ready to be compiled long before all of n8n is there. It talks to Node.js through Node-API,
 * so one file fits every version; our own Node.js need not be the one that runs n8n.
 */
async function compileDatabaseModule(folder) {
	const { packages } = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
	const { version } = packages['node_modules/sqlite3'];
	const workshop = path.join(root, '.local', `sqlite3-${version}-${process.platform}-${process.arch}`);
	const binary = path.join(workshop, BINARY);
	if (existsSync(binary)) return binary;
	rmSync(workshop, { recursive: true, force: true });
	mkdirSync(workshop, { recursive: true });
	writeFileSync(path.join(root, '.local', '.gitignore'), '*\n');
	const dependencies = { sqlite3: version };
	const manifest = {
		name: 'database-module',
		version: '1.0.0',
		private: true,
		dependencies,
		allowScripts: { sqlite3: true },
	};
	const lock = { ...manifest, lockfileVersion: 3, packages: { '': manifest, ...closure(packages, 'sqlite3') } };
	writeFileSync(path.join(workshop, 'package.json'), JSON.stringify(manifest));
	writeFileSync(path.join(workshop, 'package-lock.json'), JSON.stringify(lock));
	const options = { cwd: workshop, env: { ...process.env } };
	// The headers that came with this Node.js, if they did; else node-gyp loads them.
	const prefix = path.resolve(path.dirname(process.execPath), '..');
	if (existsSync(path.join(prefix, 'include', 'node', 'node_api.h'))) options.env.npm_config_nodedir = prefix;
	try {
		await npmStep("Compiling n8n's database module (about a minute)", ['ci', '--ignore-scripts=false'], options);
	} catch (error) {
		error.message += '\nCompiling needs python3, make and a C++ compiler (Debian: python3 make g++).';
		throw error;
	}
	return binary;
}

export async function installRuntime(folder = path.join(root, 'tools', 'runtime')) {
	const install = async () => {
		if (isInstalled(folder)) return;
		const title = `Installing n8n into ${path.relative(root, folder)}/ (about 2,000 packages, 1 to 3 minutes)`;
		await npmStep(title, ['ci', '--ignore-scripts'], { cwd: folder });
	};
	const needsBinary = !existsSync(path.join(folder, BINARY));
	const [binary] = await Promise.all([needsBinary && compileDatabaseModule(folder), install()]);
	if (binary) cpSync(binary, path.join(folder, BINARY), { recursive: true });
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('install-runtime.mjs')) {
	await installRuntime(process.argv[2]).catch((error) => {
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	});
}
