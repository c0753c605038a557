/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the sources and a fixture */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript';

const root = path.join(__dirname, '..', '..');
const fixture = path.join(root, 'test', 'fixtures', 'texts.txt');

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Paths of the files of a folder with one ending, relative to the repository. */
const filesOf = (folder: string, ending: string, options?: { recursive: boolean }): string[] =>
	readdirSync(path.join(root, folder), { ...options, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(ending))
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
		.sort();

const sources = [
	...filesOf('credentials', '.ts', { recursive: true }),
	...filesOf('nodes', '.ts', { recursive: true }),
];

/** Two words or more, one of them with three letters: neither a name in code nor a path. */
const isSentence = (text: string): boolean => /[A-Za-z]{3}/.test(text) && /[A-Za-z'’"”.)}…] +["“({A-Za-z…]/.test(text);

const SHOWN = new Set(['displayName', 'name', 'description', 'action', 'hint', 'placeholder', 'subtitle']);

/** One word can be a text too: the label "Owner", the choice "Basic". Names in code begin with a small letter. */
const isLabel = (node: ts.StringLiteralLike): boolean =>
	ts.isPropertyAssignment(node.parent) && SHOWN.has(node.parent.name.getText()) && /^[A-Z]/.test(node.text);

function textsOf(file: string): string[] {
	const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) return;
		if (ts.isStringLiteralLike(node)) {
			if (isSentence(node.text) || isLabel(node)) texts.push(node.text);
		} else if (ts.isTemplateExpression(node)) {
			const text = node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
			if (isSentence(text)) texts.push(text);
			node.templateSpans.forEach(({ expression }) => visit(expression));
		} else ts.forEachChild(node, visit);
	};
	visit(source);
	return texts.map((text) => text.replace(/\n/g, '\\n'));
}

/** Every text of nodes and credentials, by file: labels, descriptions, hints, notices, errors, log lines. */
const collect = (): string =>
	sources
		.map((file) => ({ file, texts: textsOf(file) }))
		.filter(({ texts }) => texts.length > 0)
		.map(({ file, texts }) => `${file}\n${texts.map((text) => `  ${text}`).join('\n')}\n`)
		.join('\n');

/** Wording that n8n's own documentation would not print. */
const UNIDIOMATIC = [
	/\bthink up\b/i,
	/\bone after the other\b/i,
	/\bof (its|their|one's) own\b/i,
	/\bgets? to (hear|know)\b/i,
	/\bin the place of\b/i,
	/\bwhoever\b/i,
	/\bnobody (knows|was told)\b/i,
	/\bmend(s|ed)?\b/i,
	/\bput it right\b/i,
	/\bthereby\b/i,
	/\bas it were\b/i,
	/\bshall\b/i,
	/\bdoes not know (lead|business|this|the client)\b/i,
	/\b(cannot|can't) be told\b/i,
	/\btrouble of its own\b/i,
	/\bshow(s|ing)? itself\b/i,
	/\buser name\b/i,
	/\bonce more\b/i,
	/\bwhat became of\b/i,
	/\bfor those of a robot\b/i,
	/\bBehind a Thumbtack Trigger\b/i,
	/\bis to send\b/i,
	/\bfrom the next time on\b/i,
	/\bby a safe way\b/i,
	/\bwith others than\b/i,
	/\bdocuments (it|this call) weakly\b/i,
	/\bChecking the Calls\b/i,
	/\bLet Thumbtack\b/i,
	/\bWhat the item looks like\b/i,
	/\bMade by hand\b/i,
	/\bbe meant\b/i,
	/\banew\b/i,
];

describe('the texts that users read', () => {
	it('are the ones in test/fixtures/texts.txt, so that a change of words is reviewed as words (UPDATE_DOCS=1 writes it)', () => {
		const texts = collect();
		if (process.env.UPDATE_DOCS) writeFileSync(fixture, texts);
		expect(texts).toBe(readFileSync(fixture, 'utf8'));
	});

	it.each([
		['nodes and credentials', sources],
		...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...filesOf('docs', '.md')]
			.filter((file) => !['docs/endpoints.md', 'docs/quality.md'].includes(file))
			.map((file): [string, string[]] => [file, [file]]),
		...filesOf('examples', '.json').map((file): [string, string[]] => [file, [file]]),
	])('%s: no phrase that was replaced comes back', (_, files) => {
		const found = files.flatMap((file) =>
			UNIDIOMATIC.flatMap((phrase) => phrase.exec(read(file))?.[0] ?? []).map((words) => `${file}: ${words}`),
		);
		expect(found).toEqual([]);
	});
});
