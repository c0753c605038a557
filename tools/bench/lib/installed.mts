import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensurePackage, installPackage } from '../../lib/package.mts';
import { packageName, root } from '../../lib/paths.mts';
import { ensureRuntime, environmentFor } from '../../lib/runtime.mts';

/** Our package as n8n installs it, and a Node.js that loads its nodes as n8n does. */
export interface Installed {
	node: string;
	/** n8n gives its nodes its own n8n-workflow in this way. */
	env: NodeJS.ProcessEnv;
	tarball: string;
	/** Of the package. */
	folder: string;
	/** For files of the measurement. */
	scratch: string;
}

/** Installs the package for one measurement, and removes it afterwards. */
export async function withInstalled<T>(measure: (installed: Installed) => Promise<T>): Promise<T> {
	const [{ node }, tarball] = await Promise.all([ensureRuntime(), ensurePackage()]);
	const scratch = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-thumbtack-bench-'));
	try {
		await installPackage(tarball, scratch);
		const folder = path.join(scratch, '.n8n', 'nodes', 'node_modules', packageName);
		const env = { ...environmentFor(node), NODE_PATH: path.join(root, 'tools', 'runtime', 'node_modules') };
		return await measure({ node, env, tarball, folder, scratch });
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}
