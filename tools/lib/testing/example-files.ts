/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports --
   reads the files of examples/; the rules are for code that runs inside n8n Cloud */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { WorkflowDefinition } from './n8n-client';

// For tests in Jest only: the programs in tools/ run these files as ES modules, which have no __dirname.
const folder = path.join(__dirname, '..', '..', '..', 'examples');

/** The names of the files in examples/. */
export const exampleFiles = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** A file of examples/, as a user imports it. */
export function readExample(file: string): WorkflowDefinition {
	return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as WorkflowDefinition;
}
