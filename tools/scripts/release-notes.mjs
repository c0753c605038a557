// node tools/scripts/release-notes.mjs VERSION: prints what CHANGELOG.md says about a version; fails when that has no date or is missing.
import { readFileSync } from 'node:fs';

const version = process.argv[2];
const parts = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8').split(/^## /m);
const part = parts.find((text) => text.startsWith(`[${version}] - 20`));
if (part === undefined) {
	process.stderr.write(`CHANGELOG.md has no "## [${version}] - <date>".\n`);
	process.exit(1);
}
process.stdout.write(part.replace(/^.*\n+/, ''));
