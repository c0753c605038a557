/** @type {(name: string) => import('jest').Config} */
const project = (name) => ({
	displayName: name,
	rootDir: __dirname,
	// Only these folders are crawled: tools/runtime/ alone holds a hundred thousand files.
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials', '<rootDir>/tools/lib'],
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	testEnvironment: 'node',
	// Types are checked once for all by `npm run typecheck`.
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json', diagnostics: false }] },
});

/** @type {import('jest').Config} */
module.exports = {
	// On a machine that does other things beside.
	testTimeout: 30_000,
	projects: [
		project('unit'),
		project('core'),
		{
			...project('e2e'),
			setupFilesAfterEnv: ['<rootDir>/test/e2e/timeout.ts'],
			globalSetup: '<rootDir>/test/e2e/setup.mjs',
			globalTeardown: '<rootDir>/test/e2e/teardown.mjs',
		},
	],
};
