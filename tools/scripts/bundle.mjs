// Writes dist/: one file for each node and credential that package.json names, and what several of them need in files of its own.
// n8n loads a node by `require`, so a hundred small files would cost it a hundred look-ups at each start.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const { n8n } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const entryPoints = [...n8n.nodes, ...n8n.credentials].map((file) => file.replace(/^dist\/(.*)\.js$/, '$1.ts'));
const target = 'es2021';

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const { outputFiles } = await build({
	absWorkingDir: root,
	entryPoints,
	outbase: '.',
	outdir: 'dist',
	// Shared code stays shared, state and all: only ESM can be split, so it is made CommonJS in a second step.
	bundle: true,
	splitting: true,
	format: 'esm',
	chunkNames: 'nodes/shared/[name].[hash]',
	platform: 'node',
	target,
	external: ['n8n-workflow'],
	charset: 'utf8',
	write: false,
});
for (const file of outputFiles) {
	const { code } = await transform(file.text, { format: 'cjs', platform: 'node', target, charset: 'utf8' });
	mkdirSync(path.dirname(file.path), { recursive: true });
	writeFileSync(file.path, code);
}
