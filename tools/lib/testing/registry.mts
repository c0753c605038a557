import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express from 'express';
import { npm, run } from '../command.mts';

interface Manifest {
	name: string;
	version: string;
}

export interface Registry {
	url: string;
	stop: () => void;
}

/**
 * A registry that has these tarballs of one package, in the order of their publication, and nothing else. Verdaccio would be one in full, but
 * its present versions want Node.js 22, which we do not, and all that npm asks of it here is one document and the tarballs.
 */
export async function startRegistry(tarballs: string[], workFolder: string): Promise<Registry> {
	const published = await Promise.all(
		tarballs.map(async (tarball, number) => {
			const folder = path.join(workFolder, `published-${number}`);
			await unpack(tarball, folder);
			return { tarball, manifest: manifestOf(folder) };
		}),
	);
	const app = express();
	app.get('/:name', (request, response) => {
		const here = `${request.protocol}://${request.get('host')}`;
		const versions = published.map(({ manifest, tarball }) => [
			manifest.version,
			{
				...manifest,
				dist: { tarball: `${here}/${manifest.name}/-/${path.basename(tarball)}`, integrity: integrityOf(tarball) },
			},
		]);
		const { name, version: latest } = published.at(-1)!.manifest;
		if (request.params.name !== name) return void response.status(404).json({ error: 'Not found' });
		response.json({ name, 'dist-tags': { latest }, versions: Object.fromEntries(versions) });
	});
	app.get('/:name/-/:file', (request, response) => {
		const found = published.find(({ tarball }) => path.basename(tarball) === request.params.file);
		if (!found) return void response.status(404).json({ error: 'Not found' });
		response.type('application/octet-stream').send(readFileSync(found.tarball));
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		stop: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}

/** The same files under another version: in package.json, and in the User-Agent, by which Thumbtack tells them apart. */
export async function repack(tarball: string, version: string, workFolder: string): Promise<string> {
	const folder = path.join(workFolder, `repacked-${version}`);
	await unpack(tarball, folder);
	const manifest = manifestOf(folder);
	const [ours, theirs] = [manifest.version, version].map((number) => `${manifest.name}/${number}`) as [string, string];
	let told = 0;
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const file = path.join(entry.parentPath, entry.name);
		if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
		const code = readFileSync(file, 'utf8');
		if (!code.includes(ours)) continue;
		writeFileSync(file, code.replaceAll(ours, theirs));
		told++;
	}
	if (told === 0) throw new Error(`No file of ${tarball} says "${ours}"`);
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, version }, undefined, '\t'));
	await npm(['pack', '--ignore-scripts', '--pack-destination', workFolder], { cwd: folder });
	return path.join(workFolder, `${manifest.name}-${version}.tgz`);
}

async function unpack(tarball: string, folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
}

function manifestOf(folder: string): Manifest {
	return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

function integrityOf(tarball: string): string {
	return `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
}
