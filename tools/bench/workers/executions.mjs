// Runs under n8n's Node.js, which has SQLite built in: node executions.mjs DATABASE WORKFLOW_ID
// Prints one line of JSON for each execution of the workflow: its id, its status, and the ids of the leads in its stored data.
import { DatabaseSync } from 'node:sqlite';

const [file, workflowId] = process.argv.slice(2);
const database = new DatabaseSync(file, { readOnly: true });
const statement = database.prepare(
	'SELECT e.id, e.status, d.data FROM execution_entity e LEFT JOIN execution_data d ON d.executionId = e.id WHERE e.workflowId = ?',
);
for (const { id, status, data } of statement.iterate(workflowId)) {
	const leads = [...new Set([...String(data ?? '').matchAll(/"lead:(\d+)/g)].map(([, leadId]) => leadId))];
	process.stdout.write(`${JSON.stringify({ id, status, leads })}\n`);
}
database.close();
