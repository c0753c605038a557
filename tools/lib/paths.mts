import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Everything the commands keep between two runs: n8n's data, the sandbox's, the tarball, the logs. */
export const localFolder = path.join(root, '.local');

export const packageName = 'n8n-nodes-thumbtack';
