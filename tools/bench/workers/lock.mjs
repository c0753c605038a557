// Runs under n8n's Node.js: node lock.mjs DATABASE. Takes SQLite's write lock, says "locked", and holds it until its input ends.
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(process.argv[2]);
database.exec('PRAGMA busy_timeout = 10000');
database.exec('BEGIN IMMEDIATE');
process.stdout.write('locked\n');
process.stdin.resume();
process.stdin.on('end', () => {
	database.exec('ROLLBACK');
	database.close();
});
// Whoever started us may be gone without a word.
setTimeout(() => process.exit(1), 120_000).unref();
