// The assets that n8n reads beside the code: icons, codex files, and schemas of the output. `npm run build` calls it after the bundler.
const { src, dest, task } = require('gulp');

// Without `encoding: false` gulp 5 reads the files as text.
const copy = (from) => src(from, { base: '.', encoding: false }).pipe(dest('dist'));

task('build:icons', () => copy('icons/*.svg'));
task('build:json', () => copy(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json']));
