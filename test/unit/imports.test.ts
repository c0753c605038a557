/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the sources of the repository */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const root = path.join(__dirname, '..', '..');

function sourcesIn(folder: string): string[] {
	return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const file = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(file);
		return /(?<!\.d)\.(ts|mts|mjs)$/.test(file) ? [file] : [];
	});
}

interface Import {
	from: string;
	/** What is written, e.g. `../shared/json` or `n8n-workflow`. */
	name: string;
	/** The file of the repository; undefined for a package. */
	to: string | undefined;
}

const files = ['nodes', 'credentials', 'tools', 'test'].flatMap(sourcesIn);
const known = new Set(files);
const imports = files.flatMap((from) =>
	ts.preProcessFile(readFileSync(path.join(root, from), 'utf8')).importedFiles.map(({ fileName: name }): Import => {
		const target = path.posix.join(path.posix.dirname(from), name);
		const to = name.startsWith('.')
			? [target, `${target}.ts`, `${target}/index.ts`].find((file) => known.has(file))
			: undefined;
		return { from, name, to };
	}),
);

/** What imports what among the files and folders next to each other, by the folder that holds them. A folder stands for all that is in it. */
function neighbors(): Map<string, Map<string, Set<string>>> {
	const folders = new Map<string, Map<string, Set<string>>>();
	for (const { from, to } of imports) {
		if (to === undefined) continue;
		const [here, there] = [from.split('/'), to.split('/')];
		const depth = here.findIndex((part, index) => part !== there[index]);
		const folder = here.slice(0, depth).join('/');
		const graph = folders.get(folder) ?? new Map<string, Set<string>>();
		folders.set(folder, graph.set(here[depth]!, (graph.get(here[depth]!) ?? new Set()).add(there[depth]!)));
	}
	return folders;
}

/** The first way that leads back to where it began, e.g. `api → auth → api`. */
function circleIn(graph: Map<string, Set<string>>): string | undefined {
	const finished = new Set<string>();
	const follow = (place: string, way: string[]): string | undefined => {
		if (way.includes(place)) return [...way.slice(way.indexOf(place)), place].join(' → ');
		if (finished.has(place)) return undefined;
		for (const next of graph.get(place) ?? []) {
			const circle = follow(next, [...way, place]);
			if (circle) return circle;
		}
		finished.add(place);
		return undefined;
	};
	for (const place of graph.keys()) {
		const circle = follow(place, []);
		if (circle) return circle;
	}
	return undefined;
}

const offenders = (isOne: (one: Import) => boolean): string[] =>
	imports.filter(isOne).map(({ from, name }) => `${from} imports ${name}`);

it('no files or folders next to each other import each other in a circle', () => {
	expect(imports.filter(({ to }) => to !== undefined).length).toBeGreaterThan(1_000);
	const circles = [...neighbors()].flatMap(([folder, graph]) => {
		const circle = circleIn(graph);
		return circle ? [`${folder || '.'}: ${circle}`] : [];
	});
	expect(circles).toEqual([]);
});

it('what is published imports neither tools nor tests', () => {
	const isPublished = (file: string) => /^(nodes|credentials)\//.test(file);
	expect(offenders(({ from, to }) => isPublished(from) && to !== undefined && !isPublished(to))).toEqual([]);
});

it('what both nodes share knows nothing of either', () => {
	expect(
		offenders(({ from, to }) => from.startsWith('nodes/shared/') && !/^nodes\/shared\//.test(to ?? 'nodes/shared/')),
	).toEqual([]);
});

it('the reading of events works without n8n', () => {
	expect(offenders(({ from, name }) => from.startsWith('nodes/shared/events/') && name === 'n8n-workflow')).toEqual([]);
});
