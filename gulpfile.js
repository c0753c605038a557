// `n8n-node build` copies the icons already; this task is for those who build with tsc alone.
const { src, dest, task } = require('gulp');

// Without `encoding: false` gulp 5 reads the files as text.
const copy = (from, to) => src(from, { encoding: false }).pipe(dest(to));

task('build:icons', () => copy('icons/*.svg', 'dist/icons'));
