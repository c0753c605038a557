import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../../lib/paths.mts';

const folder = path.join(root, 'examples', 'queue-mode');
export const caddyfile = path.join(folder, 'Caddyfile');

interface ComposeFile {
	services: Record<string, { environment: Record<string, string>; command?: string }>;
}

const { services } = parse(readFileSync(path.join(folder, 'docker-compose.yml'), 'utf8'), {
	merge: true,
}) as ComposeFile;

/** What docker-compose.yml makes of a service of n8n: its command line, and its environment with the variables filled in as Docker does. */
export function composed(
	service: string,
	variables: Record<string, string>,
): { command: string[]; environment: Record<string, string> } {
	const { environment, command = 'start' } = services[service]!;
	const filled = Object.entries(environment).map(([name, value]) => {
		const text = value.replace(
			/\$\{(\w+)(?::?([-?])([^}]*))?\}/g,
			(_, variable: string, kind?: string, rest?: string) => {
				const given = variables[variable] ?? (kind === '-' ? rest : undefined);
				if (given === undefined) throw new Error(`docker-compose.yml wants ${variable}`);
				return given;
			},
		);
		return [name, text];
	});
	return { command: command.split(' '), environment: Object.fromEntries(filled) as Record<string, string> };
}
